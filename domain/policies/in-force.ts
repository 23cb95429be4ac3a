import type { PolicyVersion } from '#contract/policies.ts';
import { policyBody } from './front-matter.ts';

/** What is needed of a version to choose between versions. */
export type DatedVersion = Pick<PolicyVersion, 'policy_id' | 'version' | 'effective_at' | 'violation_types'>;

/** The policy reference of a decision, `<policy>@<version>`; null when it has not that form. */
export function parsePolicyReference(
  reference: string | null | undefined,
): { policy_id: string; version: string } | null {
  const at = reference?.lastIndexOf('@') ?? -1;
  if (reference === null || reference === undefined || at <= 0 || at === reference.length - 1) return null;
  return { policy_id: reference.slice(0, at), version: reference.slice(at + 1) };
}

/** A moment from a pack in milliseconds since 1970; null when absent or unreadable. */
export function readMoment(text: string | null | undefined): number | null {
  const moment = Date.parse(text ?? '');
  return Number.isNaN(moment) ? null : moment;
}

/** Versions from oldest to newest; equal dates by policy and label, so that the order never depends on chance. */
export function byEffectiveDate<V extends DatedVersion>(versions: readonly V[]): V[] {
  return [...versions].sort(
    (a, b) =>
      Date.parse(a.effective_at) - Date.parse(b.effective_at) ||
      (a.policy_id < b.policy_id ? -1 : a.policy_id > b.policy_id ? 1 : a.version < b.version ? -1 : 1),
  );
}

/** The version in force at a moment (milliseconds since 1970); the first one when the moment lies before all; null without any. */
export function versionInForce<V extends DatedVersion>(versions: readonly V[], at: number): V | null {
  const ordered = byEffectiveDate(versions);
  return ordered.findLast((version) => Date.parse(version.effective_at) <= at) ?? ordered[0] ?? null;
}

/**
 * The version that governs a decision: the one it names, when it is known and covers the violation type; else the version in
 * force when it was taken, of the named policy before any other that covers the type; null when none covers it.
 * @param at when the decision was taken, or the moment to ask for, in milliseconds since 1970
 */
export function governingVersion<V extends DatedVersion>(
  versions: readonly V[],
  violationType: string,
  reference: string | null | undefined,
  at: number,
): V | null {
  const covering = versions.filter((version) => version.violation_types.some((type) => type === violationType));
  const named = parsePolicyReference(reference);
  const ofNamed = covering.filter((version) => version.policy_id === named?.policy_id);
  const exact = ofNamed.find((version) => version.version === named?.version);
  return exact ?? versionInForce(ofNamed, at) ?? versionInForce(covering, at);
}

/**
 * The title that the text's settings name, else its first heading without its marks, else the first line with words.
 */
export function policyTitle(text: string): string {
  const { title, markdown } = policyBody(text);
  if (title !== null) return title;
  const lines = markdown.split(/\r?\n/);
  const heading = lines.map((line) => /^#{1,6}\s+(.+?)\s*#*\s*$/.exec(line)?.[1]).find((title) => title !== undefined);
  return (heading ?? lines.find((line) => line.trim() !== '') ?? '').replace(/\s*\{#[\w-]+\}\s*$/, '').trim();
}
