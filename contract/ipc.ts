import { z } from 'zod';
import { batch, batchProgress } from './batches.ts';
import { careDay, ledgerDay, optOuts, timeSpent } from './care.ts';
import { deviceCalls } from './devices.ts';
import {
  batchId,
  instant,
  itemId,
  language,
  policyId,
  policyVersionLabel,
  recordId,
  sha256,
  violationType,
} from './ids.ts';
import { TEXT_FILE_BYTES } from './keymap.ts';
import { frameIndex } from './frames.ts';
import { lockCalls, screenLock } from './lock.ts';
import { pageMenus } from './menu.ts';
import { identity, person } from './people.ts';
import { peopleCalls } from './people-calls.ts';
import { preferenceShape, preferences } from './preferences.ts';
import { policyChoice, policyHit, policyVersion } from './policies.ts';
import { type Client, coreCall, type Handlers, shellCall } from './rpc.ts';
import { reviewCalls } from './review.ts';
import { storageCalls, storageStatus } from './storage.ts';
import { exportedLog, exportRequest, pageEventDetail, sessionEvent, sessionLogCheck } from './sessions.ts';
import { syncCalls, syncStatus } from './sync.ts';
import { protection, vaultCalls } from './vault.ts';
import { verdictKind } from './verdicts.ts';

const nothing = z.strictObject({});

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

/** Every call the page can make. Data that crosses a boundary is snake_case; code is camelCase. */
export const ipcContract = {
  app: {
    info: shellCall(
      nothing,
      z.strictObject({
        version: z.string(),
        electron: z.string(),
        platform: z.string(),
        /** What stands between a stolen device and what is on it; null while it is locked. */
        protection: protection.nullable(),
        lock: screenLock,
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
  vault: vaultCalls,
  lock: lockCalls,
  people: peopleCalls,
  devices: deviceCalls,
  preferences: {
    get: coreCall(nothing, preferences),
    set: coreCall(z.strictObject(preferenceShape).partial(), preferences),
  },
  batches: {
    list: coreCall(nothing, z.array(batchView)),
    items: coreCall(z.strictObject({ batch_id: batchId }), z.array(queueEntry)),
  },
  review: reviewCalls,
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
  /** Somebody signed in or out, or the offline grant ended or began anew, or the device was taken out of use, without a call of the page. */
  'people.changed': z.strictObject({ identity }),
  /** The person closes the window while verdicts are unsent: it stays until the page has asked. */
  'app.quitAsked': z.strictObject({ unsent: z.number().int().positive() }),
  /** The screen was locked or opened. */
  'app.lock': screenLock,
  /** A command was chosen from the application's menus. */
  'app.menuChosen': z.strictObject({ id: z.string() }),
} as const;

export type IpcEvents = typeof ipcEvents;
export type IpcEventName = keyof IpcEvents;
export type IpcEventPayload<Name extends IpcEventName> = z.infer<IpcEvents[Name]>;
