import { PEOPLE } from './people.ts';
import type { Line } from './speech.ts';

/** What a well-informed reviewer would answer; it is told only in the gold file and in tests, never in a record. */
export type Answer = {
  readonly verdict:
    | 'uphold'
    | 'overturn'
    | 'wrong_action'
    | 'wrong_violation_type'
    | 'insufficient_evidence'
    | 'escalate'
    | 'policy_gap';
  /** The violation that is really there; null when there is none or none can be named. */
  readonly type: string | null;
  readonly severity: number;
  readonly why: string;
};

export type Decision = {
  readonly action: string;
  readonly violation_type: string | null;
  readonly severity: number;
  readonly policy: string | null;
  readonly moderator: string;
  readonly team: string;
  readonly at: string;
};

export type Subject = {
  readonly id: string;
  readonly handle: string;
  readonly region: string;
  readonly language: 'en' | 'es';
};

export type Stream = {
  readonly id: string;
  readonly title: string;
  readonly started_at: string;
  readonly viewers: number;
  readonly heat_rank: number;
};

/** One demo record as it is written down here; `assemble.ts` turns it into a line of records.jsonl. */
export type DemoRecord = {
  readonly id: string;
  readonly stage: 'live' | 'post_ban';
  readonly surface: 'live' | 'post' | 'profile' | 'chat';
  readonly at: string;
  readonly subject: Subject;
  readonly stream?: Stream;
  /** Names of clips; what is said in the first one opens the transcript. */
  readonly clips: readonly string[];
  /** What was written: chat lines, posts, profile texts. */
  readonly written: readonly Line[];
  readonly reports: readonly (readonly [reason: string, count: number])[];
  /** What the classifier looked for, and its score in version 3.2 and in version 4.0. */
  readonly model: readonly [label: string, old: number, current: number];
  /** Absent when nobody has decided yet. */
  readonly decision?: Decision;
  readonly appeal: { readonly status: string; readonly text?: string; readonly at?: string };
  readonly answer: Answer;
};

export const NO_APPEAL = { status: 'none' } as const;

/** The clip that one record names and that the pack does not hold, as happens when an upload is lost. */
export const LOST_CLIP = { path: 'clips/never-arrived.mp4', mime: 'video/mp4', duration_s: 8 } as const;

/** An instant `minutes` after another one. */
export function later(at: string, minutes: number): string {
  return new Date(Date.parse(at) + minutes * 60_000).toISOString().replace('.000Z', 'Z');
}

/** A user account; its id follows from the number. */
export function user(number: number, handle: string, region: string, language: 'en' | 'es'): Subject {
  return { id: `u-${String(1000 + number)}`, handle, region, language };
}

/** A live stream that began `minutes` before the instant of the record. */
export function stream(
  number: number,
  title: string,
  at: string,
  minutes: number,
  viewers: number,
  heatRank: number,
): Stream {
  return { id: `s-${String(400 + number)}`, title, started_at: later(at, -minutes), viewers, heat_rank: heatRank };
}

/**
 * A decision of a moderator, taken `minutes` after the record's instant.
 * @param judged violation type, severity and policy version; null for `no_action`.
 * @throws Error when people.ts does not know the moderator.
 */
export function decided(
  at: string,
  minutes: number,
  moderator: string,
  action: string,
  judged: readonly [type: string, severity: number, policy: string] | null,
): Decision {
  const person = PEOPLE.find((one) => one.id === moderator);
  if (person === undefined) throw new Error(`people.ts has no ${moderator}`);
  const [type, severity, policy] = judged ?? [null, 0, null];
  return { action, violation_type: type, severity, policy, moderator, team: person.team, at: later(at, minutes) };
}

/** A written English line at second `t`. */
export function en(t: number, speaker: string, text: string): Line {
  return { t, speaker, language: 'en', text };
}

/** A written Spanish line at second `t`. */
export function es(t: number, speaker: string, text: string): Line {
  return { t, speaker, language: 'es', text };
}
