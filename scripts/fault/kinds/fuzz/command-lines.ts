import { isAbsolute } from 'node:path';
import { ipcContract } from '#contract/ipc.ts';
import { foldersBelow, readCommandLine } from '#main/command-line.ts';
import type { Chance } from '#scripts/lib/chance.ts';
import type { TryPart } from './part.ts';
import { hostileText, spoiltText } from './words.ts';

const enrol = ipcContract.people.enrol.input;
/** Characters; systems pass nothing longer, and Node itself takes minutes over a path of more steps than that. */
const LONGEST = 4_000;

const hubs = [
  'http://127.0.0.1:7310',
  'https://hub.example.com',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'data:,x',
];

function valueOf(name: string, chance: Chance): string {
  if (chance.often(0.1)) return '';
  if (name === 'enrol-hub' && chance.often(0.7)) {
    const hub = chance.pick(hubs);
    return chance.often(0.5) ? hub : spoiltText(hub, chance);
  }
  return hostileText(chance).slice(0, LONGEST);
}

/** Command lines, and links that another program might have put on them: what is filled in for the person must be what they could type. */
export const tryCommandLines: TryPart = ({ count, chance, findings }) => {
  for (let tried = 0; tried < count; tried += 1) {
    const given = new Map<string, string>();
    const switchValue = (name: string): string => {
      const value = given.get(name) ?? valueOf(name, chance);
      given.set(name, value);
      return value;
    };
    try {
      const line = readCommandLine(switchValue, chance.often(0.5) ? undefined : valueOf('', chance));
      const hint = line.enrolHint;
      if (hint !== null) {
        if (!/^https?:$/.test(new URL(hint.hub_url).protocol)) findings.escape('a hub that is not for HTTP', hint);
        // Without a code the person signs in elsewhere or types one.
        const sent = { ...hint, code: hint.code === '' ? 'typed' : hint.code, device_name: 'x' };
        if (!enrol.safeParse(sent).success) findings.escape('a hint nobody can send', hint);
      }
      if (line.userData !== null && !isAbsolute(foldersBelow(line.userData).data)) {
        findings.escape('data below wherever the app was started', line.userData);
      }
    } catch (error) {
      findings.crash(String(error), [...given]);
    }
  }
  return Promise.resolve(count);
};
