import type { AuditAct } from '#contract/audit.ts';
import { canonicalJson, type Json } from './canonical-json.ts';
import { leafHash, type Sha256 } from './hashing.ts';

/** An act before it has its place in the log. */
export interface WaitingAct {
  readonly id: string;
  readonly at: string;
  readonly act: AuditAct;
  readonly actor: string | null;
  readonly device: string | null;
  readonly facts: { readonly [name: string]: Json };
  /** Commitment to what the log itself does not hold. */
  readonly sealed: string | null;
}

/** The last entry of a log. */
export interface LogEnd {
  /** How many entries there are. */
  readonly size: number;
  readonly hash: string | null;
}

/** An entry with its place, the text that is its leaf, and the leaf's hash. */
export interface PlacedEntry {
  readonly seq: number;
  readonly id: string;
  readonly line: string;
  readonly hash: string;
}

/** Commits to a content without telling it: nobody can link the two without the salt. */
export function commitment(sha256: Sha256, salt: string, content: Json): string {
  return sha256(`${salt}\n${canonicalJson(content)}`);
}

/** Gives an act its place after the end of the log. */
export function placeAct(sha256: Sha256, end: LogEnd, act: WaitingAct): PlacedEntry {
  const line = canonicalJson({ type: 'lupa-audit-entry-1', seq: end.size, prev: end.hash, ...act });
  return { seq: end.size, id: act.id, line, hash: leafHash(sha256, line) };
}
