import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ItemId } from '#contract/ids.ts';
import type { Draft } from '#contract/review.ts';
import { noChoices } from '#domain/review/verdict-form.ts';
import { createDraftKeeper } from '#renderer/features/review/drafts.ts';

const [one, two] = ['01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000002'] as unknown as [
  ItemId,
  ItemId,
];
const draft = (note: string): Draft => ({
  kind: null,
  choices: { ...noChoices, note },
  playhead_s: null,
  clip_ordinal: null,
});

describe('keeping drafts', () => {
  const saved: [ItemId, string][] = [];
  const keeper = createDraftKeeper((item, { choices }) => {
    saved.push([item, choices.note]);
    return Promise.resolve();
  });
  beforeEach(() => {
    saved.length = 0;
    vi.useFakeTimers();
  });
  afterEach(() => vi.useRealTimers());

  it('writes the newest once, a moment after the last change', () => {
    for (const note of ['a', 'ab', 'abc']) keeper.changed(one, draft(note));
    expect(saved).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(saved).toEqual([[one, 'abc']]);
  });

  it('does not lose one item’s draft when the next item’s begins', () => {
    keeper.changed(one, draft('a'));
    keeper.changed(two, draft('b'));
    vi.advanceTimersByTime(200);
    expect(saved).toEqual([
      [one, 'a'],
      [two, 'b'],
    ]);
  });

  it('writes at once when asked, and nothing after a verdict took its place', async () => {
    keeper.changed(one, draft('a'));
    await keeper.flush();
    expect(saved).toEqual([[one, 'a']]);
    keeper.changed(one, draft('b'));
    keeper.drop();
    vi.advanceTimersByTime(200);
    expect(saved).toEqual([[one, 'a']]);
  });
});
