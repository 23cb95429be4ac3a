import { v7 } from 'uuid';
import type { HubRouteName } from '#contract/hub-api.ts';
import { envelopeOf, verdictOn } from './hub-records.ts';
import { qaCases } from './qa-requests.ts';
import { anybody, type Case, type Request, signedIn, supervisors } from './rights-outcomes.ts';
import { eventOf, item, newBatchFor, parkedOf, type Resident, unknownClip } from './rights-world.ts';

/*
 * Who may do what, route by route, role by role, with one's own things and with another's. The table is written by hand and not read
 * from the contract: a route that opens by mistake must differ from it. A route without a row does not compile.
 */

const renewal = (device: Resident, token: Resident): Request => ({
  path: '/v1/tokens',
  body: { device_id: device.device.device_id, refresh_token: token.device.tokens.refresh_token },
});
const pushOf = (document: { readonly id: string }): Request => ({
  path: '/v1/results',
  body: { results: [envelopeOf(document)] },
});
const range = 'from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z&format=ndjson';

/** What is asked, and what comes of it. */
export const cases: Readonly<Record<HubRouteName, readonly Case[]>> = {
  enrol: [
    {
      whose: 'with a code that is for the caller',
      ask: async ({ hub, me }) => ({
        path: '/v1/enrol',
        body: { code: await hub.enrolmentCode(me.device.person), device_name: 'd', app_version: '0' },
      }),
      outcomes: { ...anybody('200'), nobody: '401 unauthenticated' },
    },
    {
      whose: 'with a code that nobody was given',
      ask: () => ({ path: '/v1/enrol', body: { code: 'AAAA-BBBB-CCCC', device_name: 'd', app_version: '0' } }),
      outcomes: { ...anybody('422 enrolment-code-invalid'), nobody: '401 unauthenticated' },
    },
  ],
  refreshTokens: [
    {
      whose: 'one’s own',
      ask: ({ me }) => renewal(me, me),
      outcomes: signedIn('200'),
    },
    {
      whose: 'another’s, by one’s own key',
      ask: ({ other }) => renewal(other, other),
      outcomes: signedIn('401 unauthenticated'),
    },
    {
      whose: 'another’s, as one’s own device',
      ask: ({ me, other }) => renewal(me, other),
      outcomes: signedIn('401 unauthenticated'),
    },
  ],
  signInOptions: [{ whose: 'the hub’s', ask: () => ({ path: '/v1/sign-in' }), outcomes: anybody('200') }],
  beginSignIn: [
    {
      whose: 'at a hub without an identity provider',
      ask: () => ({
        path: '/v1/sign-in',
        body: { redirect_uri: 'http://127.0.0.1:1/callback', code_challenge: 'A'.repeat(43) },
      }),
      outcomes: { ...anybody('404 not-found'), nobody: '401 unauthenticated' },
    },
  ],
  finishSignIn: [
    {
      whose: 'at a hub without an identity provider',
      ask: () => ({
        path: `/v1/sign-in/${v7()}`,
        body: { callback: 'code=x', code_verifier: 'A'.repeat(43), device_name: 'd', app_version: '0' },
      }),
      outcomes: { ...anybody('404 not-found'), nobody: '401 unauthenticated' },
    },
  ],
  me: [{ whose: 'one’s own', ask: () => ({ path: '/v1/me' }), outcomes: signedIn('200') }],
  signOut: [{ whose: 'one’s own device', ask: () => ({ path: '/v1/sign-out' }), outcomes: signedIn('200') }],
  changes: [
    {
      whose: 'from one’s own cursor',
      ask: ({ me }) => ({ path: `/v1/changes?cursor=${me.cursor}` }),
      outcomes: signedIn('200'),
    },
    {
      whose: 'from another’s cursor',
      ask: ({ other }) => ({ path: `/v1/changes?cursor=${other.cursor}` }),
      outcomes: signedIn('410 cursor-expired'),
    },
  ],
  object: [
    {
      whose: 'the clip of one’s own item',
      ask: ({ me }) => ({ path: `/v1/objects/${me.clip}` }),
      outcomes: signedIn('200'),
    },
    {
      whose: 'the clip of another’s item',
      ask: ({ other }) => ({ path: `/v1/objects/${other.clip}` }),
      outcomes: signedIn('404 not-found', '200'),
    },
    {
      whose: 'a clip that does not exist',
      ask: () => ({ path: `/v1/objects/${unknownClip}` }),
      outcomes: signedIn('404 not-found'),
    },
  ],
  pushResults: [
    {
      whose: 'on one’s own item',
      ask: ({ me }) => pushOf(verdictOn(item(me, 0), me.device, 1)),
      outcomes: signedIn('200 stored'),
    },
    {
      whose: 'on another’s item',
      ask: ({ me, other }) => pushOf(verdictOn(item(other, 0), me.device, 2)),
      outcomes: signedIn('200 refused verdict-item-unknown'),
    },
    {
      whose: 'in another’s name',
      ask: ({ me, other }) => pushOf(verdictOn(item(other, 0), me.device, 3, { person_id: other.device.person.id })),
      outcomes: signedIn('200 refused verdict-not-yours'),
    },
    {
      whose: 'as from another’s device',
      ask: ({ me, other }) => pushOf(verdictOn(item(me, 1), me.device, 4, { device_id: other.device.device_id })),
      outcomes: signedIn('200 refused verdict-not-yours'),
    },
  ],
  reconcile: [
    {
      whose: 'about one’s own result',
      ask: () => ({ path: '/v1/reconcile', body: { results: [{ id: v7(), sha256: unknownClip }] } }),
      outcomes: signedIn('200'),
    },
  ],
  registerAnew: [
    {
      whose: 'one’s own device',
      ask: () => ({ path: '/v1/devices/anew', body: { key_thumbprint: 'k'.repeat(43) } }),
      outcomes: signedIn('200'),
    },
  ],
  reportParked: [
    { whose: 'one’s own result', ask: ({ me }) => parkedOf(item(me, 0).id), outcomes: signedIn('200') },
    {
      whose: 'in another’s name',
      ask: ({ me, other }) => parkedOf(item(me, 0).id, { person_id: other.device.person.id }),
      outcomes: signedIn('400 invalid-request'),
    },
  ],
  listConflicts: [{ whose: 'everybody’s', ask: () => ({ path: '/v1/conflicts' }), outcomes: supervisors('200') }],
  listParked: [{ whose: 'everybody’s', ask: () => ({ path: '/v1/parked-results' }), outcomes: supervisors('200') }],
  pushSessionEvents: [
    {
      whose: 'one’s own',
      ask: ({ me }) => ({ path: '/v1/session-events', body: { lines: [eventOf(me.device, me.device)] } }),
      outcomes: signedIn('200'),
    },
    {
      whose: 'in another’s name',
      ask: ({ me, other }) => ({
        path: '/v1/session-events',
        body: { lines: [eventOf(me.device, me.device), eventOf(other.device, me.device)] },
      }),
      outcomes: signedIn('403 forbidden'),
    },
    {
      whose: 'as from another’s device',
      ask: ({ me, other }) => ({
        path: '/v1/session-events',
        body: { lines: [eventOf(me.device, other.device)] },
      }),
      outcomes: signedIn('403 forbidden'),
    },
  ],
  optOut: [
    {
      whose: 'for oneself',
      ask: () => ({ path: '/v1/opt-outs', body: { violation_types: ['self_harm'], at: '2026-05-02T18:00:00Z' } }),
      outcomes: signedIn('200'),
    },
    {
      whose: 'for another',
      ask: ({ other }) => ({
        path: '/v1/opt-outs',
        body: { violation_types: [], at: '2026-05-02T18:00:00Z', person_id: other.device.person.id },
      }),
      outcomes: signedIn('400 invalid-request'),
    },
  ],
  exportSessionLog: [
    {
      whose: 'one’s own lines',
      ask: ({ me }) => ({ path: `/v1/session-log?${range}&reviewers=${me.device.person.id}` }),
      outcomes: supervisors('200'),
    },
    {
      whose: 'another’s lines',
      ask: ({ other }) => ({ path: `/v1/session-log?${range}&reviewers=${other.device.person.id}` }),
      outcomes: supervisors('200'),
    },
  ],
  auditHead: [{ whose: 'the hub’s', ask: () => ({ path: '/v1/audit/head' }), outcomes: signedIn('200') }],
  auditConsistency: [
    {
      whose: 'of what there is',
      ask: () => ({ path: '/v1/audit/consistency?from=1&to=2' }),
      outcomes: signedIn('200'),
    },
    {
      whose: 'of more than there is',
      ask: () => ({ path: '/v1/audit/consistency?from=1&to=900000' }),
      outcomes: signedIn('400 invalid-request'),
    },
  ],
  forgetBehind: [
    {
      whose: 'an entry that does not exist',
      ask: () => ({ path: `/v1/audit/entries/${v7()}/forget`, body: {} }),
      outcomes: supervisors('404 not-found'),
    },
  ],
  listPeople: [{ whose: 'everybody', ask: () => ({ path: '/v1/people' }), outcomes: supervisors('200') }],
  createPerson: [
    {
      whose: 'a new supervisor',
      ask: () => ({ path: '/v1/people', body: { name: 'New', role: 'supervisor', languages: ['en'] } }),
      outcomes: supervisors('200'),
    },
  ],
  createEnrolmentCode: [
    {
      whose: 'for oneself',
      ask: ({ me }) => ({ path: `/v1/people/${me.device.person.id}/enrolment-codes` }),
      outcomes: supervisors('200'),
    },
    {
      whose: 'for another',
      ask: ({ other }) => ({ path: `/v1/people/${other.device.person.id}/enrolment-codes` }),
      outcomes: supervisors('200'),
    },
  ],
  listDevices: [{ whose: 'everybody’s', ask: () => ({ path: '/v1/devices' }), outcomes: supervisors('200') }],
  revokeDevice: [
    {
      whose: 'one that does not exist',
      ask: () => ({ path: `/v1/devices/${v7()}/revocations`, body: { reason: 'Lost on a train' } }),
      outcomes: supervisors('404 not-found'),
    },
    {
      whose: 'another’s',
      ask: async ({ hub, other }) => ({
        path: `/v1/devices/${(await hub.addDevice(other.device.person)).device_id}/revocations`,
        body: { reason: 'Lost on a train' },
      }),
      outcomes: supervisors('200'),
    },
  ],
  createBatch: [
    {
      whose: 'dealt to oneself',
      ask: ({ me }) => ({ path: '/v1/batches', body: newBatchFor(me) }),
      outcomes: supervisors('200'),
    },
    {
      whose: 'dealt to another',
      ask: ({ other }) => ({ path: '/v1/batches', body: newBatchFor(other) }),
      outcomes: supervisors('200'),
    },
  ],
  listBatches: [{ whose: 'everybody’s', ask: () => ({ path: '/v1/batches' }), outcomes: supervisors('200') }],
  reassignItems: [
    {
      whose: 'one’s own item to another',
      ask: ({ me, other }) => ({
        path: `/v1/batches/${me.batch}/assignments`,
        body: { item_ids: [item(me, 7).id], assignee: other.device.person.id },
      }),
      outcomes: supervisors('200'),
    },
    {
      whose: 'another’s item to oneself',
      ask: ({ me, other }) => ({
        path: `/v1/batches/${other.batch}/assignments`,
        body: { item_ids: [item(other, 8).id], assignee: me.device.person.id },
      }),
      outcomes: supervisors('200'),
    },
  ],
  ...qaCases,
  listImports: [{ whose: 'everybody’s', ask: () => ({ path: '/v1/imports' }), outcomes: supervisors('200') }],
  importReport: [
    {
      whose: 'one that does not exist',
      ask: () => ({ path: `/v1/imports/${v7()}` }),
      outcomes: supervisors('404 not-found'),
    },
  ],
  liveness: [{ whose: 'the hub’s', ask: () => ({ path: '/healthz' }), outcomes: anybody('200') }],
  readiness: [{ whose: 'the hub’s', ask: () => ({ path: '/readyz' }), outcomes: anybody('200') }],
};
