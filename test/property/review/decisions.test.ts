import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertNever } from '#contract/assert.ts';
import type { ItemId } from '#contract/ids.ts';
import { type ResultDocument, resultDocument, type VerdictKind } from '#contract/verdicts.ts';
import { databaseFile } from '#core/signed-in.ts';
import { readFrozen } from '#scripts/lib/frozen-results.ts';
import { must, startSeededCore, uphold } from '#test/support/core.ts';

const ITEMS = 4;

type Step =
  | { readonly do: 'submit'; readonly item: number; readonly kind: VerdictKind }
  | { readonly do: 'undo'; readonly item: number | null }
  | { readonly do: 'redo' }
  | { readonly do: 'skip'; readonly item: number }
  | { readonly do: 'restart' };

const anItem = fc.nat({ max: ITEMS - 1 });
const kinds = ['uphold', 'overturn', 'insufficient_evidence', 'escalate'] as const;
const submitStep = fc.record({ do: fc.constant('submit' as const), item: anItem, kind: fc.constantFrom(...kinds) });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: submitStep },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('undo' as const), item: fc.option(anItem, { nil: null }) }) },
    { weight: 3, arbitrary: fc.constant({ do: 'redo' } as const) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('skip' as const), item: anItem }) },
    { weight: 1, arbitrary: fc.constant({ do: 'restart' } as const) },
  ),
  { minLength: 1, maxLength: 25 },
);

/** What should be so, told without a database. */
class Model {
  /** Verdicts that count, oldest first. */
  verdicts: { item: number; kind: VerdictKind }[] = [];
  /** Verdicts that were taken back since the last fresh one, oldest first. */
  withdrawn: { item: number; kind: VerdictKind }[] = [];
  skipped: number[] = [];
  made = 0;

  submit(item: number, kind: VerdictKind): void {
    this.withdrawn = [];
    this.#count(item, kind);
  }

  undo(item: number | null): { item: number; kind: VerdictKind } | null {
    const found = this.verdicts.findLast((each) => item === null || each.item === item);
    if (found === undefined) return null;
    this.verdicts = this.verdicts.filter((each) => each !== found);
    this.withdrawn.push(found);
    this.made += 1;
    return found;
  }

  redo(): { item: number; kind: VerdictKind } | null {
    const found = this.withdrawn.pop();
    if (found === undefined) return null;
    this.#count(found.item, found.kind);
    return found;
  }

  skip(item: number): void {
    if (this.verdicts.some((each) => each.item === item)) return;
    this.skipped = [...this.skipped.filter((each) => each !== item), item];
  }

  #count(item: number, kind: VerdictKind): void {
    this.verdicts = [...this.verdicts.filter((each) => each.item !== item), { item, kind }];
    this.skipped = this.skipped.filter((each) => each !== item);
    this.made += 1;
  }

  next(from: number): number | null {
    const open = Array.from({ length: ITEMS }, (_, item) => item).filter(
      (item) => item !== from && !this.skipped.includes(item) && !this.verdicts.some((each) => each.item === item),
    );
    return open.find((item) => item > from) ?? open[0] ?? this.skipped.find((item) => item !== from) ?? null;
  }
}

/** The result that counts for each item, read from the frozen bytes alone: the end of each chain. */
function effective(desk: Desk): { results: ResultDocument[]; ends: Map<string, ResultDocument[]>; outbox: number } {
  const personId = desk.credential()?.person.id ?? '';
  const file = databaseFile(desk.dataDir, personId);
  const db = new Database(file, { readonly: true });
  const outbox = db
    .prepare<[], { n: number }>(
      'SELECT count(*) AS n FROM outbox o JOIN result r ON r.seq = o.seq AND r.body = o.payload',
    )
    .get();
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  db.close();
  const results = readFrozen(file, personId).map(({ bytes }) =>
    resultDocument.parse(JSON.parse(bytes.toString('utf8'))),
  );
  const superseded = new Set(results.map((each) => each.supersedes));
  const ends = new Map<string, ResultDocument[]>();
  for (const each of results) {
    if (!superseded.has(each.id)) ends.set(each.item_id, [...(ends.get(each.item_id) ?? []), each]);
  }
  return { results, ends, outbox: outbox?.n ?? 0 };
}

type Desk = ReturnType<typeof startSeededCore>;
const idOf = (desk: Desk, item: number): ItemId => desk.items[item]?.id as ItemId;

/** What a call answered, told with item numbers; a failure by its code. */
type Told = { readonly item: number; readonly kind: VerdictKind } | string;

function tell(desk: Desk, answer: Awaited<ReturnType<Desk['client']['review']['undo' | 'redo']>>): Told {
  if (!answer.ok) return answer.error.code;
  return { item: desk.items.findIndex((each) => each.id === answer.value.item_id), kind: answer.value.kind };
}

/** Does a step on the core; answers what a person learns of it. */
async function take(desk: Desk, step: Step): Promise<unknown> {
  const { review } = desk.client;
  switch (step.do) {
    case 'restart':
      return desk.restart();
    case 'submit': {
      const { next_id, progress } = must(await review.submit({ ...uphold(idOf(desk, step.item)), kind: step.kind }));
      return { next: next_id, progress };
    }
    case 'undo':
      return tell(desk, await review.undo({ item_id: step.item === null ? null : idOf(desk, step.item) }));
    case 'redo':
      return tell(desk, await review.redo({}));
    case 'skip':
      must(await review.skip({ item_id: idOf(desk, step.item) }));
      return undefined;
    default:
      return assertNever(step);
  }
}

/** Does a step on the model; answers what a person should learn of it. */
function expected(desk: Desk, model: Model, step: Step): unknown {
  switch (step.do) {
    case 'restart':
      return undefined;
    case 'submit': {
      model.submit(step.item, step.kind);
      const next = model.next(step.item);
      const progress = { total: ITEMS, decided: model.verdicts.length };
      return { next: next === null ? null : idOf(desk, next), progress };
    }
    case 'undo':
      return model.undo(step.item) ?? 'nothing-to-undo';
    case 'redo':
      return model.redo() ?? 'nothing-to-redo';
    case 'skip':
      return model.skip(step.item);
    default:
      return assertNever(step);
  }
}

async function checkQueue(desk: Desk, model: Model): Promise<void> {
  const queue = must(await desk.client.batches.items({ batch_id: desk.batch.id }));
  for (const [item, entry] of queue.entries()) {
    const verdict = model.verdicts.find((each) => each.item === item);
    expect(entry.kind).toBe(verdict?.kind ?? null);
    expect(entry.state === 'decided').toBe(verdict !== undefined);
    expect(entry.state === 'skipped').toBe(model.skipped.includes(item));
  }
}

function checkResults(desk: Desk, model: Model): void {
  const { results, ends, outbox } = effective(desk);
  expect(results.length).toBe(model.made);
  expect(outbox).toBe(model.made);
  expect(results.map((each) => each.device_seq)).toEqual(results.map((_, index) => index + 1));
  for (const [id, counting] of ends) {
    expect(counting).toHaveLength(1);
    const item = desk.items.findIndex((each) => each.id === id);
    const verdict = model.verdicts.find((each) => each.item === item);
    expect(counting[0]?.type).toBe(verdict === undefined ? 'withdrawal' : 'verdict');
  }
}

describe('deciding, undoing, redoing, skipping and restarting in any order', () => {
  it('leaves exactly one result that counts for each item, and loses none that was ever made', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const desk = startSeededCore(ITEMS);
        const model = new Model();
        for (const step of taken) expect(await take(desk, step)).toEqual(expected(desk, model, step));
        await desk.restart();
        await checkQueue(desk, model);
        await desk.core().stop();
        checkResults(desk, model);
        await desk.close();
      }),
      { numRuns: 40, seed: 20_260_502 },
    );
  });
});
