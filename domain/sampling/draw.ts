import { allocate, type Claim, type Quota } from './allocate.ts';
import { byStratum, type FrameRecord, type FrameStamp, stampOf } from './frame.ts';
import type { Allocation, DrawnRecord, SamplingNotice, SamplingPlan, SamplingRefusal } from './plan.ts';
import { type Digest, inRandomOrder, randomStart } from './random-order.ts';
import { refusalOf } from './refuse.ts';
import { drawByRisk } from './risk-weighted.ts';

/** A sample with all that is needed to draw it again and to weigh it, or why there is none. */
export type Sample =
  | {
      readonly kind: 'drawn';
      readonly plan: SamplingPlan;
      readonly frame: FrameStamp;
      /** In the order of the draw; stratified: stratum after stratum. */
      readonly records: readonly DrawnRecord[];
      readonly notices: readonly SamplingNotice[];
    }
  | { readonly kind: 'refused'; readonly why: SamplingRefusal };

interface Drawing {
  readonly records: readonly DrawnRecord[];
  readonly notices: readonly SamplingNotice[];
}

const taken = ({ id, stratum }: FrameRecord, inclusion: number): DrawnRecord => ({ id, stratum, inclusion });

function claimOf(name: string, population: number, allocation: Allocation): Claim {
  switch (allocation.kind) {
    case 'proportional':
      return { name, population, claim: population };
    case 'equal':
      return { name, population, claim: 1 };
    case 'optimal': {
      const rate = allocation.expected_rates[name] ?? 0;
      return { name, population, claim: population * Math.sqrt(rate * (1 - rate)) };
    }
  }
}

/** What a stratified draw would take from each stratum: for a preview, and for the draw itself. */
export function quotasOf(frame: readonly FrameRecord[], size: number, allocation: Allocation): Quota[] {
  const claims = [...byStratum(frame)].map(([name, records]) => claimOf(name, records.length, allocation));
  return allocate(size, claims);
}

function noticesOf(quotas: readonly Quota[]): SamplingNotice[] {
  const [first] = quotas;
  const single: SamplingNotice[] =
    first !== undefined && quotas.length === 1 ? [{ kind: 'single_stratum', stratum: first.name }] : [];
  const each = quotas.flatMap(({ name, population, quota, size }): SamplingNotice[] => {
    if (quota > population) return [{ kind: 'stratum_below_quota', stratum: name, quota, population }];
    return size === 0 ? [{ kind: 'stratum_without_sample', stratum: name, population }] : [];
  });
  return [...single, ...each];
}

function drawStratified(
  frame: readonly FrameRecord[],
  { size, seed }: SamplingPlan,
  allocation: Allocation,
  digest: Digest,
): Drawing {
  const strata = byStratum(frame);
  const quotas = quotasOf(frame, size, allocation);
  const records = quotas.flatMap((quota) =>
    inRandomOrder(strata.get(quota.name) ?? [], seed, digest)
      .slice(0, quota.size)
      .map((record) => taken(record, quota.size / quota.population)),
  );
  return { records, notices: noticesOf(quotas) };
}

const byPosition = (a: FrameRecord, b: FrameRecord): number =>
  a.position - b.position || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Every N/n-th record in the order of position, from a random start within the first interval. */
function drawSystematic(frame: readonly FrameRecord[], size: number, start: number): DrawnRecord[] {
  const ordered = frame.toSorted(byPosition);
  const interval = frame.length / size;
  return Array.from({ length: size }, (_, turn) => Math.floor((start + turn) * interval)).flatMap((place) => {
    const record = ordered[Math.min(place, ordered.length - 1)];
    return record === undefined ? [] : [taken(record, size / frame.length)];
  });
}

function drawing(frame: readonly FrameRecord[], plan: SamplingPlan, digest: Digest): Drawing {
  const { how, seed } = plan;
  const size = Math.min(plan.size, frame.length);
  switch (how.method) {
    case 'simple': {
      const records = inRandomOrder(frame, seed, digest).slice(0, size);
      return { records: records.map((record) => taken(record, size / frame.length)), notices: [] };
    }
    case 'stratified':
      return drawStratified(frame, plan, how.allocation, digest);
    case 'risk_weighted': {
      const ordered = inRandomOrder(frame, seed, digest);
      if (size === frame.length) return { records: ordered.map((record) => taken(record, 1)), notices: [] };
      return { records: drawByRisk(ordered, size, randomStart(seed, how.method, digest)), notices: [] };
    }
    case 'systematic':
      return { records: drawSystematic(frame, size, randomStart(seed, how.method, digest)), notices: [] };
  }
}

/**
 * Draws a sample. The same frame (in any order), plan and digest give the same sample on any machine, and a change of the
 * frame shows in its stamp. A frame that is too small gives what it has, with a notice; what cannot be drawn at all is
 * refused with the reason.
 */
export function drawSample(frame: readonly FrameRecord[], plan: SamplingPlan, digest: Digest): Sample {
  const why = refusalOf(frame, plan);
  if (why !== null) return { kind: 'refused', why };
  const { records, notices } = drawing(frame, plan, digest);
  const tooFew: SamplingNotice[] =
    plan.size > frame.length ? [{ kind: 'size_above_population', asked: plan.size, population: frame.length }] : [];
  return { kind: 'drawn', plan, frame: stampOf(frame, digest), records, notices: [...tooFew, ...notices] };
}
