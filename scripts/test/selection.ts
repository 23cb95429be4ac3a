import { parseArgs } from 'node:util';

/** What `npm test` was asked to run: all steps or some, all test files or those whose path contains a filter. */
export type Selection = { readonly steps: readonly string[]; readonly filters: readonly string[] };

/** The kinds of tests, in the order they run; they are vitest projects and folders below test/. */
export const KINDS = ['unit', 'property', 'contract', 'integration', 'renderer', 'e2e', 'fault'] as const;
export type Kind = (typeof KINDS)[number];

/** Kinds that open what the build made. */
export const KINDS_ON_THE_BUILD: readonly Kind[] = ['renderer', 'e2e', 'fault'];

/** A command line that asks for something that does not exist. */
export class SelectionProblem extends Error {
  override readonly name = 'SelectionProblem';
}

function kindsOf(filters: readonly string[]): Kind[] {
  const named = KINDS.filter((kind) => filters.some((filter) => filter.includes(`${kind}/`)));
  return named.length > 0 ? named : [...KINDS];
}

/**
 * Reads `[--only step,step] [file filter…]`. A filter alone selects the kinds of tests it names.
 * @param known every step there is, in order
 */
export function readSelection(args: readonly string[], known: readonly string[]): Selection {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { only: { type: 'string' } },
    allowPositionals: true,
  });
  const asked = values.only?.split(',').filter((name) => name !== '');
  const unknown = asked?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new SelectionProblem(`there is no step ${unknown}; the steps are ${known.join(', ')}`);
  }
  const steps = asked ?? (positionals.length > 0 ? kindsOf(positionals) : known);
  return { steps: known.filter((name) => steps.includes(name)), filters: positionals };
}
