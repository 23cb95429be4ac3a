/** Percentiles of a sample, in the sample's unit. Nearest-rank, so every figure is a value that was really seen. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly n: number;
}

/** One measured figure beside its bare floor, measured in the same run on the same machine. */
export interface Figure extends Spread {
  readonly unit: string;
  /** What the floor does, in words. */
  readonly floor_is: string;
  readonly floor: Spread;
  /** figure / floor for times, floor / figure for rates: 1 is the floor, larger is slower. */
  readonly ratio: number;
  readonly target: string;
  readonly holds: boolean;
}

const round = (value: number): number => Number(value.toPrecision(4));

function rank(sorted: readonly number[], share: number): number {
  const index = Math.max(0, Math.ceil(share * sorted.length) - 1);
  const value = sorted[index];
  if (value === undefined) throw new Error('no samples: nothing was measured');
  return round(value);
}

/** Summarises samples; throws when there are none, because a figure without a measurement is a lie. */
export function spread(samples: readonly number[]): Spread {
  const sorted = samples.toSorted((a, b) => a - b);
  return { p50: rank(sorted, 0.5), p95: rank(sorted, 0.95), n: sorted.length };
}

/** For rates the slow end is the small one: p95 is the rate that 95 % of the runs reached. */
export function rateSpread(samples: readonly number[]): Spread {
  const sorted = samples.toSorted((a, b) => b - a);
  return { p50: rank(sorted, 0.5), p95: rank(sorted, 0.95), n: sorted.length };
}

interface Given {
  readonly samples: readonly number[];
  readonly floor: readonly number[];
  readonly floorIs: string;
}

/** A time in milliseconds: smaller is better. */
export function timeFigure(
  given: Given & { readonly atMost: { readonly p50?: number; readonly p95?: number; readonly ratio?: number } },
): Figure {
  const own = spread(given.samples);
  const floor = spread(given.floor);
  const ratio = round(own.p50 / floor.p50);
  const {
    p50 = Number.POSITIVE_INFINITY,
    p95 = Number.POSITIVE_INFINITY,
    ratio: times = Number.POSITIVE_INFINITY,
  } = given.atMost;
  const target = Object.entries(given.atMost)
    .map(([name, limit]) => `${name} <= ${limit}`)
    .join(', ');
  return {
    ...own,
    unit: 'ms',
    floor_is: given.floorIs,
    floor,
    ratio,
    target,
    holds: own.p50 <= p50 && own.p95 <= p95 && ratio <= times,
  };
}

/** A rate per second: larger is better. */
export function rateFigure(given: Given & { readonly atLeast: number }): Figure {
  const own = rateSpread(given.samples);
  const floor = rateSpread(given.floor);
  return {
    ...own,
    unit: '1/s',
    floor_is: given.floorIs,
    floor,
    ratio: round(floor.p50 / own.p50),
    target: `p50 >= ${given.atLeast}`,
    holds: own.p50 >= given.atLeast,
  };
}

/** A figure that is to stay where it is while work goes on. */
export interface LevelFigure extends Figure {
  /** The last fifth's mean against that of the second fifth, the first being for warming up: 0.02 is 2 % more. */
  readonly drift: number;
}

function driftOf(samples: readonly number[]): number {
  const fifth = Math.floor(samples.length / 5);
  if (fifth === 0) throw new Error(`${samples.length} samples tell no drift: at least 5 are needed`);
  const mean = (part: readonly number[]): number => part.reduce((sum, value) => sum + value, 0) / part.length;
  return round(mean(samples.slice(-fifth)) / mean(samples.slice(fifth, 2 * fifth)) - 1);
}

/** A level in MiB, in the order of time: it holds when it drifts neither up nor down by more than a share. */
export function levelFigure(given: Given & { readonly within: number }): LevelFigure {
  const [own, floor, drift] = [spread(given.samples), spread(given.floor), driftOf(given.samples)];
  return {
    ...own,
    unit: 'MiB',
    floor_is: given.floorIs,
    floor,
    ratio: round(own.p50 / floor.p50),
    drift,
    target: `drift within ± ${given.within}`,
    holds: Math.abs(drift) <= given.within,
  };
}

/** How a benchmark is to be run. */
export interface BenchOptions {
  /** Different clips of the cockpit's batch; each is shown twice. */
  readonly clips: number;
  /** A folder of real clips for it; null: none. */
  readonly realClips: string | null;
}

/** A benchmark: named figures, each with its floor. */
export type Bench = (options: BenchOptions) => Promise<Record<string, Figure>>;
