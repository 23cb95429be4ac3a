import { z } from 'zod';
import { type Batch, batch } from '#contract/batches.ts';
import { type Person, person } from '#contract/people.ts';
import { type PolicyVersion, policyVersion } from '#contract/policies.ts';
import {
  type ChangeHead,
  type ChangeKind,
  type ChangesPageHead,
  changeHead,
  changesPageHead,
  type ItemFacts,
  itemFacts,
  itemRemoval,
} from '#contract/sync.ts';
import { parseJson } from './hub-http.ts';

/** What is told of an item beside its record. */
export type ToldItem = ItemFacts & NonNullable<ChangeHead['about']>;

/**
 * One line of the change log, checked. `raw` is an item's body, its record as the bytes that came: it is neither decoded nor looked at here, which
 * would cost most of a first pull; it is checked whenever the item is read.
 */
export type Change =
  | { readonly kind: 'item'; readonly op: 'put'; readonly id: string; readonly body: ToldItem; readonly raw: Buffer }
  | { readonly kind: 'batch'; readonly op: 'put'; readonly id: string; readonly body: Batch }
  | { readonly kind: 'policy_version'; readonly op: 'put'; readonly id: string; readonly body: PolicyVersion }
  | { readonly kind: 'person'; readonly op: 'put'; readonly id: string; readonly body: Person }
  | { readonly kind: ChangeKind; readonly op: 'remove'; readonly id: string };

/** A page, wholly checked before anything of it is applied. */
export interface ChangesPage {
  readonly head: ChangesPageHead;
  readonly changes: readonly Change[];
}

/** A page that is not what was agreed; says which line and why. */
export class PageError extends Error {
  constructor(line: number, why: string) {
    super(`line ${line}: ${why}`);
    this.name = 'PageError';
  }
}

function check<Schema extends z.ZodType>(schema: Schema, text: string, line: number): z.output<Schema> {
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) throw new PageError(line, z.prettifyError(parsed.error).slice(0, 500));
  return parsed.data;
}

const TAB = 0x09;
const NEWLINE = 0x0a;
const BRACE = 0x7d;
const RECORD = Buffer.from(',"record":');
const END = Buffer.from('}');

const textOf = (bytes: Buffer): string => bytes.toString('utf8');

/** An item's line after its head: its facts, a tab, its record. */
function readItem(id: string, about: ChangeHead['about'], rest: Buffer, line: number): Change {
  const tab = rest.indexOf(TAB);
  if (tab < 1 || about === undefined || rest.at(-1) !== BRACE) throw new PageError(line, 'an item without its record');
  const body = { ...check(itemFacts, textOf(rest.subarray(0, tab)), line), ...about };
  if (body.id !== id) throw new PageError(line, 'head and body name different items');
  const raw = Buffer.concat([rest.subarray(0, tab - 1), RECORD, rest.subarray(tab + 1), END]);
  return { kind: 'item', op: 'put', id, body, raw };
}

function readChange(bytes: Buffer, line: number): Change {
  const tab = bytes.indexOf(TAB);
  if (tab < 0) throw new PageError(line, 'no tab between head and body');
  const { kind, op, id, about } = check(changeHead, textOf(bytes.subarray(0, tab)), line);
  const rest = bytes.subarray(tab + 1);
  if (kind === 'item' && op === 'put') return readItem(id, about, rest, line);
  const raw = textOf(rest);
  if (op === 'remove') {
    if (kind === 'item' && check(itemRemoval, raw, line).id !== id)
      throw new PageError(line, 'head and body name different items');
    return { kind, op, id };
  }
  switch (kind) {
    case 'batch':
      return { kind, op, id, body: check(batch, raw, line) };
    case 'policy_version':
      return { kind, op, id, body: check(policyVersion, raw, line) };
    case 'person':
      return { kind, op, id, body: check(person, raw, line) };
    default:
      throw new PageError(line, 'a kind nobody knows');
  }
}

/** Reads the first line of a page only. Throws `PageError`. */
export function readHead(page: Buffer): ChangesPageHead {
  const headEnd = page.indexOf(NEWLINE);
  if (headEnd < 0) throw new PageError(1, 'the page is cut off');
  return check(changesPageHead, textOf(page.subarray(0, headEnd)), 1);
}

/**
 * Reads a page of the change log. Throws `PageError` when a line is missing, cut or not of the agreed shape: a page is applied whole
 * or not at all.
 */
export function readPage(page: Buffer): ChangesPage {
  const head = readHead(page);
  if (page.at(-1) !== NEWLINE) throw new PageError(1, 'the page is cut off');
  const changes: Change[] = [];
  for (let start = page.indexOf(NEWLINE) + 1; start < page.length; ) {
    const end = page.indexOf(NEWLINE, start);
    changes.push(readChange(page.subarray(start, end), changes.length + 2));
    start = end + 1;
  }
  if (changes.length !== head.count) throw new PageError(1, `${head.count} changes announced, ${changes.length} came`);
  return { head, changes };
}
