import { createHash } from 'node:crypto';
import { type ResultDocument, resultDocument } from '#contract/verdicts.ts';

/** A result as it was found: its bytes, and whether a SHA-256 that stood elsewhere says that they are as they were frozen. */
export interface FoundResult {
  readonly document: ResultDocument;
  readonly body: Buffer;
  readonly proven: boolean;
}

/** How every frozen result begins; a page holds it in one piece unless its note is very long. */
const BEGINNINGS = ['{"type":"verdict"', '{"type":"withdrawal"'].map((text) => Buffer.from(text));
/** No result is longer: a note has 4,000 characters. Bytes. */
const LONGEST = 256 * 1024;
const [OPEN, CLOSE, QUOTE, ESCAPE] = ['{', '}', '"', '\\'].map((sign) => sign.charCodeAt(0));
const HASH_BYTES = 64;

/** Where the JSON object that begins here ends; null when it does not. */
function endOfObject(bytes: Buffer, from: number): number | null {
  let depth = 0;
  let inText = false;
  for (let at = from; at < Math.min(bytes.length, from + LONGEST); at += 1) {
    const sign = bytes[at];
    if (inText) {
      if (sign === ESCAPE) at += 1;
      else if (sign === QUOTE) inText = false;
    } else if (sign === QUOTE) inText = true;
    else if (sign === OPEN) depth += 1;
    else if (sign === CLOSE) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}

/** The result that these bytes are; null when they are none. */
export function readResult(body: Buffer): ResultDocument | null {
  try {
    const parsed = resultDocument.safeParse(JSON.parse(body.toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export const hashOf = (body: Buffer): string => createHash('sha256').update(body).digest('hex');

/**
 * Finds results in bytes that need not be a database any more: a file without its beginning, half a log. In the outbox the hash follows the
 * bytes it speaks of, which proves them.
 */
export function carveResults(bytes: Buffer): FoundResult[] {
  const found: FoundResult[] = [];
  for (const beginning of BEGINNINGS) {
    for (let at = bytes.indexOf(beginning); at >= 0; at = bytes.indexOf(beginning, at + 1)) {
      const end = endOfObject(bytes, at);
      const body = end === null ? null : Buffer.from(bytes.subarray(at, end));
      const document = body === null ? null : readResult(body);
      if (end === null || body === null || document === null) continue;
      const proven = bytes.toString('latin1', end, end + HASH_BYTES) === hashOf(body);
      found.push({ document, body, proven });
    }
  }
  return found;
}
