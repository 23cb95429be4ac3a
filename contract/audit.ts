import { z } from 'zod';
import { deviceId, instant, personId, sha256 } from './ids.ts';

/** What the hub keeps a record of, because somebody must be able to answer for it. */
export const auditAct = z.enum([
  'life_begun',
  'signed_in',
  'signed_out',
  'sign_in_refused',
  'request_refused',
  'person_added',
  'person_changed',
  'code_made',
  'device_revoked',
  'pack_imported',
  'request_made',
  'batch_drawn',
  'sample_drawn',
  'items_reassigned',
  'results_stored',
  'session_log_stored',
  'alarm_raised',
  'sealed_forgotten',
  'export_begun',
  'export_finished',
]);
export type AuditAct = z.infer<typeof auditAct>;

const json = z.json();

/**
 * One entry of the hub's audit, as its canonical JSON text is. It holds ids, counts and codes; whatever may have to be forgotten (a name, a reason,
 * the content of a verdict) is only committed to: `sealed` is the hash of a salt and that content.
 */
export const auditEntry = z.strictObject({
  type: z.literal('lupa-audit-entry-1'),
  /** Place in the log, from 0: the index of its leaf. */
  seq: z.number().int().nonnegative(),
  /** Leaf hash of the entry before; null in the first. */
  prev: sha256.nullable(),
  id: z.uuid(),
  at: instant,
  act: auditAct,
  actor: personId.nullable(),
  device: deviceId.nullable(),
  facts: z.record(z.string(), json),
  sealed: sha256.nullable(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

/** What the whole log comes to at a moment (RFC 9162). Signed is its canonical JSON text. */
export const treeHead = z.strictObject({
  type: z.literal('lupa-tree-head-1'),
  /** The life of the hub's database. */
  epoch: z.string().min(1),
  tree_size: z.number().int().nonnegative(),
  root: sha256,
  at: instant,
});
export type TreeHead = z.infer<typeof treeHead>;

/** Ed25519, base64. */
export const signature = z.base64().length(88);

export const signedTreeHead = z.strictObject({ head: treeHead, signature });
export type SignedTreeHead = z.infer<typeof signedTreeHead>;

/** A public key as PEM (SPKI). */
export const publicKey = z.string().startsWith('-----BEGIN PUBLIC KEY-----').max(500);

/** What a device asks the hub now and then. */
export const hubLogState = z.strictObject({ latest: signedTreeHead, public_key: publicKey });
export type HubLogState = z.infer<typeof hubLogState>;

/** Hashes that prove that a later tree begins with an earlier one. */
export const consistencyProof = z.strictObject({ proof: z.array(sha256).max(128) });
