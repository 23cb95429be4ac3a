import type { Outcome } from '#domain/statistics/outcome.ts';

/** The value of an outcome that must have one; says the reason otherwise. */
export function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (outcome.kind === 'undefined') throw new Error(`no value: ${outcome.reason}`);
  return outcome.value;
}
