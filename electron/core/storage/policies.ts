import { z } from 'zod';
import { type PolicyVersion, policyVersion } from '#contract/policies.ts';
import type { DatedVersion } from '#domain/policies/in-force.ts';
import type { ReadDb, WriteTx } from './database.ts';
import { indexPolicyVersion } from './policies-sections.ts';

/** Stores or replaces a version of a policy, in the full-text index too. @param changeId what the change log calls it */
export function putPolicyVersion(tx: WriteTx, changeId: string, body: PolicyVersion): void {
  tx.run(
    'DELETE FROM policy_version WHERE change_id = ? OR (policy_id = ? AND version = ?)',
    changeId,
    body.policy_id,
    body.version,
  );
  tx.run(
    `INSERT INTO policy_version (policy_id, version, change_id, effective_at, violation_types, body) VALUES (?, ?, ?, ?, ?, ?)`,
    body.policy_id,
    body.version,
    changeId,
    body.effective_at,
    JSON.stringify(body.violation_types),
    JSON.stringify(body),
  );
  indexPolicyVersion(tx, body);
}

/** Takes a version away. */
export function removePolicyVersion(tx: WriteTx, changeId: string): void {
  tx.run('DELETE FROM policy_version WHERE change_id = ?', changeId);
}

const datedVersion = z.object({
  policy_id: policyVersion.shape.policy_id,
  version: policyVersion.shape.version,
  effective_at: policyVersion.shape.effective_at,
  violation_types: z.string().transform((text) => policyVersion.shape.violation_types.parse(JSON.parse(text))),
});

/** What is needed to choose between versions; texts are long and stay on the disk. */
export function listDatedVersions(db: ReadDb): DatedVersion[] {
  return db
    .all('SELECT policy_id, version, effective_at, violation_types FROM policy_version ORDER BY policy_id, version')
    .map((row) => datedVersion.parse(row));
}

/** One version with its texts; null when it is not here. */
export function findPolicyVersion(db: ReadDb, policyId: string, version: string): PolicyVersion | null {
  const row = db.first<{ body: string }>(
    'SELECT body FROM policy_version WHERE policy_id = ? AND version = ?',
    policyId,
    version,
  );
  return row === undefined ? null : policyVersion.parse(JSON.parse(row.body));
}

/** All versions of all policies with their texts. */
export function listPolicyVersions(db: ReadDb): PolicyVersion[] {
  return db
    .all<{ body: string }>('SELECT body FROM policy_version ORDER BY policy_id, effective_at, version')
    .map((row) => policyVersion.parse(JSON.parse(row.body)));
}
