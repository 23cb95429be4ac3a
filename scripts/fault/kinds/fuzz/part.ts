import type { Chance } from '#scripts/lib/chance.ts';
import type { FuzzHub } from './fuzz-hub.ts';
import type { FaultFigure } from '../../fault.ts';

/** What one part of the fuzzing is given. */
export interface Part {
  /** How many inputs to try. */
  readonly count: number;
  readonly seed: number;
  readonly chance: Chance;
  readonly findings: Findings;
  /** A real hub, the same for all parts; started when it is first asked for. */
  readonly hub: () => Promise<FuzzHub>;
}

/** Tries `count` inputs on one boundary and notes what goes wrong; answers how many were really tried. */
export type TryPart = (part: Part) => Promise<number>;

const MOST_SHOWN = 3;
const SHOWN_CHARACTERS = 400;

function shown(input: unknown): string {
  let text: string;
  try {
    text = typeof input === 'string' ? JSON.stringify(input) : (JSON.stringify(input) ?? String(input));
  } catch {
    text = String(input);
  }
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}… (${text.length})` : text;
}

/** Counts what inputs did that they must not do, and shows the first few of each kind. */
export class Findings {
  #escapes = 0;
  #crashes = 0;
  readonly #seen = new Map<string, number>();
  readonly #say: (text: string) => void;

  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  /** An input reached what it must not reach. */
  escape(what: string, input: unknown): void {
    this.#escapes += 1;
    this.#show('escape', what, input);
  }

  /** A program ended, hung or answered with a surprise. */
  crash(what: string, input: unknown): void {
    this.#crashes += 1;
    this.#show('crash', what, input);
  }

  figure(name: string, tried: number, seed: number): FaultFigure {
    return { figure: name, tried, seed, escapes: this.#escapes, crashes: this.#crashes };
  }

  #show(kind: string, what: string, input: unknown): void {
    const times = (this.#seen.get(what) ?? 0) + 1;
    this.#seen.set(what, times);
    if (times <= MOST_SHOWN) this.#say(`${kind}: ${what}: ${shown(input)}`);
  }
}
