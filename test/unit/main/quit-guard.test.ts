import { describe, expect, it } from 'vitest';
import { createQuitGuard } from '#main/quit-guard.ts';

const status = (pending: number) => ({
  sync: { state: 'saved_on_device', pending },
  reachable: false,
  last_contact_at: null,
  pending_results: pending,
  paused: false,
  clips: { active: 0, ready: 0, wanted: 0, bytes_ready: 0, bytes_wanted: 0 },
});

describe('closing the window by hand', () => {
  it('check 30: is held once for each count of unsent verdicts, and a second close is a yes', () => {
    const guard = createQuitGuard();
    expect(guard.hold()).toBe(0);
    guard.heard('sync.status', status(3));
    expect(guard.hold()).toBe(3);
    expect(guard.hold()).toBe(0);
    guard.heard('sync.status', status(4));
    expect(guard.hold()).toBe(4);
    guard.heard('sync.status', status(0));
    expect(guard.hold()).toBe(0);
  });

  it('is not held once the app itself quits, nor by news that it does not understand', () => {
    const guard = createQuitGuard();
    guard.heard('sync.status', { pending_results: 'many' });
    guard.heard('media.ready', status(5));
    expect(guard.hold()).toBe(0);
    guard.heard('sync.status', status(5));
    guard.release();
    expect(guard.hold()).toBe(0);
  });
});
