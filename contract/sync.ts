import { z } from 'zod';
import { item } from './batches.ts';
import { batchId, deviceId, instant, itemId, personId, recordId, resultId, sha256 } from './ids.ts';
import { errorCode } from './errors.ts';
import { coreCall } from './rpc.ts';
import { verdictChoices, verdictKind } from './verdicts.ts';

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
  /** Why it was refused; `verdict-late` when it is stored but the item had been given to somebody else. */
  reason: errorCode.nullable(),
  /** The device's number of it was already given to another result: somebody copied this device or set it back. */
  device_cloned: z.boolean().default(false),
});
export type Receipt = z.infer<typeof receipt>;

/** How many results one reconciliation may name. */
export const maxReconciled = 1000;

/** What a device believes that the hub has. */
export const reconcileEntry = z.strictObject({ id: resultId, sha256 });
export type ReconcileEntry = z.infer<typeof reconcileEntry>;

/** Receipts of those that are stored with the same bytes; all others are missing and must be pushed. */
export const reconciled = z.strictObject({ receipts: z.array(receipt), missing: z.array(resultId) });
export type Reconciled = z.infer<typeof reconciled>;

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

/** A result that the hub refused, or that came too late to count: kept, shown, never dropped. */
export const attentionEntry = z.strictObject({
  result_id: resultId,
  item_id: itemId,
  code: errorCode,
  detail: z.string(),
  at: instant,
});
export type AttentionEntry = z.infer<typeof attentionEntry>;

/**
 * An item that more than one person (or copy of a device) decided on without knowing of each other. All verdicts are stored, one counts; nothing is
 * merged by itself.
 */
export const conflict = z.strictObject({
  item_id: itemId,
  batch_id: batchId,
  batch: z.string(),
  record_id: recordId,
  round: z.number().int().positive(),
  /** In order of arrival. */
  verdicts: z.array(
    z.strictObject({
      result_id: resultId,
      person: z.string(),
      kind: verdictKind,
      choices: verdictChoices,
      decided_at: instant,
      received_at: instant,
      effective: z.boolean(),
      /** It came after the item had been given to somebody else. */
      late: z.boolean(),
    }),
  ),
});
export type Conflict = z.infer<typeof conflict>;

/** How many parked results one report may carry, and how long a body in it may be. */
export const maxParkedPerReport = 20;
export const maxParkedBody = 512 * 1024;

/** A result that a device cannot deliver, as it tells the hub of it, so that a supervisor can act. */
export const parkedReport = z.strictObject({
  id: resultId,
  item_id: itemId,
  sha256,
  code: errorCode,
  detail: z.string().max(1000),
  /** When it was parked, by the device's clock. */
  at: instant,
  /** The frozen text; null when it is too long to be told. */
  body: z.string().max(maxParkedBody).nullable(),
});
export type ParkedReport = z.infer<typeof parkedReport>;

/** A parked result as a supervisor reads it. It leaves the list when the hub stores the same bytes after all. */
export const parkedResult = parkedReport.extend({ person_id: personId, person: z.string(), device_id: deviceId });
export type ParkedResult = z.infer<typeof parkedResult>;

/** What a supervisor is to look at. */
export const oversight = z.strictObject({ conflicts: z.array(conflict), parked: z.array(parkedResult) });
export type Oversight = z.infer<typeof oversight>;

/** The calls about sync; part of `ipcContract`. */
export const syncCalls = {
  status: coreCall(z.strictObject({}), syncStatus),
  now: coreCall(z.strictObject({}), syncStatus),
  /** Halts uploads and downloads where they are; what is here stays, and what comes later goes on from there. */
  pause: coreCall(z.strictObject({}), syncStatus),
  resume: coreCall(z.strictObject({}), syncStatus),
  attention: coreCall(z.strictObject({}), z.array(attentionEntry)),
  /** The person has seen which verdicts came too late; they are not shown again. */
  seen: coreCall(z.strictObject({}), z.strictObject({})),
  /** For supervisors, from the hub: verdicts that meet on one item, and verdicts that devices cannot deliver. */
  oversight: coreCall(z.strictObject({}), oversight, [
    'forbidden',
    'unauthenticated',
    'hub-unreachable',
    'hub-unavailable',
    'hub-answer-invalid',
  ]),
} as const;
