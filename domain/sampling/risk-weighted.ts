import { sum } from '../statistics/outcome.ts';
import type { FrameRecord } from './frame.ts';
import type { DrawnRecord } from './plan.ts';

/**
 * The probability of each record in a sample of `size` proportional to risk. What would come out at 1 or above is taken for
 * certain, and the rest of the sample is shared out among the others anew. They add up to `size`.
 * @param size less than there are records
 */
export function inclusionByRisk(records: readonly FrameRecord[], size: number): number[] {
  // Measured by the largest, so that no sum of large numbers is infinite.
  const largest = records.reduce((most, { risk }) => Math.max(most, risk), 0);
  const risks = records.map(({ risk }) => risk / largest);
  const certain = new Set<number>();
  for (;;) {
    const total = sum(risks.filter((_, place) => !certain.has(place)));
    const left = size - certain.size;
    const over = risks.flatMap((risk, place) => (!certain.has(place) && left * risk >= total ? [place] : []));
    if (over.length === 0 || left === 0) {
      // Beside certain records so large, what is left of the others' probability is less than a number can say.
      const each = left === 0 ? 0 : left / total;
      return risks.map((risk, place) => (certain.has(place) ? 1 : each * risk));
    }
    for (const place of over.slice(0, left)) certain.add(place);
  }
}

/**
 * Randomised systematic sampling with probability proportional to size (Madow 1949; Hartley, Rao 1962): the records that are
 * not certain stand in random order, each as long as its probability, and one is taken at `start`, start + 1, start + 2...
 * The size is fixed, and each record's probability is exactly its length.
 * @param records in random order, more than `size`
 * @param start from 0 up to but not 1
 */
export function drawByRisk(records: readonly FrameRecord[], size: number, start: number): DrawnRecord[] {
  const lengths = inclusionByRisk(records, size);
  const all = records.map(({ id, stratum }, place) => ({ id, stratum, inclusion: lengths[place] ?? 0 }));
  const drawn = all.filter(({ inclusion }) => inclusion === 1);
  const others = all.filter(({ inclusion }) => inclusion < 1);
  let next = start;
  let end = 0;
  for (const [place, record] of others.entries()) {
    end += record.inclusion;
    // The lengths add up to a whole number but for rounding, which the last record takes upon itself.
    const isReached = end > next || place === others.length - 1;
    if (drawn.length < size && isReached) {
      drawn.push(record);
      next += 1;
    }
  }
  return drawn;
}
