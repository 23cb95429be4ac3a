import type { Sha256 } from '#contract/ids.ts';
import { changesMediaType } from '#contract/sync.ts';
import { fail, ok } from '#contract/result.ts';
import type { Caller } from '../storage/devices.ts';
import { assertDurable } from '../storage/durability.ts';
import { findImportReport, listImportReports } from '../storage/import-runs.ts';
import { listParked } from '../storage/parked.ts';
import { listPeople } from '../storage/people.ts';
import type { Actor } from '../usecases/audit/acts.ts';
import { forgetBehind } from '../usecases/audit/forget.ts';
import { createBatch, listBatches, reassignItems } from '../usecases/batches.ts';
import { listConflicts } from '../usecases/conflicts.ts';
import { listDevices, revokeByHand } from '../usecases/devices.ts';
import { createEnrolmentCode, createPerson, enrol, registerAnew, signOut } from '../usecases/people.ts';
import { optOut } from '../usecases/opt-outs.ts';
import { createQaRequest, drawQaSample, listQaRequests, previewSample } from '../usecases/qa-requests.ts';
import { pullChanges } from '../usecases/pull-changes.ts';
import { keepParked } from '../usecases/parked.ts';
import { pushResults } from '../usecases/push-results.ts';
import { reconcile } from '../usecases/reconcile.ts';
import { beginSignIn, finishSignIn, signInOptions } from '../usecases/sign-in.ts';
import { refreshTokens } from '../usecases/tokens.ts';
import { pushSessionEvents } from '../usecases/push-session-events.ts';
import { exportSessionLog } from '../usecases/session-log.ts';
import type { RouteHandlers } from './handler.ts';
import { object } from './objects.ts';

const actorOf = (caller: Caller): Actor & { person: string; device: string } => ({
  person: caller.person.id,
  device: caller.deviceId,
});

const logTypes = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson; charset=utf-8' } as const;

/** Every route of the contract and the use case that answers it. */
export const handlers: RouteHandlers = {
  enrol: ({ hub, caller, body }) => enrol(hub, { ...body, thumbprint: caller.thumbprint }),
  refreshTokens: ({ hub, caller, body }) => refreshTokens(hub, caller.thumbprint, body),
  signInOptions: async ({ hub }) => ok(signInOptions(hub)),
  beginSignIn: ({ hub, caller, body }) => beginSignIn(hub, caller.thumbprint, body),
  finishSignIn: ({ hub, caller, params, body }) => finishSignIn(hub, caller.thumbprint, params.attempt_id, body),
  me: async ({ caller }) => ok(caller.person),
  signOut: async ({ hub, caller }) => {
    await signOut(hub, actorOf(caller));
    return ok({});
  },
  registerAnew: async ({ hub, caller, body }) => ok(await registerAnew(hub, caller, body.key_thumbprint)),
  changes: async ({ hub, caller, query, reply }) => {
    const page = await pullChanges(hub, caller.person, query);
    if (!page.ok) return page;
    return ok(reply.type(changesMediaType).header('cache-control', 'no-store').send(page.value));
  },
  object,
  pushResults: async ({ hub, caller, body }) => ok({ receipts: await pushResults(hub, caller, body.results) }),
  reconcile: async ({ hub, caller, body }) => ok(await reconcile(hub, caller, body.results)),
  reportParked: async ({ hub, caller, body }) => ok({ kept: await keepParked(hub, caller, body.results) }),
  listConflicts: async ({ hub }) => ok(await listConflicts(hub)),
  listParked: async ({ hub }) => ok(await listParked(hub.database)),
  pushSessionEvents: ({ hub, caller, body }) => pushSessionEvents(hub, caller, body.lines),
  optOut: async ({ hub, caller, body }) => ok(await optOut(hub, caller.person.id, body)),
  exportSessionLog: async ({ hub, query, reply }) => {
    const log = await exportSessionLog(hub, query);
    if (!log.ok) return log;
    reply.type(logTypes[query.format]).header('x-lupa-rows', log.value.rows).header('cache-control', 'no-store');
    // A reader that goes away must not keep the database's connection.
    reply.raw.once('close', () => log.value.text.destroy());
    return ok(reply.send(log.value.text));
  },
  auditHead: async ({ hub }) => ok({ latest: await hub.audit.latestHead(), public_key: hub.audit.signer.publicKey }),
  auditConsistency: async ({ hub, query: { from, to } }) => {
    const { head } = await hub.audit.latestHead();
    if (from > to || to > head.tree_size) return fail('invalid-request', `the audit has ${head.tree_size} entries`);
    return ok({ proof: (await hub.audit.consistency(from, to)) as Sha256[] });
  },
  forgetBehind: ({ hub, caller, params }) => forgetBehind(hub, caller, params.entry_id),
  listPeople: async ({ hub }) => ok(await listPeople(hub.database.db)),
  createPerson: async ({ hub, caller, body }) => ok(await createPerson(hub, body, actorOf(caller))),
  createEnrolmentCode: ({ hub, caller, params }) => createEnrolmentCode(hub, params.person_id, actorOf(caller)),
  listDevices: async ({ hub }) => ok(await listDevices(hub)),
  revokeDevice: ({ hub, caller, params, body }) => revokeByHand(hub, actorOf(caller), params.device_id, body.reason),
  createBatch: ({ hub, caller, body }) => createBatch(hub, caller.person.id, body, caller.deviceId),
  listBatches: async ({ hub }) => ok(await listBatches(hub)),
  reassignItems: ({ hub, caller, params, body }) => reassignItems(hub, params.batch_id, body, actorOf(caller)),
  createQaRequest: async ({ hub, caller, body }) => ok(await createQaRequest(hub, actorOf(caller), body)),
  listQaRequests: async ({ hub }) => ok(await listQaRequests(hub)),
  previewSample: ({ hub, params, body }) => previewSample(hub, params.request_id, body),
  drawSample: ({ hub, caller, params, body }) => drawQaSample(hub, actorOf(caller), params.request_id, body),
  listImports: async ({ hub }) => ok(await listImportReports(hub.database.db)),
  importReport: async ({ hub, params }) => {
    const report = await findImportReport(hub.database.db, params.import_id);
    return report === null ? fail('not-found', `no import ${params.import_id}`) : ok(report);
  },
  liveness: async () => ok({ status: 'ok' }),
  readiness: async ({ hub }) => {
    try {
      await assertDurable(hub.database.db);
      await hub.objects.check();
    } catch (error) {
      hub.log.error({ err: error }, 'not ready');
      return fail('hub-unavailable', 'the database or the object store does not answer');
    }
    return ok({ status: 'ready', epoch: hub.epoch, at: hub.now().toISOString() });
  },
};
