import { criticalValue } from '../statistics/normal.ts';
import type { Outcome } from '../statistics/outcome.ts';
import { type SampleSize, type SizeQuestion, sampleSize } from '../statistics/sample-size.ts';

/** What a plan says of its size: {@link SizeQuestion} with a confidence between 0 and 1 instead of its critical value. */
export type PlannedPrecision = Omit<SizeQuestion, 'z'> & { readonly confidence: number };

/** How many records a plan needs for its margin. Undefined: as {@link sampleSize}; `invalid_input` also for the confidence. */
export function plannedSize({ confidence, ...question }: PlannedPrecision): Outcome<SampleSize> {
  const z = criticalValue(confidence);
  return z.kind === 'defined' ? sampleSize({ ...question, z: z.value }) : z;
}
