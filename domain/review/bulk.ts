import type { BatchMode, Scorecard } from '#contract/batches.ts';
import { type VerdictKind, verdictKind } from '#contract/verdicts.ts';
import { missingFields, noChoices } from './verdict-form.ts';

/** What decides whether an item may be decided together with others. */
export interface BulkFacts {
  readonly mode: BatchMode;
  readonly scorecard: Scorecard | null;
  readonly decided: boolean;
  readonly enforced: boolean;
}

/**
 * The kinds that may be given to an item in one command with others: those that need nothing said of this very record. None in a blind
 * batch, whose point is to look at each one by itself, none where each asks for a scorecard, and none over a verdict.
 */
export function bulkKinds({ mode, scorecard, decided, enforced }: BulkFacts): readonly VerdictKind[] {
  if (mode === 'blind' || scorecard !== null || decided) return [];
  return verdictKind.options.filter((kind) => missingFields(kind, enforced, noChoices).length === 0);
}
