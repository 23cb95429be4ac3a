import { isCount, isShare } from '../statistics/outcome.ts';
import type { FrameRecord } from './frame.ts';
import type { SamplingPlan, SamplingRefusal } from './plan.ts';

function twice(frame: readonly FrameRecord[]): string | null {
  const seen = new Set<string>();
  for (const { id } of frame) {
    if (seen.has(id)) return id;
    seen.add(id);
  }
  return null;
}

function ratesRefusal(frame: readonly FrameRecord[], rates: Readonly<Record<string, number>>): SamplingRefusal | null {
  const strata = new Set(frame.map(({ stratum }) => stratum));
  for (const stratum of strata) {
    const rate = Object.hasOwn(rates, stratum) ? rates[stratum] : undefined;
    if (rate === undefined) return { kind: 'expected_rate_missing', stratum };
    if (!isShare(rate)) return { kind: 'expected_rate_not_a_share', stratum };
  }
  const hasSpread = [...strata].some((stratum) => rates[stratum] !== 0 && rates[stratum] !== 1);
  return hasSpread ? null : { kind: 'no_expected_spread' };
}

/** Why a plan cannot be carried out on a frame, or null. A frame that is too small for it is no reason. */
export function refusalOf(frame: readonly FrameRecord[], { how, size }: SamplingPlan): SamplingRefusal | null {
  if (!isCount(size) || size === 0) return { kind: 'size_not_a_count', size };
  if (frame.length === 0) return { kind: 'empty_population' };
  const id = twice(frame);
  if (id !== null) return { kind: 'record_twice', id };
  switch (how.method) {
    case 'simple':
      return null;
    case 'stratified':
      return how.allocation.kind === 'optimal' ? ratesRefusal(frame, how.allocation.expected_rates) : null;
    case 'risk_weighted': {
      const odd = frame.find(({ risk }) => !(risk > 0 && Number.isFinite(risk)));
      return odd === undefined ? null : { kind: 'risk_not_positive', id: odd.id };
    }
    case 'systematic': {
      const odd = frame.find(({ position }) => !Number.isFinite(position));
      return odd === undefined ? null : { kind: 'position_not_finite', id: odd.id };
    }
  }
}
