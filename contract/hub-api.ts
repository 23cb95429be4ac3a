import { z } from 'zod';
import { consistencyProof, hubLogState } from './audit.ts';
import { batch, batchAssignment, batchOverview, newBatch } from './batches.ts';
import { optOutAnswer, optOutNotice } from './care.ts';
import { device, revocation } from './devices.ts';
import { batchId, deviceId, instant, itemId, personId, resultId, sessionEventId, sha256 } from './ids.ts';
import { importReport } from './packs.ts';
import { joiningRoutes } from './joining-routes.ts';
import { enrolment, enrolmentCode, newPerson, person } from './people.ts';
import { qaRoutes } from './qa-routes.ts';
import { failureSchema } from './result.ts';
import { route } from './route.ts';
import { maxEventsPerPush, sessionEventLine, sessionLogFormat, sessionLogQuery } from './sessions.ts';
import {
  conflict,
  maxParkedPerReport,
  maxReconciled,
  parkedReport,
  parkedResult,
  receipt,
  reconciled,
  reconcileEntry,
} from './sync.ts';
import { maxResultsPerPush, resultEnvelope } from './verdicts.ts';

const supervisors = ['supervisor'] as const;

/** Error body of every route. */
export const hubError = z.strictObject({ error: failureSchema, request_id: z.string() });

/** Every route of the hub, once: the server registers from it, the workstation calls by it, OpenAPI is made of it. */
export const hubApi = {
  ...joiningRoutes,
  me: route({
    method: 'GET',
    path: '/v1/me',
    access: 'enrolled',
    summary: 'Who this device works for.',
    response: person,
  }),
  signOut: route({
    method: 'POST',
    path: '/v1/sign-out',
    access: 'enrolled',
    summary: 'Take this device’s tokens out of use, for good.',
    response: z.strictObject({}),
  }),
  registerAnew: route({
    method: 'POST',
    path: '/v1/devices/anew',
    access: 'enrolled',
    summary:
      'Another device id and token for this copy of a device that was cloned or set back. The old ones go on working.',
    /** Of the new key (RFC 7638). */
    body: z.strictObject({ key_thumbprint: z.string().regex(/^[\w-]{43}$/) }),
    response: enrolment,
  }),
  changes: route({
    method: 'GET',
    path: '/v1/changes',
    access: 'enrolled',
    summary: 'A page of what changed for this person since the cursor (text lines, see contract/sync).',
    query: z.strictObject({
      cursor: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(2000).default(1000),
    }),
  }),
  object: route({
    method: 'GET',
    path: '/v1/objects/:sha256',
    access: 'enrolled',
    summary:
      'The bytes of a clip, with Range and ETag. Only objects of items assigned to the person, or any for supervisors.',
    params: z.strictObject({ sha256 }),
  }),
  pushResults: route({
    method: 'POST',
    path: '/v1/results',
    access: 'enrolled',
    summary: 'Store verdicts and withdrawals, each once by id; one receipt each, after commit.',
    body: z.strictObject({ results: z.array(resultEnvelope).min(1).max(maxResultsPerPush) }),
    response: z.strictObject({ receipts: z.array(receipt) }),
  }),
  reconcile: route({
    method: 'POST',
    path: '/v1/reconcile',
    access: 'enrolled',
    summary: 'After a restore: which of these results are stored, by id and hash. Stores nothing.',
    body: z.strictObject({ results: z.array(reconcileEntry).min(1).max(maxReconciled) }),
    response: reconciled,
  }),
  reportParked: route({
    method: 'POST',
    path: '/v1/parked-results',
    access: 'enrolled',
    summary: 'Tell of results that this device cannot deliver, so that a supervisor sees them.',
    body: z.strictObject({ results: z.array(parkedReport).min(1).max(maxParkedPerReport) }),
    response: z.strictObject({ kept: z.array(resultId) }),
  }),
  listConflicts: route({
    method: 'GET',
    path: '/v1/conflicts',
    access: supervisors,
    summary: 'Items with more than one standing verdict, newest first, each verdict with who gave it and which counts.',
    response: z.array(conflict),
  }),
  listParked: route({
    method: 'GET',
    path: '/v1/parked-results',
    access: supervisors,
    summary: 'Results that devices cannot deliver, newest first; those that came after all are not among them.',
    response: z.array(parkedResult),
  }),
  pushSessionEvents: route({
    method: 'POST',
    path: '/v1/session-events',
    access: 'enrolled',
    summary:
      'Store session log events, each a frozen line, once by id. Forks and gaps of the device’s chain raise an alarm.',
    body: z.strictObject({ lines: z.array(sessionEventLine).min(1).max(maxEventsPerPush) }),
    response: z.strictObject({ stored: z.array(sessionEventId) }),
  }),
  optOut: route({
    method: 'POST',
    path: '/v1/opt-outs',
    access: 'enrolled',
    summary:
      'What the caller does not want to see, the whole list. Their undecided items of these types are dealt to others of the batch, or to its maker.',
    body: optOutNotice,
    response: optOutAnswer,
  }),
  exportSessionLog: route({
    method: 'GET',
    path: '/v1/session-log',
    access: supervisors,
    /**
     * The header `x-lupa-rows` says before the first byte how many events follow, counted in the same snapshot: fewer mean
     * that the stream was cut. NDJSON has one event a line; CSV a header row first, with the columns' own names.
     */
    summary: 'The session log of a time range and people, streamed as CSV or NDJSON.',
    query: z.strictObject({
      from: sessionLogQuery.shape.from,
      to: sessionLogQuery.shape.to,
      /** Comma-separated person ids; empty or absent: everybody. */
      reviewers: z.string().max(40_000).optional(),
      format: sessionLogFormat,
    }),
  }),
  auditHead: route({
    method: 'GET',
    path: '/v1/audit/head',
    access: 'enrolled',
    summary: 'The newest signed head of the hub’s audit, and the key to check it by.',
    response: hubLogState,
  }),
  auditConsistency: route({
    method: 'GET',
    path: '/v1/audit/consistency',
    access: 'enrolled',
    summary: 'Hashes that prove that the audit of `to` entries begins with that of `from` (RFC 9162).',
    query: z.strictObject({ from: z.coerce.number().int().nonnegative(), to: z.coerce.number().int().nonnegative() }),
    response: consistencyProof,
  }),
  forgetBehind: route({
    method: 'POST',
    path: '/v1/audit/entries/:entry_id/forget',
    access: supervisors,
    summary: 'Erase what is kept behind an entry of the audit, with its salt. The entry itself stays.',
    params: z.strictObject({ entry_id: z.uuid() }),
    response: z.strictObject({}),
  }),
  listPeople: route({
    method: 'GET',
    path: '/v1/people',
    access: supervisors,
    summary: 'Everybody.',
    response: z.array(person),
  }),
  createPerson: route({
    method: 'POST',
    path: '/v1/people',
    access: supervisors,
    summary: 'Add a person.',
    body: newPerson,
    response: person,
  }),
  createEnrolmentCode: route({
    method: 'POST',
    path: '/v1/people/:person_id/enrolment-codes',
    access: supervisors,
    summary: 'A one-time code for one device of this person, valid for 24 hours.',
    params: z.strictObject({ person_id: personId }),
    response: enrolmentCode,
  }),
  listDevices: route({
    method: 'GET',
    path: '/v1/devices',
    access: supervisors,
    summary: 'Every device, whose it is, and when it was last heard.',
    response: z.array(device),
  }),
  revokeDevice: route({
    method: 'POST',
    path: '/v1/devices/:device_id/revocations',
    access: supervisors,
    summary:
      'Take a lost or stolen device, or that of somebody who left, out of use. It empties itself at its next contact.',
    params: z.strictObject({ device_id: deviceId }),
    body: revocation,
    response: device,
  }),
  createBatch: route({
    method: 'POST',
    path: '/v1/batches',
    access: supervisors,
    summary: 'Draw records into a batch and deal them out.',
    body: newBatch,
    response: z.strictObject({ batch, items: z.number().int().nonnegative(), frame: z.number().int().nonnegative() }),
  }),
  listBatches: route({
    method: 'GET',
    path: '/v1/batches',
    access: supervisors,
    summary: 'All batches with progress.',
    response: z.array(batchOverview),
  }),
  reassignItems: route({
    method: 'POST',
    path: '/v1/batches/:batch_id/assignments',
    access: supervisors,
    summary: 'Give items of a batch to another person.',
    params: z.strictObject({ batch_id: batchId }),
    body: batchAssignment,
    response: z.strictObject({ moved: z.array(itemId) }),
  }),
  ...qaRoutes,
  listImports: route({
    method: 'GET',
    path: '/v1/imports',
    access: supervisors,
    summary: 'Import reports, newest first.',
    response: z.array(importReport),
  }),
  importReport: route({
    method: 'GET',
    path: '/v1/imports/:import_id',
    access: supervisors,
    summary: 'One import report, also while it runs.',
    params: z.strictObject({ import_id: z.string().max(100) }),
    response: importReport,
  }),
  liveness: route({
    method: 'GET',
    path: '/healthz',
    access: 'public',
    summary: 'The process is up.',
    response: z.strictObject({ status: z.literal('ok') }),
  }),
  readiness: route({
    method: 'GET',
    path: '/readyz',
    access: 'public',
    summary: 'The hub can serve: the database answers and is durable, the object store is writable.',
    response: z.strictObject({ status: z.literal('ready'), epoch: z.string(), at: instant }),
  }),
} as const;

export type HubApi = typeof hubApi;
export type HubRouteName = keyof HubApi;
