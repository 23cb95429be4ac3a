import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credential } from '#contract/core-link.ts';
import { keymapFile } from '#contract/keymap.ts';
import { preferences } from '#contract/preferences.ts';
import { readDevicePreferences } from '#core/usecases/preferences.ts';
import { readKeymapText } from '#domain/commands/keymap-text.ts';
import { clashes } from '#domain/commands/layers.ts';
import { effectiveKeymap } from '#domain/commands/personal.ts';
import { createCredentialStore } from '#main/credential-store.ts';
import { keymapGround } from '#renderer/commands/ground.ts';
import { commands, isCommandId } from '#renderer/commands/registry.ts';
import type { Chance } from '#scripts/lib/chance.ts';
import type { Findings, TryPart } from './part.ts';
import { deriveKey, newKey, seal } from '../../../../electron/sealing/sealing.ts';
import { inputsOf } from './shapes.ts';
import { spoilt } from './spoil.ts';
import { hostileText, spoiltText } from './words.ts';

const keys = ['a', 'Shift+A', 'Ctrl+K', 'g k', 'Space', 'code:KeyA', '+', 'Mod+Shift+Alt+F13', 'a b c', 'é', 'Enter'];
const whens = ['any', 'app', 'review', 'review.form', 'queue', 'nowhere', '__proto__'];
const cmds = [...Object.keys(commands), '-review.uphold', 'label.choose.1-10', 'x.1-99999999', 'x.9-1', 'constructor'];
const makeKeymap = inputsOf(keymapFile, {
  cmd: cmds,
  keys: keys.map((key) => [key]),
  when: whens,
  schemaVersion: [1, 1, 1, 2, '1'],
});
const makePreferences = inputsOf(preferences);
const makeKept = inputsOf(credential);

function textOf(value: unknown, chance: Chance): string {
  if (chance.often(0.05)) return hostileText(chance);
  const text = JSON.stringify(chance.often(0.6) ? spoilt(value, chance) : value) ?? '';
  return chance.often(0.3) ? spoiltText(text, chance) : text;
}

/** A keymap file is taken whole and works, or is refused. */
function tryKeymap(chance: Chance, findings: Findings): void {
  const text = textOf(makeKeymap(chance), chance);
  try {
    const read = readKeymapText(text, keymapGround, isCommandId);
    if (!read.ok) return;
    const laid = effectiveKeymap(keymapGround, read.value);
    if (clashes(laid).length > 0) findings.escape('a keymap with clashes was taken', text);
    const strange = laid.find(({ command }) => !isCommandId(command));
    if (strange !== undefined) findings.escape('a key for a command that does not exist', strange);
  } catch (error) {
    findings.crash(`keymap: ${String(error)}`, text);
  }
}

/** Settings that cannot be read are the first ones; whatever is read has the agreed shape. */
function trySettings(folder: string, chance: Chance, findings: Findings): void {
  const text = textOf(makePreferences(chance), chance);
  try {
    writeFileSync(join(folder, 'preferences.json'), text);
    const read = readDevicePreferences(folder);
    if (!preferences.safeParse(read).success) findings.escape('settings of another shape', text);
  } catch (error) {
    findings.crash(`settings: ${String(error)}`, text);
  }
}

const KEY = newKey();

/** The three ways in which a credential was ever kept. */
function keptIn(chance: Chance, inner: unknown): unknown {
  if (chance.often(0.4)) return { protection: 'file_permissions', credential: inner };
  const bytes = Buffer.from(textOf(inner, chance));
  if (chance.often(0.4)) return { protection: 'keyring', encrypted: bytes.toString('base64') };
  return { sealed: seal(deriveKey(KEY, 'credential'), 'credential', bytes).toString('base64') };
}

/** A kept credential is whole or none. */
function tryCredential(folder: string, chance: Chance, findings: Findings): void {
  const inner = makeKept(chance);
  const kept = keptIn(chance, inner);
  const text = textOf(kept, chance);
  const file = join(folder, 'credential.json');
  try {
    writeFileSync(file, text);
    const read = createCredentialStore({
      file,
      master: () => KEY,
      keyring: { decrypt: (bytes) => bytes.toString('utf8') },
      log: () => undefined,
    }).read();
    if (read !== null && !credential.safeParse(read).success) findings.escape('a credential of another shape', text);
  } catch (error) {
    findings.crash(`credential: ${String(error)}`, text);
  }
}

/** Files that people or other programs may have changed: keymaps, settings, the kept credential. */
export const tryKeptFiles: TryPart = ({ count, chance, findings }) => {
  const folder = mkdtempSync(join(tmpdir(), 'lupa-fuzz-files-'));
  try {
    for (let tried = 0; tried < count; tried += 1) {
      const kind = chance.int(3);
      if (kind === 0) trySettings(folder, chance, findings);
      else if (kind === 1) tryCredential(folder, chance, findings);
      else tryKeymap(chance, findings);
    }
    return Promise.resolve(count);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
