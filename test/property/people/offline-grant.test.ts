import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advanceGrant,
  type Grant,
  isGrantOver,
  OFFLINE_GRANT_MS,
  renewedGrant,
  resumeGrant,
} from '#domain/people/offline-grant.ts';

const MINUTE = 60_000;
const start = Date.parse('2026-05-02T12:00:00Z');

/** A stretch of true time, and what the clock was turned by in it. */
const stretch = fc.record({
  passed: fc.integer({ min: 0, max: 12 * 60 }).map((minutes) => minutes * MINUTE),
  turned: fc.oneof(
    fc.constant(0),
    fc.integer({ min: -400, max: 400 }).map((days) => days * 24 * 60 * MINUTE),
  ),
});

describe('the offline grant', () => {
  it('is over after three days of running without the hub, however the clock was turned', () => {
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 40 }), (stretches) => {
        let grant: Grant = renewedGrant(start);
        let clock = start;
        let real = 0;
        for (const { passed, turned } of stretches) {
          real += passed;
          clock += passed + turned;
          grant = advanceGrant(grant, clock, passed);
        }
        expect(grant.used_ms).toBeGreaterThanOrEqual(real);
        expect(isGrantOver(grant) || real < OFFLINE_GRANT_MS).toBe(true);
      }),
    );
  });

  it('is never given back by starting again with the clock behind', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 400 * 24 * 60 }), fc.nat(OFFLINE_GRANT_MS), (minutesBack, used_ms) => {
        const grant = resumeGrant({ used_ms, seen_at: start }, start - minutesBack * MINUTE);
        expect(isGrantOver(grant)).toBe(true);
      }),
    );
  });

  it('is not touched by a clock that is right: only true time without the hub counts', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(24 * 60), { maxLength: 20 }), (minutes) => {
        let grant: Grant = renewedGrant(start);
        let clock = start;
        for (const [index, each] of minutes.entries()) {
          clock += each * MINUTE;
          grant = index % 2 === 0 ? advanceGrant(grant, clock, each * MINUTE) : resumeGrant(grant, clock);
        }
        expect(grant).toEqual({ used_ms: clock - start, seen_at: clock });
      }),
    );
  });

  it('counts the time that the machine slept or was off', () => {
    expect(isGrantOver(advanceGrant(renewedGrant(start), start + OFFLINE_GRANT_MS, 1_000))).toBe(true);
    expect(isGrantOver(resumeGrant(renewedGrant(start), start + OFFLINE_GRANT_MS))).toBe(true);
    expect(isGrantOver(resumeGrant(renewedGrant(start), start + OFFLINE_GRANT_MS - 1))).toBe(false);
  });

  it('forgives a clock that was set right by minutes, and begins on a device that never counted', () => {
    expect(isGrantOver(resumeGrant(renewedGrant(start), start - 4 * MINUTE))).toBe(false);
    expect(resumeGrant({ used_ms: 0, seen_at: 0 }, start)).toEqual(renewedGrant(start));
  });

  it('begins anew when the hub is heard', () => {
    expect(isGrantOver(renewedGrant(start))).toBe(false);
  });
});
