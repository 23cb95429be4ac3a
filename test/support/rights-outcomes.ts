import type { TestHub } from './hub.ts';
import type { Resident } from './rights-world.ts';

/** Who asks. */
export const callers = ['nobody', 'signedOut', 'reviewer', 'bilingual_reviewer', 'supervisor'] as const;
export type CallerKind = (typeof callers)[number];

/** What a request may be made of. */
export interface World {
  readonly hub: TestHub;
  /** Who asks; for `nobody` somebody whose things are asked for without a token. */
  readonly me: Resident;
  /** Another reviewer, with things that are not the caller's. */
  readonly other: Resident;
}

export interface Request {
  readonly path: string;
  readonly body?: unknown;
}

/** What comes of it: a status, with the code of a failure or of a refused receipt. */
type Outcome = string;
export type Outcomes = Readonly<Record<CallerKind, Outcome>>;

export interface Case {
  readonly whose: string;
  readonly ask: (world: World) => Request | Promise<Request>;
  readonly outcomes: Outcomes;
}

export const anybody = (outcome: Outcome): Outcomes => ({
  nobody: outcome,
  signedOut: outcome,
  reviewer: outcome,
  bilingual_reviewer: outcome,
  supervisor: outcome,
});
export const signedIn = (outcome: Outcome, supervisor = outcome): Outcomes => ({
  nobody: '401 unauthenticated',
  signedOut: '401 unauthenticated',
  reviewer: outcome,
  bilingual_reviewer: outcome,
  supervisor,
});
export const supervisors = (outcome: Outcome): Outcomes => signedIn('403 forbidden', outcome);
