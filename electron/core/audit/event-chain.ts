import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { type SessionLogCheck, sessionEvent } from '#contract/sessions.ts';
import { type ChainEnd, judgeLink } from '#domain/audit/event-chain.ts';
import { leafHash } from '#domain/audit/hashing.ts';
import type { ReadDb } from '../storage/database.ts';
import { lastLine, linesAfter, seqFloor } from '../storage/session-events.ts';
import { sha256 } from './sha256.ts';

/** Lines that are read in one go; so that a long log never holds the thread. */
const PIECE = 1_000;

/** What the chain needs of a line. Lines from before there were chains have no `prev`. */
const link = z.object({ device_seq: sessionEvent.shape.device_seq, prev: z.string().nullish() });

function readLink(line: string): z.infer<typeof link> | null {
  try {
    return link.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

/** Where a device's chain stands. */
export function chainEnd(db: ReadDb, deviceId: string): ChainEnd {
  const last = lastLine(db, deviceId);
  if (last === null) return { device_seq: seqFloor(db), hash: null };
  const isLink = readLink(last.line)?.prev !== undefined;
  // After a damaged database lines may be missing behind the last one: their numbers are not given again, and the gap is seen.
  return { device_seq: Math.max(last.device_seq, seqFloor(db)), hash: isLink ? leafHash(sha256, last.line) : null };
}

type Broken = 'fork' | 'gap';

/** Judges lines one after the other, each device's by its own. */
class ChainReader {
  readonly #ends = new Map<string, ChainEnd>();

  /** Null when the line follows. Before the first link of a chain there is nothing to judge by. */
  judge({ device_id, device_seq, line }: ReturnType<typeof linesAfter>[number]): Broken | null {
    const read = readLink(line);
    const end = this.#ends.get(device_id) ?? null;
    const hasBegun = end !== null && end.hash !== null;
    const isLink = read?.prev !== undefined;
    this.#ends.set(device_id, { device_seq, hash: isLink || hasBegun ? leafHash(sha256, line) : null });
    if (read?.device_seq !== device_seq) return 'fork';
    if (!isLink && !hasBegun) return null;
    const judged = judgeLink(end, { device_seq, prev: read.prev ?? null });
    return judged === 'fork' || judged === 'gap' ? judged : null;
  }
}

/**
 * Reads the whole log of this database and judges every line by the one before, device by device. Lets others work in between; lines that
 * are added meanwhile are read too.
 */
export async function checkEventChain(db: ReadDb, isStopped: () => boolean = () => false): Promise<SessionLogCheck> {
  const reader = new ChainReader();
  let lines = 0;
  const breaks: { line: number; judged: Broken }[] = [];
  for (let piece = linesAfter(db, 0, PIECE); piece.length > 0; piece = linesAfter(db, piece.at(-1)?.seq ?? 0, PIECE)) {
    for (const row of piece) {
      const judged = reader.judge(row);
      if (judged !== null) breaks.push({ line: row.device_seq, judged });
    }
    lines += piece.length;
    await nextTurn();
    if (isStopped()) break;
  }
  const [first] = breaks;
  return { lines, broken: first === undefined ? null : { ...first, count: breaks.length } };
}
