import type { ShownPlan } from '#contract/qa-requests.ts';
import { assertNever } from '#contract/assert.ts';
import type { Sample } from './draw.ts';
import { byStratum, type FrameRecord } from './frame.ts';
import type { SamplingRefusal } from './plan.ts';

function shownRefusal(why: SamplingRefusal): ShownPlan['refusal'] {
  switch (why.kind) {
    case 'record_twice':
    case 'risk_not_positive':
    case 'position_not_finite':
      return { kind: why.kind, of: why.id };
    case 'expected_rate_missing':
    case 'expected_rate_not_a_share':
      return { kind: why.kind, of: why.stratum };
    case 'size_not_a_count':
    case 'empty_population':
    case 'no_expected_spread':
      return { kind: why.kind, of: null };
    default:
      return assertNever(why);
  }
}

/** What somebody is shown of a sample before it is dealt out: sizes, strata and notices, but none of the records. */
export function shownPlan(frame: readonly FrameRecord[], sample: Sample): ShownPlan {
  const records = sample.kind === 'drawn' ? sample.records : [];
  const taken = new Map<string, number>();
  for (const { stratum } of records) taken.set(stratum, (taken.get(stratum) ?? 0) + 1);
  const strata = [...byStratum(frame)].map(([stratum, members]) => {
    return { stratum, population: members.length, size: taken.get(stratum) ?? 0 };
  });
  return {
    population: frame.length,
    size: records.length,
    strata,
    notices: sample.kind === 'drawn' ? [...sample.notices] : [],
    refusal: sample.kind === 'refused' ? shownRefusal(sample.why) : null,
  };
}
