import { diffWords } from 'diff';
import type { Language } from '#contract/ids.ts';

/** A run of words that both versions have, or only one. */
export interface DiffPart {
  readonly state: 'kept' | 'inserted' | 'deleted';
  readonly text: string;
}

const segmenters = new Map<Language, Intl.Segmenter>();

function segmenterOf(language: Language): Intl.Segmenter {
  const kept = segmenters.get(language) ?? new Intl.Segmenter(language, { granularity: 'word' });
  segmenters.set(language, kept);
  return kept;
}

/** What became of a text, word by word as its language parts words. */
export function wordDiff(before: string, after: string, language: Language): readonly DiffPart[] {
  return diffWords(before, after, { intlSegmenter: segmenterOf(language) }).map(({ added, removed, value }) => ({
    state: added ? 'inserted' : removed ? 'deleted' : 'kept',
    text: value,
  }));
}
