/** How much is tried: a smoke within `npm test`, the short form after it, the long form ten times that. */
export type FaultForm = 'smoke' | 'short' | 'long';

/** What must be zero after a fault, whatever was done. Only those that a figure speaks of are there. */
export interface Harm {
  /** Acknowledged work that is gone. */
  readonly lost?: number;
  /** Work that is there twice. */
  readonly duplicated?: number;
  /** A verdict, outbox row or log line without the other two. */
  readonly unpaired?: number;
  /** A change to what is sealed that nothing noticed. */
  readonly undetected?: number;
  /** Places where something confidential lies in plain. */
  readonly leaks?: number;
  /** Inputs that reached what they must not reach. */
  readonly escapes?: number;
  /** Programs that ended, hung or answered with a surprise. */
  readonly crashes?: number;
  /** Connections to anywhere but the hub. */
  readonly egress?: number;
}

/** One figure: what was done, how often, and the harm. */
export interface FaultFigure extends Harm {
  readonly figure: string;
  /** How many kills, states, cells, histories or inputs were really tried. */
  readonly tried: number;
  /** The seed that repeats it; absent where chance plays no part. */
  readonly seed?: number;
}

/** What a kind of fault is given. */
export interface FaultRun {
  readonly form: FaultForm;
  /** Seeds all chance, so that a failure can be repeated. */
  readonly seed: number;
  /** Tells a person how far it is; goes to stderr. */
  readonly say: (text: string) => void;
}

/** Tries one kind of fault on the real thing and counts the harm. Throws only when the trial itself could not be made. */
export type Fault = (run: FaultRun) => Promise<readonly FaultFigure[]>;

const harms = ['lost', 'duplicated', 'unpaired', 'undetected', 'leaks', 'escapes', 'crashes', 'egress'] as const;

/** Whether a figure tells of something tried, at least one harm looked for, and none found. */
export function isHarmless(figure: FaultFigure): boolean {
  const counted = harms.map((harm) => figure[harm]).filter((count) => count !== undefined);
  return figure.tried > 0 && counted.length > 0 && counted.every((count) => count === 0);
}
