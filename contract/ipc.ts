import { z } from 'zod';
import { batch, batchProgress, item, itemClip } from './batches.ts';
import { careDay, ledgerDay, optOuts, timeSpent } from './care.ts';
import {
  batchId,
  deviceId,
  instant,
  itemId,
  language,
  policyId,
  policyVersionLabel,
  recordId,
  resultId,
  sha256,
  violationType,
} from './ids.ts';
import { TEXT_FILE_BYTES } from './keymap.ts';
import { frameIndex } from './frames.ts';
import { pageMenus } from './menu.ts';
import { joining, person } from './people.ts';
import { preferenceShape, preferences } from './preferences.ts';
import { policyHit, policyTranslation, policyVersion } from './policies.ts';
import { moderationRecord } from './records.ts';
import { type Client, coreCall, type Handlers, shellCall } from './rpc.ts';
import { storageCalls, storageStatus } from './storage.ts';
import { exportedLog, exportRequest, pageEventDetail, sessionEvent, sessionLogCheck } from './sessions.ts';
import { syncCalls, syncStatus } from './sync.ts';
import { verdictChoices, verdictDocument, verdictKind } from './verdicts.ts';

const nothing = z.strictObject({});

/** What a reviewer has begun on an item: survives a kill, goes away with the verdict. */
export const draft = z.strictObject({
  kind: verdictKind.nullable(),
  choices: verdictChoices,
  playhead_s: z.number().nonnegative().nullable(),
  clip_ordinal: z.number().int().nonnegative().nullable(),
});
export type Draft = z.infer<typeof draft>;

/** Where a clip stands on this device. `url` plays it (own protocol, no network). */
export const clipView = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('ready'), clip: itemClip, url: z.string() }),
  z.strictObject({ state: z.literal('waiting'), clip: itemClip, bytes_have: z.number().int().nonnegative() }),
  z.strictObject({
    state: z.literal('failed'),
    clip: itemClip,
    code: z.enum(['clip-hash-mismatch', 'not-found', 'disk-full']),
  }),
  z.strictObject({ state: z.literal('missing'), clip: itemClip }),
]);
export type ClipView = z.infer<typeof clipView>;

/** The policy that governs an item: the version in force when the moderator decided, and newer ones by label. */
export const policyChoice = z.strictObject({
  policy: policyVersion,
  versions: z.array(policyVersionLabel),
  translation: policyTranslation,
});

/** A verdict as the strip of the last ten and the item show it. */
export const verdictView = z.strictObject({
  result_id: resultId,
  item_id: itemId,
  batch_id: batchId,
  record_id: recordId,
  position: z.number().int().nonnegative(),
  kind: verdictKind,
  decided_at: instant,
  upload: z.enum(['pending', 'acked', 'superseded', 'parked']),
});
export type VerdictView = z.infer<typeof verdictView>;

/**
 * One item, ready to be looked at. In a blind batch and without a verdict, `record.decision`, `record.appeal` and the model
 * signals are taken out by the core and `blinded` is true; `enforced` still says whether anything was done at all.
 */
export const itemView = z.strictObject({
  item: item.omit({ record: true, clips: true }),
  batch,
  record: moderationRecord,
  blinded: z.boolean(),
  enforced: z.boolean(),
  clips: z.array(clipView),
  /** For the original decision's violation type (or the draft's); null when no policy covers it or blinded. */
  policy: policyChoice.nullable(),
  draft: draft.nullable(),
  verdict: verdictDocument.nullable(),
  skipped: z.boolean(),
  previous_id: itemId.nullable(),
  next_id: itemId.nullable(),
});
export type ItemView = z.infer<typeof itemView>;

export const batchView = z.strictObject({
  batch,
  progress: batchProgress,
  language_mix: z.array(z.strictObject({ language: z.string(), items: z.number().int() })),
  clips: z.strictObject({
    ready: z.number().int(),
    wanted: z.number().int(),
    bytes_ready: z.number().int(),
    bytes_wanted: z.number().int(),
  }),
});
export type BatchView = z.infer<typeof batchView>;

/** What the next undo would take back, or the next redo give again. */
export const verdictStep = z.strictObject({
  item_id: itemId,
  record_id: recordId,
  position: z.number().int().nonnegative(),
  kind: verdictKind,
  /** How many verdicts go with it: more than one when they were given together. */
  count: z.number().int().positive(),
});
export type VerdictStep = z.infer<typeof verdictStep>;

/**
 * Another record of the same subject on this device. `decision` is null when none came or it must stay hidden (`blinded`): the record
 * waits undecided in a blind batch.
 */
export const historyEntry = z.strictObject({
  item_id: itemId,
  batch_id: batchId,
  batch_name: z.string(),
  record_id: recordId,
  position: z.number().int().nonnegative(),
  stage: moderationRecord.shape.stage,
  surface: moderationRecord.shape.surface,
  occurred_at: z.string().nullable(),
  title: z.string().nullable(),
  /** The first words of the transcript. */
  words: z.string(),
  clips: z.number().int().nonnegative(),
  blinded: z.boolean(),
  decision: z
    .strictObject({
      action: z.string().nullable(),
      violation_type: z.string().nullable(),
      severity: z.number().nullable(),
      at: z.string().nullable(),
    })
    .nullable(),
  verdict: z.strictObject({ result_id: resultId, kind: verdictKind, decided_at: instant }).nullable(),
  /** The kinds that may be given to it together with others: none when it is decided, blind or asks for a scorecard. */
  bulk_kinds: z.array(verdictKind),
});
export type HistoryEntry = z.infer<typeof historyEntry>;

/** How many verdicts one command may give. */
export const maxBulk = 50;

export const queueEntry = z.strictObject({
  item_id: itemId,
  record_id: recordId,
  position: z.number().int().nonnegative(),
  state: z.enum(['open', 'draft', 'skipped', 'decided']),
  kind: verdictKind.nullable(),
  /** Language of the record, as its pack tells it; `und` when it does not. */
  language: z.string(),
});
export type QueueEntry = z.infer<typeof queueEntry>;

export const identity = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('signed_out') }),
  z.strictObject({ state: z.literal('signed_in'), person, device_id: deviceId, hub_url: z.string() }),
]);
export type Identity = z.infer<typeof identity>;

/** What a decision leaves behind: the verdict is on disk; this is where to go. */
export const submitted = z.strictObject({ result_id: resultId, next_id: itemId.nullable(), progress: batchProgress });

/** Every call the page can make. Data that crosses a boundary is snake_case; code is camelCase. */
export const ipcContract = {
  app: {
    info: shellCall(
      nothing,
      z.strictObject({
        version: z.string(),
        electron: z.string(),
        platform: z.string(),
        /** How the device token is kept: by the system's keyring, or only by file permissions. */
        credential_protection: z.enum(['keyring', 'file_permissions']),
        enrol_hint: z.strictObject({ hub_url: z.string(), code: z.string() }).nullable(),
      }),
    ),
    /** Asks where to, and copies a finished export there. `saved` is false when the person closed the dialog. */
    saveExportAs: shellCall(
      z.strictObject({ name: z.string().regex(/^[\w.-]{1,150}$/) }),
      z.strictObject({ saved: z.boolean() }),
      ['export-failed', 'not-found'],
    ),
    /** Asks where to, and writes a text there. `saved` is false when the person closed the dialog. */
    saveTextAs: shellCall(
      z.strictObject({ name: z.string().regex(/^[\w-]{1,100}\.json$/), text: z.string().max(TEXT_FILE_BYTES) }),
      z.strictObject({ saved: z.boolean() }),
      ['export-failed'],
    ),
    /** Asks for a JSON file and reads it; null when the person closed the dialog. */
    openText: shellCall(nothing, z.strictObject({ name: z.string(), text: z.string() }).nullable(), [
      'file-too-large',
      'file-unreadable',
    ]),
    /** Shows the application's menus; a choice comes back as `app.menuChosen`. */
    setMenus: shellCall(pageMenus, nothing),
    quit: shellCall(nothing, nothing),
  },
  people: {
    current: coreCall(nothing, identity),
    enrol: coreCall(joining, identity, [
      'enrolment-code-invalid',
      'hub-unreachable',
      'hub-answer-invalid',
      'hub-unavailable',
      'conflict',
    ]),
    /** Refused with the count while results are unsent, unless `leave_unsent` says the person has seen it. */
    signOut: coreCall(z.strictObject({ leave_unsent: z.boolean() }), identity, ['unsent-work']),
  },
  preferences: {
    get: coreCall(nothing, preferences),
    set: coreCall(z.strictObject(preferenceShape).partial(), preferences),
  },
  batches: {
    list: coreCall(nothing, z.array(batchView)),
    items: coreCall(z.strictObject({ batch_id: batchId }), z.array(queueEntry)),
  },
  review: {
    /**
     * Where to go on: the item last open, else the first undecided one; null when there is nothing to do. `item` is that item at once, so that
     * whoever comes back waits for one answer and not for two; null when it cannot be shown, and `review.item` says why.
     */
    resume: coreCall(
      z.strictObject({ batch_id: batchId.nullable() }),
      z.strictObject({ item_id: itemId.nullable(), item: itemView.nullable() }),
    ),
    item: coreCall(z.strictObject({ item_id: itemId }), itemView, ['item-unknown', 'item-revoked']),
    saveDraft: coreCall(z.strictObject({ item_id: itemId, draft }), nothing, ['item-unknown']),
    submit: coreCall(
      z.strictObject({
        item_id: itemId,
        kind: verdictKind,
        choices: verdictChoices,
        policy_read: verdictDocument.shape.policy_read,
        playhead_s: verdictDocument.shape.playhead_s,
        clip_ordinal: verdictDocument.shape.clip_ordinal,
      }),
      submitted,
      ['item-unknown', 'field-missing', 'durability-refused'],
    ),
    /** Takes the newest verdict back (or the given item's): the item is open again with its choices as draft. */
    undo: coreCall(
      z.strictObject({ item_id: itemId.nullable() }),
      z.strictObject({ item_id: itemId, kind: verdictKind, count: z.number().int().positive() }),
      ['nothing-to-undo', 'durability-refused'],
    ),
    redo: coreCall(
      nothing,
      submitted.extend({ item_id: itemId, kind: verdictKind, count: z.number().int().positive() }),
      ['nothing-to-redo', 'durability-refused'],
    ),
    skip: coreCall(z.strictObject({ item_id: itemId }), z.strictObject({ next_id: itemId.nullable() }), [
      'item-unknown',
    ]),
    /** The newest verdicts, newest first. */
    recent: coreCall(z.strictObject({ limit: z.number().int().min(1).max(50) }), z.array(verdictView)),
    /** What undo and redo would do next; null when there is nothing. */
    steps: coreCall(nothing, z.strictObject({ undo: verdictStep.nullable(), redo: verdictStep.nullable() })),
    /** Other records of the item's subject on this device, newest first. */
    history: coreCall(z.strictObject({ item_id: itemId }), z.array(historyEntry), ['item-unknown']),
    /** What stands beside these items when several are decided together; items that are not here are left out. */
    contexts: coreCall(z.strictObject({ item_ids: z.array(itemId).max(maxBulk) }), z.array(historyEntry)),
    /**
     * Gives one kind to several undecided items, one transaction each; one undo takes all of them back. Items that may not be decided
     * together (`bulk_kinds`) are left as they are and named in `refused`.
     */
    bulk: coreCall(
      z.strictObject({ item_ids: z.array(itemId).min(1).max(maxBulk), kind: verdictKind }),
      z.strictObject({ given: z.array(itemId), refused: z.array(itemId) }),
      ['durability-refused'],
    ),
  },
  policies: {
    list: coreCall(
      nothing,
      z.array(
        policyVersion
          .omit({ texts: true })
          .extend({ languages: z.array(language), title: z.partialRecord(language, z.string()) }),
      ),
    ),
    get: coreCall(z.strictObject({ policy_id: policyId, version: policyVersionLabel }), policyChoice, ['not-found']),
    /** The version in force at the given moment (null: now) for a violation type. */
    forViolationType: coreCall(
      z.strictObject({ violation_type: violationType, at: instant.nullable() }),
      policyChoice.nullable(),
    ),
    violationTypes: coreCall(nothing, z.array(violationType)),
    /** Sections of all policies and versions that hold every word, the last one as a beginning; best first, accents aside. */
    search: coreCall(
      z.strictObject({ query: z.string().max(500), limit: z.number().int().min(1).max(100) }),
      z.array(policyHit),
    ),
  },
  /** The person's own comfort and their own ledger: nothing of it but the opt-outs ever leaves the device. */
  care: {
    day: coreCall(nothing, careDay),
    ledger: coreCall(z.strictObject({ days: z.number().int().min(1).max(366) }), z.array(ledgerDay)),
    spent: coreCall(timeSpent, careDay),
    breakTaken: coreCall(z.strictObject({ seconds: z.number().min(0).max(86_400) }), careDay),
    passCap: coreCall(nothing, careDay),
    optOuts: coreCall(nothing, optOuts),
    /** Matching undecided items leave the queue at once; the hub hears of it at the next contact and deals them to others. */
    setOptOuts: coreCall(z.strictObject({ violation_types: optOuts }), z.strictObject({ hidden: z.number().int() })),
  },
  media: {
    /** Puts a clip first in the download queue. */
    want: coreCall(z.strictObject({ sha256 }), nothing, ['not-found']),
    /** When each frame of a clip is shown, as its container says; `not-found` while the clip is not here whole. */
    frames: coreCall(z.strictObject({ sha256 }), frameIndex, ['not-found']),
  },
  sync: syncCalls,
  storage: storageCalls,
  sessions: {
    report: coreCall(z.strictObject({ detail: pageEventDetail }), nothing),
    /** The newest events of this device, newest first. */
    recent: coreCall(z.strictObject({ limit: z.number().int().min(1).max(500) }), z.array(sessionEvent)),
    /** People to choose from for an export (supervisors: all that this device knows). */
    people: coreCall(nothing, z.array(person)),
    /** Writes the session log to the app's exports folder: from the hub when it answers, else from this device; says which. */
    exportLog: coreCall(exportRequest, exportedLog, ['forbidden', 'export-failed', 'export-cancelled']),
    cancelExport: coreCall(nothing, nothing),
    /** Reads this device's log from its first line to its last. */
    check: coreCall(nothing, sessionLogCheck),
  },
} as const;

export type IpcContract = typeof ipcContract;
export type LupaClient = Client<IpcContract>;
export type CoreHandlers = Handlers<IpcContract, 'core'>;
export type ShellHandlers = Handlers<IpcContract, 'shell'>;

/** What the page hears without asking. */
export const ipcEvents = {
  'sync.status': syncStatus,
  /** Rows changed under the page: ask again for what is shown. */
  'data.changed': z.strictObject({ batches: z.boolean(), policies: z.boolean(), item_ids: z.array(itemId) }),
  /** The disk took or refused something, otherwise than the last time. */
  'storage.status': storageStatus,
  'media.ready': z.strictObject({ sha256 }),
  /** Rows written so far, and how much of the export that is, 0 to 1. */
  'export.progress': z.strictObject({ rows: z.number().int().nonnegative(), share: z.number().min(0).max(1) }),
  /** The storage process died and is back; calls in flight were rejected. */
  'core.restarted': z.strictObject({ restarts: z.number().int().positive() }),
  /** The person closes the window while verdicts are unsent: it stays until the page has asked. */
  'app.quitAsked': z.strictObject({ unsent: z.number().int().positive() }),
  /** The screen was locked or unlocked. */
  'app.lock': z.strictObject({ locked: z.boolean() }),
  /** A command was chosen from the application's menus. */
  'app.menuChosen': z.strictObject({ id: z.string() }),
} as const;

export type IpcEvents = typeof ipcEvents;
export type IpcEventName = keyof IpcEvents;
export type IpcEventPayload<Name extends IpcEventName> = z.infer<IpcEvents[Name]>;
