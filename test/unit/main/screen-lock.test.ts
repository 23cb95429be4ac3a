import { beforeEach, describe, expect, it } from 'vitest';
import { LOCK_AFTER_MIN } from '#contract/lock.ts';
import { ScreenLock } from '#main/screen-lock.ts';

const MINUTE = 60_000;
let now: number;
let hasKey: boolean;
let told: boolean[];
let lock: ScreenLock;
beforeEach(() => {
  now = 1_000;
  hasKey = true;
  told = [];
  lock = new ScreenLock({ now: () => now, holdsWork: () => hasKey, onChange: (locked) => told.push(locked) });
});

function pass(minutes: number): void {
  now += minutes * MINUTE;
  lock.look();
}

describe('the screen’s lock', () => {
  it('comes when nobody touched the app for as long as was chosen, and is told once', () => {
    pass(LOCK_AFTER_MIN - 0.1);
    expect(lock.isLocked).toBe(false);
    pass(0.1);
    pass(5);
    expect([lock.isLocked, told]).toEqual([true, [true]]);
  });

  it('waits anew after every touch, and follows what is chosen', () => {
    pass(LOCK_AFTER_MIN - 1);
    lock.touched();
    pass(LOCK_AFTER_MIN - 1);
    expect(lock.isLocked).toBe(false);
    lock.setAfter(1);
    pass(0);
    expect(lock.isLocked).toBe(true);
  });

  it('comes at once when it is asked for, and no touch opens it', () => {
    lock.lock();
    lock.touched();
    pass(0);
    expect([lock.isLocked, told]).toEqual([true, [true]]);
  });

  it('is opened once, and then waits its whole time again', () => {
    lock.lock();
    now += 60 * MINUTE;
    lock.open();
    lock.open();
    pass(LOCK_AFTER_MIN - 0.1);
    expect([lock.isLocked, told]).toEqual([false, [true, false]]);
  });

  it('does not come where the device’s key is not there: nothing is seen of the work', () => {
    hasKey = false;
    pass(60);
    lock.lock();
    expect([lock.isLocked, told]).toEqual([false, []]);
  });
});
