import { describe, expect, it } from 'vitest';
import { type VerdictChoices, verdictKind } from '#contract/verdicts.ts';
import { choicesForKind, isEnforced, missingFields, noChoices, verdictForm } from '#domain/review/verdict-form.ts';

const filled: VerdictChoices = {
  ...noChoices,
  corrected_action: 'warn',
  corrected_violation_type: 'hate_speech' as VerdictChoices['corrected_violation_type'],
  corrected_severity: 3,
  note: 'seen at 00:12',
  flagged: true,
  evidence: [{ clip_ordinal: 0, from_s: 12, to_s: null, note: '' }],
};

describe('what each verdict kind asks for', () => {
  it('asks nothing more for an uphold, so that one key is enough', () => {
    expect(verdictForm('uphold', true)).toEqual([]);
    expect(missingFields('uphold', false, noChoices)).toEqual([]);
  });

  it('needs no correction when an enforced decision is overturned', () => {
    expect(missingFields('overturn', true, noChoices)).toEqual([]);
  });

  it('needs type and severity when a decision that let the content stand is overturned', () => {
    expect(missingFields('overturn', false, noChoices)).toEqual(['corrected_violation_type', 'corrected_severity']);
    expect(
      missingFields('overturn', false, { ...noChoices, corrected_violation_type: filled.corrected_violation_type }),
    ).toEqual(['corrected_severity']);
  });

  it('takes severity 0 for an answer, and a note of blanks for none', () => {
    const none = { ...filled, corrected_severity: 0 };
    expect(missingFields('overturn', false, none)).toEqual([]);
    expect(missingFields('policy_gap', true, { ...noChoices, note: '  \n' })).toEqual(['note']);
  });

  it.each([
    ['wrong_action', ['corrected_action']],
    ['wrong_violation_type', ['corrected_violation_type']],
    ['insufficient_evidence', []],
    ['policy_gap', ['note']],
    ['escalate', []],
  ] as const)('%s misses %j when nothing is filled', (kind, missing) => {
    expect(missingFields(kind, true, noChoices)).toEqual(missing);
  });

  it('is complete for every kind when everything is filled', () => {
    for (const kind of verdictKind.options) {
      for (const enforced of [true, false]) expect(missingFields(kind, enforced, filled)).toEqual([]);
    }
  });

  it('drops corrections of another kind, and keeps note and flag', () => {
    expect(choicesForKind('uphold', true, filled)).toEqual({
      ...noChoices,
      note: 'seen at 00:12',
      flagged: true,
      evidence: filled.evidence,
    });
    expect(choicesForKind('wrong_action', true, filled)).toEqual({ ...filled, corrected_violation_type: null });
  });
});

describe('whether a decision did anything', () => {
  it.each([
    [null, false],
    [{}, false],
    [{ action: null }, false],
    [{ action: '' }, false],
    [{ action: 'no_action' }, false],
    [{ action: 'none' }, false],
    [{ action: 'ban_7d' }, true],
    [{ action: 'some action of tomorrow' }, true],
  ])('%j: %s', (decision, enforced) => {
    expect(isEnforced(decision)).toBe(enforced);
  });
});
