import { useEffect, useRef, useState } from 'react';
import type { LupaClient } from '#contract/ipc.ts';
import type { PolicyVersion } from '#contract/policies.ts';
import { type Failure, ok, type Result } from '#contract/result.ts';
import { comparedWith, inOrder } from '#domain/policies/compare.ts';

/** Two versions of a policy that are being compared, older first; and the ways in and out. */
export interface Comparison {
  readonly pair: { readonly before: PolicyVersion; readonly after: PolicyVersion } | null;
  /** The version beside the shown one; null when nothing is compared. */
  readonly other: string | null;
  /** Begins with the version before the shown one, or ends. False when there is no other version. */
  readonly toggle: () => boolean;
  readonly withVersion: (version: string) => void;
  readonly leave: () => void;
}

interface Chosen {
  /** What was shown when the comparison began: another policy ends it. */
  readonly of: PolicyVersion;
  readonly other: PolicyVersion['version'];
  readonly loaded: PolicyVersion | null;
}

type Choice = { readonly policy: PolicyVersion; readonly versions: readonly PolicyVersion['version'][] } | null;

function pairOf(choice: Choice, loaded: PolicyVersion | null): Comparison['pair'] {
  if (choice === null || loaded === null) return null;
  const { policy, versions } = choice;
  const [older] = inOrder(versions, policy.version, loaded.version);
  return older === policy.version ? { before: policy, after: loaded } : { before: loaded, after: policy };
}

/** Fetches the version to compare with, once it is chosen. */
function useLoading(
  client: Pick<LupaClient, 'policies'>,
  current: Chosen | null,
  settle: (loaded: Result<PolicyVersion, Failure['code']>) => void,
): void {
  const wanted = current?.loaded === null ? current.other : null;
  const policyId = current?.of.policy_id ?? null;
  const newest = useRef(settle);
  useEffect(() => {
    newest.current = settle;
  });
  useEffect(() => {
    if (policyId === null || wanted === null) return undefined;
    let isWanted = true;
    void client.policies.get({ policy_id: policyId, version: wanted }).then((result) => {
      if (isWanted) newest.current(result.ok ? ok(result.value.policy) : result);
    });
    return () => {
      isWanted = false;
    };
  }, [client, policyId, wanted]);
}

/** Comparing the shown version with a sister of it. */
export function useCompare(
  client: Pick<LupaClient, 'policies'>,
  choice: Choice,
  fail: (error: Pick<Failure, 'code' | 'params'>) => void,
): Comparison {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const current = chosen !== null && chosen.of === choice?.policy ? chosen : null;
  useLoading(client, current, (result) => {
    if (result.ok) setChosen((before) => (before === null ? null : { ...before, loaded: result.value }));
    else {
      setChosen(null);
      fail(result.error);
    }
  });
  const withVersion = (wanted: string): void => {
    const other = choice?.versions.find((each) => each === wanted);
    if (choice !== null && other !== undefined) setChosen({ of: choice.policy, other, loaded: null });
  };
  return {
    pair: pairOf(choice, current?.loaded ?? null),
    other: current?.other ?? null,
    toggle() {
      const other = choice === null ? null : comparedWith(choice.versions, choice.policy.version);
      if (current !== null) setChosen(null);
      else if (other !== null) withVersion(other);
      return current !== null || other !== null;
    },
    withVersion,
    leave: () => setChosen(null),
  };
}
