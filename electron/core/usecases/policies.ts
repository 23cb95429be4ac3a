import type { z } from 'zod';
import { language, type ViolationType, violationType } from '#contract/ids.ts';
import type { ipcContract } from '#contract/ipc.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import { byEffectiveDate, type DatedVersion, governingVersion, policyTitle } from '#domain/policies/in-force.ts';
import { translationState } from '#domain/policies/translation.ts';
import type { ReadDb } from '../storage/database.ts';
import { listViolationTypes } from '../storage/items.ts';
import { findPolicyVersion, listDatedVersions, listPolicyVersions } from '../storage/policies.ts';
import { wordsUpTo } from '../storage/policies-sections.ts';

type PolicyChoice = z.input<typeof ipcContract.policies.get.output>;
type PolicyLine = z.input<typeof ipcContract.policies.list.output>[number];

function choiceOf(db: ReadDb, all: readonly DatedVersion[], chosen: DatedVersion): PolicyChoice | null {
  const policy = findPolicyVersion(db, chosen.policy_id, chosen.version);
  const ofSame = byEffectiveDate(all.filter((each) => each.policy_id === chosen.policy_id));
  if (policy === null) return null;
  const versions = ofSame.map((each) => each.version);
  const translation = translationState(wordsUpTo(db, policy.policy_id, versions, policy.version));
  return { policy, versions, translation: { stale: [...translation.stale], older: translation.older } };
}

/** The version that governs a violation type at a moment (milliseconds since 1970); null when no policy here covers it. */
export function governingChoice(
  db: ReadDb,
  type: string,
  reference: string | null | undefined,
  at: number,
): PolicyChoice | null {
  const all = listDatedVersions(db);
  const chosen = governingVersion(all, type, reference, at);
  return chosen === null ? null : choiceOf(db, all, chosen);
}

/** Every version without its texts: which languages there are, and what each calls it. */
export function listPolicies(db: ReadDb): PolicyLine[] {
  return listPolicyVersions(db).map(({ texts, ...line }) => {
    const titles = language.options.flatMap((each) => {
      const text = texts[each];
      return text === undefined ? [] : [[each, policyTitle(text.markdown)] as const];
    });
    return { ...line, languages: titles.map(([each]) => each), title: Object.fromEntries(titles) };
  });
}

/** One version with its texts, and the labels of its sisters from oldest to newest. */
export function getPolicy(db: ReadDb, policyId: string, version: string): Result<PolicyChoice, 'not-found'> {
  const all = listDatedVersions(db);
  const chosen = all.find((each) => each.policy_id === policyId && each.version === version);
  const choice = chosen === undefined ? null : choiceOf(db, all, chosen);
  return choice === null ? fail('not-found', `there is no ${policyId}@${version} on this device`) : ok(choice);
}

/** What can be picked as a violation type: what the policies cover, and what decisions on this device name. */
export function violationTypes(db: ReadDb): ViolationType[] {
  const covered = listDatedVersions(db).flatMap((each) => each.violation_types as readonly string[]);
  const all = new Set([...covered, ...listViolationTypes(db)]);
  return [...all]
    .filter((type) => type !== '')
    .sort()
    .map((type) => violationType.parse(type));
}
