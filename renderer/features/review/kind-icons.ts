import { ArrowUpFromLine, Check, CircleHelp, Puzzle, Scale, Tag, X } from 'lucide-react';
import type { VerdictKind } from '#contract/verdicts.ts';

/** The picture beside the word of each kind of verdict. */
export const kindIcons = {
  uphold: Check,
  overturn: X,
  wrong_action: Scale,
  wrong_violation_type: Tag,
  insufficient_evidence: CircleHelp,
  policy_gap: Puzzle,
  escalate: ArrowUpFromLine,
} as const satisfies Record<VerdictKind, typeof Check>;
