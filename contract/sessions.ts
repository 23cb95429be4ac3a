import { z } from 'zod';
import {
  batchId,
  deviceId,
  instant,
  itemId,
  language,
  personId,
  policyId,
  policyVersionLabel,
  resultId,
  sessionEventId,
  sessionId,
  sha256,
  violationType,
} from './ids.ts';
import { errorClass, rootCause, severity, verdictKind } from './verdicts.ts';

const ofPage = {
  itemShown: z.strictObject({ type: z.literal('item_shown'), item_id: itemId, batch_id: batchId }),
  clipPlayed: z.strictObject({
    type: z.literal('clip_played'),
    item_id: itemId,
    clip_ordinal: z.number().int().nonnegative(),
    /** Seconds of the clip. */
    from_s: z.number().nonnegative(),
    to_s: z.number().nonnegative(),
  }),
  policyRead: z.strictObject({
    type: z.literal('policy_read'),
    item_id: itemId.nullable(),
    policy_id: policyId,
    version: policyVersionLabel,
    language,
  }),
  breakStart: z.strictObject({ type: z.literal('break_start') }),
  breakEnd: z.strictObject({ type: z.literal('break_end') }),
};

const ofCore = {
  signIn: z.strictObject({ type: z.literal('sign_in') }),
  signOut: z.strictObject({ type: z.literal('sign_out') }),
  appStarted: z.strictObject({ type: z.literal('app_started'), unsent_results: z.number().int().nonnegative() }),
  /** The report of a damaged database: numbers only, nothing of what was in it. */
  databaseDamaged: z.strictObject({
    type: z.literal('database_damaged'),
    bytes: z.number().int().nonnegative(),
    log_bytes: z.number().int().nonnegative(),
    saved_results: z.number().int().nonnegative(),
    unreadable_results: z.number().int().nonnegative(),
    saved_events: z.number().int().nonnegative(),
  }),
  verdict: z.strictObject({
    type: z.literal('verdict'),
    item_id: itemId,
    result_id: resultId,
    kind: verdictKind,
    supersedes: resultId.nullable(),
    error_class: errorClass.nullable().default(null),
    root_cause: rootCause.nullable().default(null),
    corrected_violation_type: violationType.nullable().default(null),
    corrected_severity: severity.nullable().default(null),
    /** What the scorecard came to, 0 to 1. */
    score: z.number().min(0).max(1).nullable().default(null),
    /** How many evidence marks it carries. Events from before there were marks have none. */
    evidence_marks: z.number().int().nonnegative().default(0),
  }),
  undo: z.strictObject({ type: z.literal('undo'), item_id: itemId, result_id: resultId, supersedes: resultId }),
  redo: z.strictObject({ type: z.literal('redo'), item_id: itemId, result_id: resultId, supersedes: resultId }),
  skip: z.strictObject({ type: z.literal('skip'), item_id: itemId }),
  lock: z.strictObject({ type: z.literal('lock') }),
  unlock: z.strictObject({ type: z.literal('unlock') }),
  languageChanged: z.strictObject({ type: z.literal('language_changed'), language }),
  exported: z.strictObject({
    type: z.literal('export'),
    format: z.enum(['csv', 'ndjson']),
    rows: z.number().int().nonnegative(),
  }),
  /** What the hub says of its audit does not go together with what it said before; see domain/audit/head.ts. */
  hubLogDoubted: z.strictObject({
    type: z.literal('hub_log_doubted'),
    judged: z.enum(['rewritten', 'forged', 'new_life']),
    known_size: z.number().int().nonnegative(),
    told_size: z.number().int().nonnegative(),
  }),
  /** The device read its own log and found a line that does not follow from the one before; `line` is its number. */
  logBroken: z.strictObject({
    type: z.literal('log_broken'),
    line: z.number().int().positive(),
    judged: z.enum(['fork', 'gap']),
  }),
};

/** The events a page may report by itself; all others are written by the core beside the change they tell of. */
export const pageEventDetail = z.discriminatedUnion('type', [
  ofPage.itemShown,
  ofPage.clipPlayed,
  ofPage.policyRead,
  ofPage.breakStart,
  ofPage.breakEnd,
]);
export type PageEventDetail = z.infer<typeof pageEventDetail>;

/** What can happen in a reviewer's session, with its details. */
export const sessionEventDetail = z.discriminatedUnion('type', [
  ofPage.itemShown,
  ofPage.clipPlayed,
  ofPage.policyRead,
  ofPage.breakStart,
  ofPage.breakEnd,
  ofCore.signIn,
  ofCore.signOut,
  ofCore.appStarted,
  ofCore.databaseDamaged,
  ofCore.verdict,
  ofCore.undo,
  ofCore.redo,
  ofCore.skip,
  ofCore.lock,
  ofCore.unlock,
  ofCore.languageChanged,
  ofCore.exported,
  ofCore.logBroken,
  ofCore.hubLogDoubted,
]);
export type SessionEventDetail = z.infer<typeof sessionEventDetail>;
export type SessionEventType = SessionEventDetail['type'];

/** One line of the session log. */
export const sessionEvent = z.strictObject({
  id: sessionEventId,
  session_id: sessionId,
  person_id: personId,
  device_id: deviceId,
  /** Counts a device's events from 1. */
  device_seq: z.number().int().positive(),
  /** By the device's clock. */
  at: instant,
  detail: sessionEventDetail,
  /** Leaf hash of the device's line before this one; null in the first line of a chain, and in lines from before there were chains. */
  prev: sha256.nullable().default(null),
});
export type SessionEvent = z.infer<typeof sessionEvent>;

export const sessionLogFormat = z.enum(['csv', 'ndjson']);
export type SessionLogFormat = z.infer<typeof sessionLogFormat>;

/**
 * How a CSV is written for the spreadsheet that is to open it: Excel takes the list separator of its system, which in Spanish is `;` with
 * a decimal comma.
 */
export const csvStyle = z.strictObject({
  separator: z.enum(['comma', 'semicolon']),
  /** What each column is called, in the columns' order; null: their own names. */
  headers: z.array(z.string().max(100)).max(100).nullable(),
});
export type CsvStyle = z.infer<typeof csvStyle>;

export const plainCsv: CsvStyle = { separator: 'comma', headers: null };

/** Which part of the log: a half-open time range `[from, to)` and the people in it (empty: all). */
export const sessionLogQuery = z.strictObject({
  from: instant,
  to: instant,
  reviewers: z.array(personId).max(1000),
});
export type SessionLogQuery = z.infer<typeof sessionLogQuery>;

/** What reading a device's own log came to. */
export const sessionLogCheck = z.strictObject({
  lines: z.number().int().nonnegative(),
  /** The first line that does not follow from the one before; null when the log is whole. */
  broken: z
    .strictObject({
      line: z.number().int().positive(),
      judged: z.enum(['fork', 'gap']),
      count: z.number().int().positive(),
    })
    .nullable(),
});
export type SessionLogCheck = z.infer<typeof sessionLogCheck>;

/** An event as it travels: the frozen text that the chain is made of. */
export const sessionEventLine = z.string().min(2).max(8_000);

/** What is asked for when a log is to be written to a file. */
export const exportRequest = sessionLogQuery.extend({
  format: sessionLogFormat,
  csv: csvStyle.default(plainCsv),
});
export type ExportRequest = z.infer<typeof exportRequest>;

/** A log that was written. */
export const exportedLog = z.strictObject({
  name: z.string(),
  rows: z.number().int(),
  bytes: z.number().int(),
  source: z.enum(['hub', 'device']),
});
export type ExportedLog = z.infer<typeof exportedLog>;

/** How many events one push may carry. */
export const maxEventsPerPush = 500;
