import { afterEach, describe, expect, it } from 'vitest';
import type { Batch, Item, Scorecard } from '#contract/batches.ts';
import type { ItemId } from '#contract/ids.ts';
import {
  madeBatch,
  madeCredential,
  madeItem,
  must,
  seed,
  startTestCore,
  type TestCore,
  uphold,
} from '#test/support/core.ts';

const cores: TestCore[] = [];
afterEach(async () => {
  for (const each of cores.splice(0)) await each.close();
});

const card: Scorecard = {
  criteria: [
    { id: 'policy', title: { en: 'Right policy?', es: '¿Política correcta?' }, weight: 3, critical: true },
    { id: 'time', title: { en: 'In time?', es: '¿A tiempo?' }, weight: 1, critical: false },
  ],
};

interface Desk {
  readonly core: TestCore;
  readonly ids: readonly ItemId[];
}

/** Items whose subjects and batches are told; all decisions were enforced. */
function desk(batches: readonly Batch[], of: readonly { batch: number; subject: string; record?: string }[]): Desk {
  const who = madeCredential();
  const items: Item[] = of.map(({ batch, subject, record }, place) => {
    const id = record ?? `rec-${place}`;
    const at = `2026-05-0${place + 1}T00:00:00Z`;
    return madeItem(batches[batch] ?? madeBatch(), place, who.person.id, {
      record_id: id,
      record: {
        id,
        stage: 'live',
        surface: 'live',
        subject: { id: subject },
        occurred_at: at,
        stream: { title: `stream ${place}` },
        transcript: [{ text: `words ${place}` }],
        decision: { action: 'ban_7d', violation_type: 'hate_speech', at },
      },
    });
  });
  const core = startTestCore(who, {}, (dataDir) => seed(dataDir, who, batches, items));
  cores.push(core);
  return { core, ids: items.map((each) => each.id) };
}

const historyOf = async ({ core, ids }: Desk, place: number) =>
  must(await core.client.review.history({ item_id: ids[place] as ItemId }));
const submit = async ({ core, ids }: Desk, place: number, over: Record<string, unknown> = {}) =>
  core.client.review.submit({ ...uphold(ids[place] ?? ''), ...over });
const stepsOf = async ({ core }: Desk) => must(await core.client.review.steps({}));

describe('the history of a subject', () => {
  it('holds the other records of the same subject, newest first, with decisions and verdicts', async () => {
    const of = desk(
      [madeBatch()],
      [
        { batch: 0, subject: 'u-1' },
        { batch: 0, subject: 'u-2' },
        { batch: 0, subject: 'u-1' },
        { batch: 0, subject: 'u-1' },
      ],
    );
    must(await submit(of, 2));
    const entries = await historyOf(of, 0);
    expect(entries.map((each) => each.item_id)).toEqual([of.ids[3], of.ids[2]]);
    expect(entries[1]).toMatchObject({
      title: 'stream 2',
      words: 'words 2',
      decision: { action: 'ban_7d', violation_type: 'hate_speech' },
      verdict: { kind: 'uphold' },
      bulk_kinds: [],
    });
    expect(await historyOf(of, 1)).toEqual([]);
  });

  it('hides the decision of what waits blind, wherever the record comes up, and shows it after the verdict', async () => {
    const of = desk(
      [madeBatch(), madeBatch({ mode: 'blind' })],
      [
        { batch: 0, subject: 'u-1' },
        { batch: 1, subject: 'u-1', record: 'rec-both' },
        { batch: 0, subject: 'u-1', record: 'rec-both' },
      ],
    );
    expect((await historyOf(of, 0)).map((each) => [each.blinded, each.decision, each.bulk_kinds])).toEqual([
      [true, null, []],
      [true, null, []],
    ]);
    expect(await historyOf(of, 1)).toMatchObject([{ record_id: 'rec-both', decision: null }, { record_id: 'rec-0' }]);
    must(await submit(of, 1));
    expect((await historyOf(of, 0)).map((each) => each.decision?.action)).toEqual(['ban_7d', 'ban_7d']);
  });

  it('follows a record whose subject the hub has mended, and survives a restart', async () => {
    const of = desk(
      [madeBatch()],
      [
        { batch: 0, subject: 'u-1' },
        { batch: 0, subject: 'u-1' },
      ],
    );
    await of.core.restart();
    expect(await historyOf(of, 0)).toHaveLength(1);
    expect(await of.core.client.review.history({ item_id: '01900000-0000-7000-8000-000000000000' })).toMatchObject({
      error: { code: 'item-unknown' },
    });
  });
});

describe('the contexts of items chosen from a list', () => {
  it('come in the order asked, hide what waits blind in any batch, and leave out what is not here', async () => {
    const of = desk(
      [madeBatch(), madeBatch({ mode: 'blind' })],
      [
        { batch: 0, subject: 'u-1' },
        { batch: 0, subject: 'u-2', record: 'rec-both' },
        { batch: 1, subject: 'u-2', record: 'rec-both' },
      ],
    );
    const [open, both] = of.ids as [ItemId, ItemId];
    const nobody = '01900000-0000-7000-8000-000000000000' as ItemId;
    const entries = must(await of.core.client.review.contexts({ item_ids: [both, nobody, open, open] }));
    expect(entries.map((each) => [each.item_id, each.blinded, each.decision?.action ?? null])).toEqual([
      [both, true, null],
      [open, false, 'ban_7d'],
    ]);
    expect(entries.map((each) => each.bulk_kinds.length > 0)).toEqual([false, true]);
  });
});

describe('several verdicts in one command', () => {
  const four = () =>
    desk(
      [madeBatch(), madeBatch({ mode: 'blind' }), madeBatch({ scorecard: card })],
      [
        { batch: 0, subject: 'u-1' },
        { batch: 0, subject: 'u-1' },
        { batch: 1, subject: 'u-1' },
        { batch: 2, subject: 'u-1' },
        { batch: 0, subject: 'u-1' },
      ],
    );

  it('decides what may be decided together, and leaves blind, scored and decided items alone', async () => {
    const of = four();
    must(await submit(of, 4));
    const { given, refused } = must(await of.core.client.review.bulk({ item_ids: [...of.ids], kind: 'overturn' }));
    expect(given).toEqual([of.ids[0], of.ids[1]]);
    expect(refused).toEqual([of.ids[2], of.ids[3], of.ids[4]]);
    const view = must(await of.core.client.review.item({ item_id: of.ids[0] as ItemId }));
    expect(view.verdict).toMatchObject({ kind: 'overturn', choices: { error_class: 'false_positive' } });
  });

  it('refuses a kind that needs more to be said', async () => {
    const of = four();
    const { given } = must(await of.core.client.review.bulk({ item_ids: [...of.ids], kind: 'policy_gap' }));
    expect(given).toEqual([]);
    expect(await stepsOf(of)).toEqual({ undo: null, redo: null });
  });

  it('is taken back whole by one undo, also after a restart, and given whole by one redo', async () => {
    const of = four();
    must(await submit(of, 4));
    must(await of.core.client.review.bulk({ item_ids: [...of.ids], kind: 'uphold' }));
    await of.core.restart();
    expect((await stepsOf(of)).undo).toMatchObject({ kind: 'uphold', count: 2, record_id: 'rec-1' });
    expect(must(await of.core.client.review.undo({ item_id: null }))).toMatchObject({ count: 2, item_id: of.ids[0] });
    expect(await stepsOf(of)).toMatchObject({ undo: { count: 1, record_id: 'rec-4' }, redo: { count: 2 } });
    expect(must(await of.core.client.review.redo({}))).toMatchObject({ count: 2 });
    expect((await stepsOf(of)).undo?.count).toBe(2);
    const { progress } = must(await of.core.client.batches.list({})).find((each) => each.progress.total === 3) ?? {};
    expect(progress).toEqual({ total: 3, decided: 3 });
  });

  it('lets one of them be taken back or changed by itself', async () => {
    const of = four();
    must(await of.core.client.review.bulk({ item_ids: [...of.ids], kind: 'uphold' }));
    must(await submit(of, 1, { kind: 'escalate' }));
    expect(must(await of.core.client.review.undo({ item_id: null }))).toMatchObject({ kind: 'escalate', count: 1 });
    expect(must(await of.core.client.review.undo({ item_id: null }))).toMatchObject({ kind: 'uphold', count: 2 });
  });
});

describe('a batch that asks for a scorecard', () => {
  const scored = () => desk([madeBatch({ scorecard: card })], [{ batch: 0, subject: 'u-1' }]);
  const answers = (policy: string, time: string) => ({
    choices: { ...uphold('').choices, scorecard: { policy, time, stray: 'no' } },
  });

  it('refuses a verdict with an unanswered criterion and says which', async () => {
    const of = scored();
    expect(await submit(of, 0)).toMatchObject({
      error: { code: 'field-missing', detail: expect.stringContaining('policy, time'), params: { field: 'scorecard' } },
    });
  });

  it.each([
    ['yes', 'no', 0.75],
    ['no', 'yes', 0],
    ['na', 'na', null],
    ['na', 'yes', 1],
  ])('keeps answers (%s, %s) and score %s in the verdict and the session log', async (policy, time, score) => {
    const of = scored();
    must(await submit(of, 0, answers(policy, time)));
    const { verdict } = must(await of.core.client.review.item({ item_id: of.ids[0] as ItemId }));
    expect(verdict).toMatchObject({ score, choices: { scorecard: { policy, time } } });
    expect(verdict?.choices.scorecard).not.toHaveProperty('stray');
    const [logged] = must(await of.core.client.sessions.recent({ limit: 1 }));
    expect(logged?.detail).toMatchObject({ type: 'verdict', score });
  });
});

describe('what undo and redo say they will do', () => {
  it('check 9: undo walks back over several verdicts and a restart, and says each step before', async () => {
    const of = desk(
      [madeBatch()],
      [0, 1, 2].map(() => ({ batch: 0, subject: 'u-1' })),
    );
    for (const place of [0, 1, 2]) must(await submit(of, place, { kind: place === 1 ? 'escalate' : 'uphold' }));
    for (const place of [2, 1, 0]) {
      await of.core.restart();
      expect((await stepsOf(of)).undo).toMatchObject({ position: place, kind: place === 1 ? 'escalate' : 'uphold' });
      expect(must(await of.core.client.review.undo({ item_id: null })).item_id).toBe(of.ids[place]);
    }
    expect((await stepsOf(of)).undo).toBeNull();
    for (const place of [0, 1, 2]) {
      expect((await stepsOf(of)).redo).toMatchObject({ position: place });
      expect(must(await of.core.client.review.redo({})).item_id).toBe(of.ids[place]);
    }
    expect((await stepsOf(of)).redo).toBeNull();
  });

  it('offers no redo after a fresh verdict', async () => {
    const of = desk(
      [madeBatch()],
      [0, 1].map(() => ({ batch: 0, subject: 'u-1' })),
    );
    must(await submit(of, 0));
    must(await of.core.client.review.undo({ item_id: null }));
    must(await submit(of, 1));
    expect(await stepsOf(of)).toMatchObject({ undo: { position: 1 }, redo: null });
  });
});

describe('a key that is pressed twice', () => {
  it('check 5: leaves one verdict that counts and one decided item, whatever comes twice', async () => {
    const of = desk(
      [madeBatch()],
      [0, 1].map(() => ({ batch: 0, subject: 'u-1' })),
    );
    const [first, second] = await Promise.all([submit(of, 0), submit(of, 0)]);
    expect(must(second ?? first).progress).toEqual({ total: 2, decided: 1 });
    const recent = must(await of.core.client.review.recent({ limit: 10 }));
    expect(recent).toHaveLength(1);
    expect(recent[0]?.result_id).toBe(must(second ?? first).result_id);
    const { verdict } = must(await of.core.client.review.item({ item_id: of.ids[0] as ItemId }));
    expect(verdict?.supersedes).toBe(must(first ?? second).result_id);
  });
});
