import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The pack as it is shipped. */
export const PACK = resolve(import.meta.dirname, '../../../resources/demo');

/** A text file of the pack. */
export function text(name: string): string {
  return readFileSync(join(PACK, name), 'utf8');
}

/** A binary file of the pack. */
export function bytes(name: string): Buffer {
  return readFileSync(join(PACK, name));
}

/** The parsed lines of a JSONL file of the pack. */
export function lines(name: string): unknown[] {
  return text(name)
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}
