/** SHA-256 of a text as hex. */
export type Digest = (text: string) => string;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What decides the place of a record in the random order of a seed: the digest of the seed, a newline and the record's id. */
const keyOf = (digest: Digest, seed: string, id: string): string => digest(`${seed}\n${id}`);

/**
 * Brings entries into the random order of a seed. The same entries and seed come in the same order on any machine, whatever
 * order they are given in, and taking some away leaves the order of the others.
 */
export function inRandomOrder<Entry extends { readonly id: string }>(
  entries: readonly Entry[],
  seed: string,
  digest: Digest,
): Entry[] {
  return entries
    .map((entry) => ({ entry, key: keyOf(digest, seed, entry.id) }))
    .toSorted((a, b) => byText(a.key, b.key) || byText(a.entry.id, b.entry.id))
    .map(({ entry }) => entry);
}

/** The first 13 hex digits are 52 bits: what a number between 0 and 1 holds exactly. */
const HEX_DIGITS = 13;

/** A number from 0 up to but not 1 for a seed: where a systematic draw begins. `purpose` keeps it apart from any record's key. */
export function randomStart(seed: string, purpose: string, digest: Digest): number {
  const hex = digest(`${purpose}\n\n${seed}`).slice(0, HEX_DIGITS);
  return Number.parseInt(hex, 16) / 16 ** HEX_DIGITS;
}
