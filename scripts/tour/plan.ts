import type { Language } from '#contract/ids.ts';
import type { VerdictKind } from '#contract/verdicts.ts';

/** Something a reviewer does while looking, before the verdict. */
export type Look = 'play' | 'seek' | 'other_language' | 'both_languages' | 'flag' | 'skip_and_return' | 'shield';

/** What is done with one item of the tour. */
export interface ItemPlan {
  readonly looks: readonly Look[];
  readonly kind: VerdictKind;
  /** 1 to 5; pressed where the form has room for it. */
  readonly severity: 1 | 2 | 3 | 4 | 5;
  readonly note: string;
  /** What happens after the verdict: nothing, taking it back and giving it again, or taking it back and deciding otherwise. */
  readonly after: 'nothing' | 'undo_redo' | 'undo_decide_again';
}

const kinds: readonly VerdictKind[] = [
  'uphold',
  'overturn',
  'uphold',
  'wrong_action',
  'uphold',
  'insufficient_evidence',
  'wrong_violation_type',
  'uphold',
  'escalate',
  'uphold',
  'policy_gap',
];

const looks: readonly (readonly Look[])[] = [
  ['play'],
  ['other_language'],
  ['seek'],
  ['flag'],
  ['both_languages'],
  ['skip_and_return'],
  ['play', 'seek'],
  ['shield'],
  [],
];

const notes: Readonly<Record<Language, readonly string[]>> = {
  en: ['The quote is a reply, not an attack', '00:03 shows the reason', 'Same person as in the report; see section 2'],
  es: [
    'La cita es una respuesta, no un ataque',
    'En 00:03 se ve el motivo',
    'Es la misma persona del aviso; véase la sección 2',
  ],
};

const severities = [2, 3, 4, 1, 5] as const;

const at = <Value>(list: readonly Value[], index: number): Value => list[index % list.length] as Value;

/**
 * What to do with the item at `index` (from 0): the same for the same index, and over eleven items every kind of verdict.
 * Verdicts are chosen without regard to what the items show; the tour tries the machine, not the moderators.
 */
export function planFor(index: number, language: Language): ItemPlan {
  return {
    looks: at(looks, index),
    kind: at(kinds, index),
    severity: at(severities, index),
    note: at(notes[language], index),
    after: index % 7 === 3 ? 'undo_redo' : index % 11 === 6 ? 'undo_decide_again' : 'nothing',
  };
}
