import type { ImportIssue, ImportReport } from '#contract/packs.ts';

/** What an import counts. */
export type TallyName = 'records' | 'objects' | 'policies' | 'people' | 'annotations' | 'gold' | 'predictions' | 'heat';

/** How many issues a report lists; the rest are only counted. */
const listedIssues = 1000;

/** Counts what an import does and collects what it refuses; `report` gives the state so far. */
export class ImportTally {
  readonly #id: string;
  readonly #pack: string;
  readonly #issues: ImportIssue[] = [];
  #issueCount = 0;
  readonly #counts: Record<TallyName, { imported: number; unchanged: number; refused: number }>;

  constructor(id: string, pack: string) {
    this.#id = id;
    this.#pack = pack;
    const none = () => ({ imported: 0, unchanged: 0, refused: 0 });
    this.#counts = {
      records: none(),
      objects: none(),
      policies: none(),
      people: none(),
      annotations: none(),
      gold: none(),
      predictions: none(),
      heat: none(),
    };
  }

  count(name: TallyName, outcome: 'imported' | 'unchanged', by = 1): void {
    this.#counts[name][outcome] += by;
  }

  /** Notes a refused line or file; `name` says what was lost with it, null that nothing countable was. */
  refuse(name: TallyName | null, issue: Omit<ImportIssue, 'kind'>): void {
    if (name !== null) this.#counts[name].refused += 1;
    this.#add({ kind: 'refused', ...issue });
  }

  notice(issue: Omit<ImportIssue, 'kind'>): void {
    this.#add({ kind: 'notice', ...issue });
  }

  #add(issue: ImportIssue): void {
    this.#issueCount += 1;
    if (this.#issues.length < listedIssues) this.#issues.push(issue);
  }

  report(state: ImportReport['state']): ImportReport {
    const issues = [...this.#issues];
    return {
      id: this.#id,
      pack: this.#pack,
      state,
      ...structuredCounts(this.#counts),
      issues,
      issue_count: this.#issueCount,
    };
  }
}

function structuredCounts<Counts extends Record<TallyName, { imported: number; unchanged: number; refused: number }>>(
  counts: Counts,
): Counts {
  return Object.fromEntries(Object.entries(counts).map(([name, tally]) => [name, { ...tally }])) as Counts;
}
