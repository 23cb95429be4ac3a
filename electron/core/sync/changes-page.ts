import { z } from 'zod';
import { type Batch, batch, item } from '#contract/batches.ts';
import { type Person, person } from '#contract/people.ts';
import { type PolicyVersion, policyVersion } from '#contract/policies.ts';
import { moderationRecord } from '#contract/records.ts';
import { type ChangeKind, type ChangesPageHead, changeHead, changesPageHead, itemRemoval } from '#contract/sync.ts';
import { parseJson } from './hub-http.ts';

/**
 * An item as a pull checks it: everything but the lines of transcripts, which are most of it. They are checked with the rest of the
 * record whenever an item is read; here they would cost half of a first pull.
 */
const pulledItem = item.extend({
  record: moderationRecord.extend({ transcript: z.array(z.unknown()).max(20_000).nullish() }),
});
export type PulledItem = z.infer<typeof pulledItem>;

/** One line of the change log, checked. `raw` is the body as it came. */
export type Change =
  | { readonly kind: 'item'; readonly op: 'put'; readonly id: string; readonly body: PulledItem; readonly raw: string }
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
  const { kind, op, id } = check(changeHead, text.slice(0, tab), line);
  const raw = text.slice(tab + 1);
  if (op === 'remove') {
    if (kind === 'item' && check(itemRemoval, raw, line).id !== id)
      throw new PageError(line, 'head and body name different items');
    return { kind, op, id };
  }
  switch (kind) {
    case 'item': {
      const body = check(pulledItem, raw, line);
      if (body.id !== id) throw new PageError(line, 'head and body name different items');
      return { kind, op, id, body, raw };
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
