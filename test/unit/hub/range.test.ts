import { describe, expect, it } from 'vitest';
import { parseRange } from '#server/usecases/objects.ts';

describe('a Range header', () => {
  it.each([
    [undefined, 100, 'all'],
    ['bytes=0-', 100, { start: 0, end: 99 }],
    ['bytes=0-0', 100, { start: 0, end: 0 }],
    ['bytes=10-19', 100, { start: 10, end: 19 }],
    ['bytes=90-500', 100, { start: 90, end: 99 }],
    ['bytes=-10', 100, { start: 90, end: 99 }],
    ['bytes=-500', 100, { start: 0, end: 99 }],
    ['bytes=-0', 100, 'unsatisfiable'],
    ['bytes=100-', 100, 'unsatisfiable'],
    ['bytes=0-', 0, 'unsatisfiable'],
    ['bytes=20-10', 100, 'all'],
    ['bytes=0-1,5-6', 100, 'all'],
    ['items=0-1', 100, 'all'],
    ['bytes=-', 100, 'all'],
    ['bytes=a-b', 100, 'all'],
  ] as const)('%s of %i bytes', (header, size, expected) => {
    expect(parseRange(header, size)).toEqual(expected);
  });
});
