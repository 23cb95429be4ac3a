import { isUtf8 } from 'node:buffer';
import type { ImportReason } from '#contract/packs.ts';

/** A line that cannot be read, with its number from 1. */
export interface BadLine {
  readonly line: number;
  readonly problem: Extract<ImportReason, 'line_too_long' | 'not_utf8'>;
  readonly detail: string;
}

/** One line of a file. */
export type PackLine = { readonly line: number; readonly text: string } | BadLine;

/** Longer lines are skipped as they pass, so that none can fill the memory. */
const longestLine = 4 * 1024 * 1024;
const newline = 0x0a;
const carriageReturn = 0x0d;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

function finish(bytes: Buffer, line: number): PackLine | null {
  let content = bytes;
  if (line === 1 && content.subarray(0, 3).equals(byteOrderMark)) content = content.subarray(3);
  if (content.at(-1) === carriageReturn) content = content.subarray(0, -1);
  if (!isUtf8(content)) return { line, problem: 'not_utf8', detail: 'the line is not UTF-8' };
  const text = content.toString('utf8');
  return text.trim() === '' ? null : { line, text };
}

/** Cuts a stream of bytes into lines; empty ones are left out. Holds one line at a time. */
export async function* readLines(source: AsyncIterable<Buffer>): AsyncGenerator<PackLine> {
  let parts: Buffer[] = [];
  let length = 0;
  let line = 1;

  const take = (): PackLine | null => {
    const tooLong = length > longestLine;
    const bytes = length;
    const content = Buffer.concat(parts);
    parts = [];
    length = 0;
    const detail = `${bytes} bytes; a line has at most ${longestLine}`;
    return tooLong ? { line, problem: 'line_too_long', detail } : finish(content, line);
  };
  const keep = (piece: Buffer): void => {
    length += piece.length;
    if (length > longestLine) parts = [];
    else parts.push(piece);
  };

  for await (const chunk of source) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      keep(chunk.subarray(from, end));
      const done = take();
      if (done !== null) yield done;
      line += 1;
      from = end + 1;
    }
    if (from < chunk.length) keep(chunk.subarray(from));
  }
  if (length > 0) {
    const last = take();
    if (last !== null) yield last;
  }
}
