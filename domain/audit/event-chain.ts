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
  readonly hash: string;
}

/**
 * How a line stands to the last one known. `fork`: its place is taken, or it names another line before it. `gap`: lines
 * between are missing.
 */
export type LinkJudgement = 'begins' | 'follows' | 'fork' | 'gap';

/** Judges the next line of a device. @param end null when none is known */
export function judgeLink(end: ChainEnd | null, link: ChainLink): LinkJudgement {
  if (end === null) return link.prev === null ? 'begins' : 'gap';
  if (link.device_seq <= end.device_seq) return 'fork';
  if (link.device_seq > end.device_seq + 1) return 'gap';
  return link.prev === end.hash ? 'follows' : 'fork';
}
