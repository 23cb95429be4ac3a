import { describe, expect, it } from 'vitest';
import { backoff, readRetryAfter, whileTroubled, whileUnreachable } from '#domain/sync/backoff.ts';
import { type SyncFacts, syncStateOf, transferOf } from '#domain/sync/status.ts';

const calm: SyncFacts = {
  pending: 0,
  push: null,
  reachable: true,
  lastContactAt: '2026-05-02T18:00:00.000Z',
  attention: null,
};

const clips = { active: 1, ready: 2, wanted: 4, bytes_ready: 300, bytes_wanted: 1_200 };
const status = {
  sync: { state: 'up_to_date' as const, at: '2026-05-02T18:00:00.000Z' },
  reachable: true,
  last_contact_at: null,
  pending_results: 0,
  paused: false,
  clips,
};

describe('check 18: the bar beside the pill', () => {
  it('counts verdicts that go up, before clips that come down', () => {
    const sync = { state: 'uploading' as const, done: 3, total: 12 };
    expect(transferOf({ ...status, sync })).toEqual({ kind: 'results', done: 3, total: 12, share: 0.25 });
  });

  it('counts clips by their bytes', () => {
    expect(transferOf(status)).toEqual({
      kind: 'clips',
      done: 2,
      total: 4,
      bytes: 300,
      bytesTotal: 1_200,
      share: 0.25,
    });
  });

  it('is not there while nothing is on its way, and stays where it was while it is halted', () => {
    const idle = { ...clips, active: 0 };
    expect(transferOf({ ...status, clips: idle })).toBeNull();
    expect(transferOf({ ...status, clips: idle, paused: true })?.share).toBe(0.25);
    expect(transferOf({ ...status, clips: { ...clips, ready: 4, bytes_ready: 1_200 } })).toBeNull();
  });
});

describe('what the pill says', () => {
  it('says up to date only when nothing waits and the last contact worked', () => {
    expect(syncStateOf(calm)).toEqual({ state: 'up_to_date', at: '2026-05-02T18:00:00.000Z' });
    expect(syncStateOf({ ...calm, pending: 1 }).state).toBe('saved_on_device');
    expect(syncStateOf({ ...calm, reachable: false }).state).toBe('saved_on_device');
    expect(syncStateOf({ ...calm, lastContactAt: null }).state).toBe('saved_on_device');
  });

  it('tells how much waits while the hub is away', () => {
    expect(syncStateOf({ ...calm, reachable: false, pending: 7 })).toEqual({ state: 'saved_on_device', pending: 7 });
  });

  it('counts an upload that takes longer than a blink', () => {
    expect(syncStateOf({ ...calm, pending: 3, push: { done: 4, total: 7 } })).toEqual({
      state: 'uploading',
      done: 4,
      total: 7,
    });
  });

  it('puts trouble before everything else', () => {
    const attention = { code: 'verdict-invalid', count: 2 } as const;
    expect(syncStateOf({ ...calm, pending: 3, push: { done: 4, total: 7 }, attention })).toEqual({
      state: 'needs_attention',
      ...attention,
    });
  });
});

describe('waiting after failures', () => {
  it('grows to its cap and is spread over the whole of it', () => {
    expect([1, 2, 3, 4, 50].map((failures) => backoff(failures, 0.999_999, whileUnreachable, null))).toEqual([
      250, 500, 1000, 1500, 1500,
    ]);
    expect(backoff(9, 0, whileTroubled, null)).toBe(0);
  });

  it('is never shorter than what the hub asked for', () => {
    expect(backoff(1, 0, whileTroubled, 30_000)).toBe(30_000);
  });

  it.each([
    ['3', 3000],
    ['Thu, 01 Jan 1970 00:00:10 GMT', 9000],
    ['-5', 0],
    ['999999999', 600_000],
    ['soon', null],
    ['', null],
    [null, null],
  ])('reads Retry-After: %s', (header, wait) => {
    expect(readRetryAfter(header, 1000)).toBe(wait);
  });
});
