import { assertNever } from '#contract/assert.ts';
import type { OriginalDecision } from '#contract/records.ts';
import type { VerdictChoices, VerdictKind } from '#contract/verdicts.ts';
import { errorClassesOf } from './error-class.ts';

/** A field that a kind of verdict opens under the hand. */
export type VerdictField = 'corrected_action' | 'corrected_violation_type' | 'corrected_severity' | 'note';

/** One shown field; a required one must be filled before the verdict can be given. */
export interface FormField {
  readonly field: VerdictField;
  readonly required: boolean;
}

/** What can be done to a stream or an account, from nothing to the hardest; the words are in the locale catalogs under `action.<id>`. */
export const correctableActions = [
  'no_action',
  'warn',
  'mute',
  'cut_stream',
  'demote',
  'remove',
  'ban_1d',
  'ban_7d',
  'ban_30d',
  'ban_permanent',
  'reinstate',
] as const;

const required = (field: VerdictField): FormField => ({ field, required: true });
const optional = (field: VerdictField): FormField => ({ field, required: false });

/** Whether anything was done: a decision without an action, or with `no_action`, let the content stand. */
export function isEnforced(decision: OriginalDecision | null | undefined): boolean {
  const action = decision?.action ?? null;
  return action !== null && action !== '' && action !== 'no_action' && action !== 'none';
}

/**
 * The fields that a kind of verdict shows, in order, and which of them must be filled.
 * @param enforced whether the original decision did anything: overturning an enforced one says "this was no violation", overturning
 * one that let the content stand says "this is a violation", and then which one and how bad must be said
 */
export function verdictForm(kind: VerdictKind, enforced: boolean): readonly FormField[] {
  switch (kind) {
    case 'uphold':
      return [];
    case 'overturn':
      return enforced
        ? [optional('note')]
        : [required('corrected_violation_type'), required('corrected_severity'), optional('note')];
    case 'wrong_action':
      return [required('corrected_action'), optional('corrected_severity'), optional('note')];
    case 'wrong_violation_type':
      return [required('corrected_violation_type'), optional('corrected_severity'), optional('note')];
    case 'insufficient_evidence':
    case 'escalate':
      return [optional('note')];
    case 'policy_gap':
      return [required('note')];
    default:
      return assertNever(kind);
  }
}

function isFilled(field: VerdictField, choices: VerdictChoices): boolean {
  return field === 'note' ? choices.note.trim() !== '' : choices[field] !== null;
}

/** The required fields that are still empty, in the order in which they are shown. */
export function missingFields(kind: VerdictKind, enforced: boolean, choices: VerdictChoices): readonly VerdictField[] {
  return verdictForm(kind, enforced)
    .filter(({ field, required }) => required && !isFilled(field, choices))
    .map(({ field }) => field);
}

/**
 * The choices as the verdict keeps them: corrections that the kind does not show are dropped, so that a type picked for another
 * kind does not travel unseen. Note and flag belong to every kind.
 */
export function choicesForKind(kind: VerdictKind, enforced: boolean, choices: VerdictChoices): VerdictChoices {
  const classes = errorClassesOf(kind);
  const shown = new Set(verdictForm(kind, enforced).map(({ field }) => field));
  return {
    ...choices,
    corrected_action: shown.has('corrected_action') ? choices.corrected_action : null,
    corrected_violation_type: shown.has('corrected_violation_type') ? choices.corrected_violation_type : null,
    corrected_severity: shown.has('corrected_severity') ? choices.corrected_severity : null,
    error_class: choices.error_class !== null && classes.includes(choices.error_class) ? choices.error_class : null,
    root_cause: classes.length > 0 ? choices.root_cause : null,
  };
}

/** Choices of somebody who has not chosen anything yet. */
export const noChoices: VerdictChoices = {
  corrected_action: null,
  corrected_violation_type: null,
  corrected_severity: null,
  note: '',
  flagged: false,
  error_class: null,
  root_cause: null,
  scorecard: {},
  citations: [],
  evidence: [],
};
