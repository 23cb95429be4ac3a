import { sum } from '../statistics/outcome.ts';

/** A stratum with what it may ask for: its records, and its share of the sample in any unit. */
export interface Claim {
  readonly name: string;
  readonly population: number;
  readonly claim: number;
}

/** How many records a stratum gives. */
export interface Quota {
  readonly name: string;
  readonly population: number;
  /** What its claim alone would give, before its records are counted. */
  readonly quota: number;
  readonly size: number;
}

const FAIR_DUST = 1e-9;

/** Splits a whole number by claims: whole parts first, then one each to the largest remainders, ties to the first. */
function split(size: number, claims: readonly Claim[]): number[] {
  const total = sum(claims.map(({ claim }) => claim));
  if (total === 0) return claims.map(() => 0);
  const exact = claims.map(({ claim }) => (size * claim) / total);
  const parts = exact.map((part) => Math.floor(part + FAIR_DUST));
  const left = size - sum(parts);
  const first = exact
    .map((part, place) => ({ place, remainder: part - (parts[place] ?? 0) }))
    .toSorted((a, b) => b.remainder - a.remainder || a.place - b.place)
    .slice(0, left);
  const lucky = new Set(first.map(({ place }) => place));
  return parts.map((part, place) => part + (lucky.has(place) ? 1 : 0));
}

/**
 * Splits a sample over strata by their claims (largest remainder). A stratum with fewer records than its quota gives all it
 * has, and what is missing is split over the others in the same way. In all no more than `size`, and no more than there are.
 */
export function allocate(size: number, claims: readonly Claim[]): Quota[] {
  const quotas = split(size, claims);
  const sizes = claims.map(() => 0);
  let open = claims.map((_, place) => place);
  let left = size;
  while (left > 0 && open.length > 0) {
    const parts = split(
      left,
      open.flatMap((place) => claims[place] ?? []),
    );
    const full = open.filter((place, turn) => (parts[turn] ?? 0) >= (claims[place]?.population ?? 0));
    if (full.length === 0) {
      for (const [turn, place] of open.entries()) sizes[place] = parts[turn] ?? 0;
      break;
    }
    for (const place of full) {
      sizes[place] = claims[place]?.population ?? 0;
      left -= sizes[place] ?? 0;
    }
    open = open.filter((place) => !full.includes(place));
  }
  return claims.map(({ name, population }, place) => ({
    name,
    population,
    quota: quotas[place] ?? 0,
    size: sizes[place] ?? 0,
  }));
}
