import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveResult } from '#domain/batches/effective-result.ts';
import type { Standing } from '#domain/batches/standing.ts';

/** The history of one device on one item: each result supersedes the one before it. */
const chain = (length: number, device: string): Standing[] =>
  Array.from({ length }, (_, index) => ({
    id: `${device}-${index}`,
    device_id: device,
    device_seq: index + 1,
    supersedes: index === 0 ? null : `${device}-${index - 1}`,
    in_turn: true,
  }));

const shuffledChain = fc
  .integer({ min: 1, max: 8 })
  .chain((length) => fc.shuffledSubarray(chain(length, 'a'), { minLength: length, maxLength: length }));

describe('effective result', () => {
  it('is the device’s last, in whatever order its results arrive', () => {
    fc.assert(
      fc.property(shuffledChain, (arrived) => {
        expect(effectiveResult(arrived)).toBe(`a-${arrived.length - 1}`);
      }),
    );
  });

  it('is the newest that has arrived at every moment on the way', () => {
    fc.assert(
      fc.property(shuffledChain, (arrived) => {
        for (let count = 1; count <= arrived.length; count += 1) {
          const here = arrived.slice(0, count);
          const newest = here.toSorted((a, b) => b.device_seq - a.device_seq)[0];
          expect(effectiveResult(here)).toBe(newest?.id);
        }
      }),
    );
  });

  it('is never one that came after the item was given away, and there is always one of those in turn', () => {
    const results = fc.uniqueArray(
      fc.record({
        id: fc.integer({ min: 0, max: 9 }).map(String),
        device_id: fc.constantFrom('a', 'b', 'c'),
        device_seq: fc.integer({ min: 1, max: 20 }),
        supersedes: fc.option(fc.integer({ min: 0, max: 9 }).map(String)),
        in_turn: fc.boolean(),
      }),
      { selector: (result) => result.id },
    );
    fc.assert(
      fc.property(results, (arrived) => {
        const chosen = arrived.find((result) => result.id === effectiveResult(arrived));
        expect(chosen?.in_turn ?? false).toBe(arrived.some((result) => result.in_turn));
      }),
    );
  });

  it('takes over across devices where the newer one names the older', () => {
    const [first] = chain(1, 'a');
    const second: Standing = { id: 'b-0', device_id: 'b', device_seq: 1, supersedes: 'a-0', in_turn: true };
    if (first === undefined) throw new Error('a chain of one has one');
    expect(effectiveResult([first, second])).toBe('b-0');
    expect(effectiveResult([second, first])).toBe('b-0');
  });

  it('stays with the first to arrive where two devices did not know of each other', () => {
    const results = [...chain(1, 'a'), ...chain(1, 'b')];
    expect(effectiveResult(results)).toBe('a-0');
    expect(effectiveResult(results.toReversed())).toBe('b-0');
  });
});
