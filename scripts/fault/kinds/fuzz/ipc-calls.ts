import { wireResult, type WireResult } from '#contract/core-link.ts';
import { ipcContract } from '#contract/ipc.ts';
import type { Chance } from '#scripts/lib/chance.ts';
import type { Findings } from './part.ts';
import { inputsOf, type KnownValues, type MakeInput } from './shapes.ts';
import { clonedOnly, spoilt } from './spoil.ts';
import { bornNames, hostileText } from './words.ts';

/** One call as a page might make it; `odd` names a value that JSON cannot carry, to be sent in place of the input. */
export interface Call {
  readonly group: string;
  readonly name: string;
  readonly input: unknown;
  readonly odd: number | null;
}

type AnyCall = (typeof ipcContract)['app']['info'];

/** Failures that any call may answer with, whatever it is. */
const everywhere = new Set(['invalid-request', 'core-restarted', 'signed-out', 'disk-full', 'too-many-requests']);

const table: readonly { group: string; name: string; call: AnyCall }[] = Object.entries(ipcContract).flatMap(
  ([group, calls]) => Object.entries(calls).map(([name, call]) => ({ group, name, call: call as AnyCall })),
);

function callOf(group: string, name: string): AnyCall | null {
  return table.find((each) => each.group === group && each.name === name)?.call ?? null;
}

/** What is really sent. */
export function inputOf({ input, odd }: Call): unknown {
  return odd === null ? input : clonedOnly[odd]?.();
}

/** Makes calls of every channel of the contract: as agreed, spoilt, or by names that are none. */
export function callsOf(known: KnownValues): (chance: Chance) => Call {
  const makers = table.map(({ group, name, call }): { group: string; name: string; make: MakeInput } => ({
    group,
    name,
    make: inputsOf(call.input, known),
  }));
  return (chance) => {
    const { group, name, make } = chance.pick(makers);
    const input = make(chance);
    const kind = chance.int(20);
    if (kind === 0) return { group: chance.pick([...bornNames, group, hostileText(chance)]), name, input, odd: null };
    if (kind === 1) return { group, name: chance.pick([...bornNames, hostileText(chance)]), input, odd: null };
    if (kind === 2) return { group, name, input, odd: chance.int(clonedOnly.length) };
    if (kind < 6) return { group, name, input, odd: null };
    return { group, name, input: spoilt(input, chance), odd: null };
  };
}

function judgeCode(call: AnyCall | null, sent: Call, code: string, findings: Findings): void {
  const named = call === null ? [] : (call.errors as readonly string[]);
  if (everywhere.has(code) || named.includes(code)) return;
  findings.crash(`${sent.group}.${sent.name} answered ${code}`, sent.odd === null ? sent.input : { odd: sent.odd });
}

/** Notes what an answer to a call of our own page must not be. */
export function judge(sent: Call, raw: unknown, findings: Findings): WireResult | null {
  const parsed = wireResult.safeParse(raw);
  if (!parsed.success) {
    findings.crash(`${sent.group}.${sent.name} answered with no result`, raw);
    return null;
  }
  const call = callOf(sent.group, sent.name);
  const result = parsed.data;
  if (!result.ok) judgeCode(call, sent, result.error.code, findings);
  else if (call === null) findings.escape('a call that does not exist was answered', sent);
  else if (!call.input.safeParse(inputOf(sent)).success)
    findings.escape(`${sent.group}.${sent.name} took an input that the contract refuses`, sent.input);
  return result;
}
