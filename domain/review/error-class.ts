import { assertNever } from '#contract/assert.ts';
import { type ErrorClass, errorClass, type VerdictKind } from '#contract/verdicts.ts';

/**
 * The error classes that a kind of verdict may carry, in the order in which they are offered; none for an uphold, which says that
 * there was no error. What cannot be judged can only have failed technically.
 */
export function errorClassesOf(kind: VerdictKind): readonly ErrorClass[] {
  switch (kind) {
    case 'uphold':
      return [];
    case 'insufficient_evidence':
      return ['technical_error'];
    case 'overturn':
    case 'wrong_action':
    case 'wrong_violation_type':
    case 'policy_gap':
    case 'escalate':
      return errorClass.options;
    default:
      return assertNever(kind);
  }
}

/**
 * The error class that follows from a verdict by itself; the reviewer may change it.
 * @param enforced whether the original decision did anything: overturning one that did means it hit what was no violation, overturning
 * one that did not means it let a violation pass
 */
export function proposedErrorClass(kind: VerdictKind, enforced: boolean): ErrorClass | null {
  switch (kind) {
    case 'overturn':
      return enforced ? 'false_positive' : 'false_negative';
    case 'wrong_action':
    case 'wrong_violation_type':
      return 'wrong_selection';
    case 'uphold':
    case 'insufficient_evidence':
    case 'policy_gap':
    case 'escalate':
      return null;
    default:
      return assertNever(kind);
  }
}

/** The option after the given one, with "none" between the last and the first: what one key steps through. */
export function optionAfter<Option>(options: readonly Option[], now: Option | null): Option | null {
  return options[now === null ? 0 : options.indexOf(now) + 1] ?? null;
}
