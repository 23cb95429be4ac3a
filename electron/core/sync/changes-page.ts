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
 * One line of the change log, checked. `raw` is an item's body as it came: its record is not looked at here, which would cost most
 * of a first pull; it is checked whenever the item is read.
 */
export type Change =
  | { readonly kind: 'item'; readonly op: 'put'; readonly id: string; readonly body: ToldItem; readonly raw: string }
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

function readChange(text: string, line: number): Change {
  const tab = text.indexOf('\t');
  if (tab < 0) throw new PageError(line, 'no tab between head and body');
  const { kind, op, id, about } = check(changeHead, text.slice(0, tab), line);
  const raw = text.slice(tab + 1);
  if (op === 'remove') {
    if (kind === 'item' && check(itemRemoval, raw, line).id !== id)
      throw new PageError(line, 'head and body name different items');
    return { kind, op, id };
  }
  switch (kind) {
    case 'item': {
      const recordTab = raw.indexOf('\t');
      if (recordTab < 0 || about === undefined || !raw.endsWith('}'))
        throw new PageError(line, 'an item without its record');
      const facts = raw.slice(0, recordTab);
      const body = { ...check(itemFacts, facts, line), ...about };
      if (body.id !== id) throw new PageError(line, 'head and body name different items');
      return { kind, op, id, body, raw: `${facts.slice(0, -1)},"record":${raw.slice(recordTab + 1)}}` };
    }
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
export function readHead(text: string): ChangesPageHead {
  const headEnd = text.indexOf('\n');
  if (headEnd < 0) throw new PageError(1, 'the page is cut off');
  return check(changesPageHead, text.slice(0, headEnd), 1);
}

/**
 * Reads a page of the change log. Throws `PageError` when a line is missing, cut or not of the agreed shape: a page is applied whole
 * or not at all.
 */
export function readPage(text: string): ChangesPage {
  const head = readHead(text);
  if (!text.endsWith('\n')) throw new PageError(1, 'the page is cut off');
  const changes: Change[] = [];
  for (let start = text.indexOf('\n') + 1; start < text.length; ) {
    const end = text.indexOf('\n', start);
    changes.push(readChange(text.slice(start, end), changes.length + 2));
    start = end + 1;
  }
  if (changes.length !== head.count) throw new PageError(1, `${head.count} changes announced, ${changes.length} came`);
  return { head, changes };
}
