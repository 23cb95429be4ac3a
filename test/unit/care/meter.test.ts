import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ItemId } from '#contract/ids.ts';
import { ok } from '#contract/result.ts';
import { startMeter } from '#renderer/features/care/meter.ts';

const first = '01900000-0000-7000-8004-000000000001' as ItemId;
const second = '01900000-0000-7000-8004-000000000002' as ItemId;

interface Spent {
  readonly item_id: ItemId | null;
  readonly work_s: number;
  readonly shown_s: number;
}

let spent: Spent[];
let shown: ItemId | null;
let atWork: boolean;
let target: EventTarget;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', { hidden: false });
  [spent, shown, atWork, target] = [[], first, true, new EventTarget()];
  stop = startMeter({
    client: {
      care: {
        spent: (input: Spent) => {
          spent.push(input);
          return Promise.resolve(ok({}));
        },
      },
    } as never,
    target: target as Window,
    shown: () => shown,
    atWork: () => atWork,
    heard: () => undefined,
  });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const sum = (pick: (each: Spent) => number): number => Math.round(spent.reduce((total, each) => total + pick(each), 0));
const pass = (seconds: number): void => void vi.advanceTimersByTime(seconds * 1_000);

describe('the meter', () => {
  it('counts clip on the screen to its item, and nothing while it is blanked', () => {
    pass(20);
    shown = second;
    pass(20);
    shown = null;
    pass(20);
    stop();
    const of = (item: ItemId): number => sum((each) => (each.item_id === item ? each.shown_s : 0));
    expect([of(first), of(second)]).toEqual([20, 20]);
    expect(sum((each) => each.work_s)).toBe(60);
  });

  it('counts nothing during a break or behind a locked screen', () => {
    atWork = false;
    pass(120);
    stop();
    expect(spent).toEqual([]);
  });

  it('takes five minutes without key or pointer for being away, though the clip is on the screen', () => {
    pass(600);
    stop();
    expect(sum((each) => each.work_s)).toBe(299);
    expect(sum((each) => each.shown_s)).toBe(600);
  });

  it('does not count the hours a machine slept', () => {
    pass(2);
    vi.setSystemTime(Date.now() + 8 * 3_600_000);
    pass(2);
    stop();
    expect(sum((each) => each.shown_s)).toBeLessThanOrEqual(9);
  });

  it('reports what is left when the window closes', () => {
    pass(3);
    target.dispatchEvent(new Event('pagehide'));
    expect(sum((each) => each.shown_s)).toBe(3);
  });
});
