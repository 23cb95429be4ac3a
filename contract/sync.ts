import { z } from 'zod';
import { item } from './batches.ts';
import { instant, itemId, resultId, sha256 } from './ids.ts';
import { errorCode } from './errors.ts';

/**
 * A page of the change log as text: the first line is a `changesPageHead`; each later line is one change,
 * `<changeHead as JSON>\t<body as JSON>\n`. The line of an item that is put has a third part, its record as it came:
 * `<changeHead>\t<itemFacts>\t<record>\n`. The first two never hold a raw tab, so the rest can be kept without reading it.
 */
export const changesMediaType = 'application/vnd.lupa.changes';

export const changesPageHead = z.strictObject({
  /** Names this life of the hub's database; a restore from backup starts another. */
  epoch: z.string().min(1),
  /** Opaque; to be sent with the next pull once the page is stored. */
  cursor: z.string().min(1),
  more: z.boolean(),
  count: z.number().int().nonnegative(),
});
export type ChangesPageHead = z.infer<typeof changesPageHead>;

export const changeKind = z.enum(['item', 'batch', 'policy_version', 'person']);
export type ChangeKind = z.infer<typeof changeKind>;

export const changeHead = z.strictObject({
  seq: z.number().int().positive(),
  kind: changeKind,
  op: z.enum(['put', 'remove']),
  id: z.string().min(1),
  /** For an item that is put: what queues are sorted and counted by, so that its record need not be read. */
  about: z
    .strictObject({
      language: z.string().nullable(),
      violation_type: z.string().nullable(),
      subject_id: z.string().nullable(),
    })
    .optional(),
});
export type ChangeHead = z.infer<typeof changeHead>;

/** Second part of an item's line: the item without its record. */
export const itemFacts = item.omit({ record: true });
export type ItemFacts = z.infer<typeof itemFacts>;

/** Body of an item's `remove`: it was given to somebody else or taken back. */
export const itemRemoval = z.strictObject({ id: itemId, reason: z.enum(['reassigned', 'withdrawn']) });

/** What the hub answers for each result, only after it is committed. */
export const receipt = z.strictObject({
  id: resultId,
  sha256,
  status: z.enum(['stored', 'duplicate', 'superseded', 'refused']),
  /** Order of arrival at the hub; null when refused. */
  server_seq: z.number().int().positive().nullable(),
  /** Whether this is the one that counts for its item and round now. */
  effective: z.boolean(),
  epoch: z.string(),
  received_at: instant,
  reason: errorCode.nullable(),
});
export type Receipt = z.infer<typeof receipt>;

/** What the pill says. `saved_on_device` is calm: all work is safe here and waits for the hub. */
export const syncState = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('saved_on_device'), pending: z.number().int().nonnegative() }),
  z.strictObject({
    state: z.literal('uploading'),
    done: z.number().int().nonnegative(),
    total: z.number().int().positive(),
  }),
  z.strictObject({ state: z.literal('up_to_date'), at: instant }),
  z.strictObject({ state: z.literal('needs_attention'), code: errorCode, count: z.number().int().positive() }),
]);
export type SyncState = z.infer<typeof syncState>;

export const syncStatus = z.strictObject({
  sync: syncState,
  /** Whether the last contact with the hub worked. */
  reachable: z.boolean(),
  last_contact_at: instant.nullable(),
  pending_results: z.number().int().nonnegative(),
  /** A person halted the exchange; it goes on when they say so, or at the next start. */
  paused: z.boolean(),
  clips: z.strictObject({
    /** How many are on their way at this moment. */
    active: z.number().int().nonnegative(),
    ready: z.number().int().nonnegative(),
    wanted: z.number().int().nonnegative(),
    bytes_ready: z.number().int().nonnegative(),
    bytes_wanted: z.number().int().nonnegative(),
  }),
});
export type SyncStatus = z.infer<typeof syncStatus>;

/** A result that the hub refused: kept, shown, never dropped. */
export const attentionEntry = z.strictObject({
  result_id: resultId,
  item_id: itemId,
  code: errorCode,
  detail: z.string(),
  at: instant,
});
export type AttentionEntry = z.infer<typeof attentionEntry>;
