/**
 * The session log of a device is a chain: each line carries, as `prev`, the leaf hash of the device's line before it. Nobody can change,
 * drop, move or slip in a line without every later one telling.
 */
export interface ChainLink {
  readonly device_seq: number;
  /** Hash of the line before; null in the first line of a chain. */
  readonly prev: string | null;
}

/** The last line that is known of a device. */
export interface ChainEnd {
  readonly device_seq: number;
  /** Its leaf hash; null as long as no chain has begun. */
  readonly hash: string | null;
}

/**
 * How a line stands to the last one known. `fork`: its place is taken, or it names another line before it. `gap`: lines
 * between are missing.
 */
export type LinkJudgement = 'begins' | 'follows' | 'fork' | 'gap';

/** Judges the next line of a device. @param end null when none is known */
export function judgeLink(end: ChainEnd | null, link: ChainLink): LinkJudgement {
  if (end === null || end.hash === null) return link.prev === null ? 'begins' : 'gap';
  if (link.device_seq <= end.device_seq) return 'fork';
  if (link.device_seq > end.device_seq + 1) return 'gap';
  return link.prev === end.hash ? 'follows' : 'fork';
}

/** What is known around the place that a line claims, when lines may come in any order. */
export interface ChainPlace {
  /** Another line has this number. */
  readonly isTaken: boolean;
  /** Hash of the line before; null when that one is not known. */
  readonly before: string | null;
  /** What the line after names as its predecessor; null when that one is not known. */
  readonly namedByNext: string | null;
  /** Any earlier line of a chain is known. */
  readonly hasEarlier: boolean;
}

/** Judges a line by what is known around its place. @param hash the line's own */
export function judgePlace(place: ChainPlace, link: ChainLink, hash: string): LinkJudgement {
  if (place.isTaken || (place.namedByNext !== null && place.namedByNext !== hash)) return 'fork';
  if (place.before !== null) return link.prev === place.before ? 'follows' : 'fork';
  return link.prev === null && !place.hasEarlier ? 'begins' : 'gap';
}
