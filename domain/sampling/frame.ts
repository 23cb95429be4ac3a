import type { Digest } from './random-order.ts';

/** A record that may be drawn, with all that a draw may look at. */
export interface FrameRecord {
  readonly id: string;
  /** The part of the population that it belongs to. */
  readonly stratum: string;
  /** How much it matters, in any unit; a record of twice the risk is twice as likely in a risk-weighted draw. */
  readonly risk: number;
  /** Its place in the order of a systematic draw: time, or order of import. */
  readonly position: number;
}

/** What a draw was made from, so that somebody can see whether it is still the same. */
export interface FrameStamp {
  readonly size: number;
  /** Hash of every record's id, stratum, risk and position, in the order of ids. */
  readonly sha256: string;
}

const byId = (a: FrameRecord, b: FrameRecord): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Stamps a frame; the order in which its records come does not matter. */
export function stampOf(frame: readonly FrameRecord[], digest: Digest): FrameStamp {
  const lines = frame
    .toSorted(byId)
    .map(({ id, stratum, risk, position }) => JSON.stringify([id, stratum, risk, position]));
  return { size: frame.length, sha256: digest(lines.join('\n')) };
}

/** The records of each stratum, strata in the order of their names. */
export function byStratum(frame: readonly FrameRecord[]): Map<string, FrameRecord[]> {
  const strata = new Map<string, FrameRecord[]>();
  for (const name of [...new Set(frame.map(({ stratum }) => stratum))].sort()) strata.set(name, []);
  for (const record of frame) strata.get(record.stratum)?.push(record);
  return strata;
}
