import { describe, expect, it } from 'vitest';
import { errorClass, type VerdictKind, verdictKind } from '#contract/verdicts.ts';
import { errorClassesOf, optionAfter, proposedErrorClass } from '#domain/review/error-class.ts';
import { choicesForKind, noChoices } from '#domain/review/verdict-form.ts';

describe('the error class that a verdict proposes', () => {
  const table: readonly (readonly [VerdictKind, boolean, string | null])[] = [
    ['overturn', true, 'false_positive'],
    ['overturn', false, 'false_negative'],
    ['wrong_action', true, 'wrong_selection'],
    ['wrong_violation_type', true, 'wrong_selection'],
    ['uphold', true, null],
    ['insufficient_evidence', true, null],
    ['policy_gap', false, null],
    ['escalate', true, null],
  ];
  it.each(table)('%s of an enforced (%s) decision: %s', (kind, enforced, proposed) => {
    expect(proposedErrorClass(kind, enforced)).toBe(proposed);
  });

  it('is always one that may be chosen for that kind', () => {
    for (const kind of verdictKind.options) {
      for (const enforced of [true, false]) {
        const proposed = proposedErrorClass(kind, enforced);
        expect([null, ...errorClassesOf(kind)]).toContain(proposed);
      }
    }
  });
});

describe('the error classes to choose from', () => {
  it('are none for an uphold, a technical one where nothing could be judged, and all elsewhere', () => {
    expect(errorClassesOf('uphold')).toEqual([]);
    expect(errorClassesOf('insufficient_evidence')).toEqual(['technical_error']);
    expect(errorClassesOf('overturn')).toEqual(errorClass.options);
  });

  it('are stepped through one by one and back to none', () => {
    const walked: unknown[] = [null];
    for (let step = 0; step < 5; step += 1) walked.push(optionAfter(errorClass.options, walked.at(-1) as never));
    expect(walked).toEqual([null, ...errorClass.options, null]);
    expect(optionAfter([], null)).toBeNull();
  });
});

describe('what a verdict keeps of them', () => {
  const chosen = { ...noChoices, error_class: 'wrong_selection', root_cause: 'language' } as const;

  it('is both for a verdict that says there was an error', () => {
    expect(choicesForKind('overturn', true, chosen)).toMatchObject({
      error_class: 'wrong_selection',
      root_cause: 'language',
    });
  });

  it('is neither for an uphold, and never a class that the kind does not offer', () => {
    expect(choicesForKind('uphold', true, chosen)).toMatchObject({ error_class: null, root_cause: null });
    expect(choicesForKind('insufficient_evidence', true, chosen)).toMatchObject({
      error_class: null,
      root_cause: 'language',
    });
  });
});
