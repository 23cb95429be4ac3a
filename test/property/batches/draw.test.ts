import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dealInTurn, drawRecords } from '#domain/batches/draw.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

const frames = fc
  .uniqueArray(fc.string({ minLength: 1 }), { maxLength: 60 })
  .map((ids) => ids.map((id, pack_order) => ({ id, pack_order })));

describe('a random draw', () => {
  it('is the same for the same seed, whatever order the frame comes in', () => {
    fc.assert(
      fc.property(frames, fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 80 }), (frame, seed, size) => {
        const how = { method: 'random', seed, size } as const;
        expect(drawRecords(frame.toReversed(), how, digest)).toEqual(drawRecords(frame, how, digest));
      }),
    );
  });

  it('takes no record twice, as many as asked, and begins a larger draw with the smaller', () => {
    fc.assert(
      fc.property(frames, fc.integer({ min: 1, max: 80 }), (frame, size) => {
        const drawn = drawRecords(frame, { method: 'random', seed: 's', size }, digest);
        expect(new Set(drawn).size).toBe(Math.min(size, frame.length));
        const larger = drawRecords(frame, { method: 'random', seed: 's', size: size + 5 }, digest);
        expect(larger.slice(0, drawn.length)).toEqual(drawn);
      }),
    );
  });

  it('differs with the seed', () => {
    const frame = Array.from({ length: 50 }, (_, index) => ({ id: `r${index}`, pack_order: index }));
    const one = drawRecords(frame, { method: 'random', seed: 'one', size: 50 }, digest);
    expect(drawRecords(frame, { method: 'random', seed: 'two', size: 50 }, digest)).not.toEqual(one);
  });
});

describe('a draw in pack order', () => {
  it('follows the import', () => {
    const frame = [3, 1, 2].map((pack_order) => ({ id: `r${pack_order}`, pack_order }));
    expect(drawRecords(frame, { method: 'pack_order', size: 2 }, digest)).toEqual(['r1', 'r2']);
  });
});

describe('dealing in turn', () => {
  it('gives nobody more than one item above anybody else', () => {
    fc.assert(
      fc.property(frames, fc.integer({ min: 1, max: 7 }), (frame, count) => {
        const people = Array.from({ length: count }, (_, index) => `p${index}`);
        const dealt = dealInTurn(
          frame.map((entry) => entry.id),
          people,
        );
        const sizes = people.map((person) => dealt.filter((item) => item.assignee === person).length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        expect(dealt.map((item) => item.position)).toEqual(frame.map((_, index) => index));
      }),
    );
  });
});
