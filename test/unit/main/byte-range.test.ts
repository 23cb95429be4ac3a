import { describe, expect, it } from 'vitest';
import { parseByteRange } from '#main/byte-range.ts';

describe('a Range header', () => {
  it('that is absent asks for everything', () => {
    expect(parseByteRange(null, 100)).toEqual({ kind: 'whole' });
  });

  it.each([
    ['bytes=0-', 0, 99],
    ['bytes=0-0', 0, 0],
    ['bytes=40-59', 40, 59],
    ['bytes=40-5000', 40, 99],
    ['bytes=99-', 99, 99],
    ['bytes=-10', 90, 99],
    ['bytes=-5000', 0, 99],
    [' bytes=1-2 ', 1, 2],
  ])('%s of 100 bytes means %i to %i', (header, start, end) => {
    expect(parseByteRange(header, 100)).toEqual({ kind: 'part', start, end });
  });

  it.each([
    'bytes=100-',
    'bytes=60-40',
    'bytes=-0',
    'bytes=-',
    'bytes=',
    '',
    'bytes=0-1,5-6',
    'items=0-5',
    'bytes=-1-5',
    'bytes=1e3-',
    'bytes=0x1-',
    'bytes=9999999999999999-',
    'bytes=0-\0',
  ])('%j is not satisfiable', (header) => {
    expect(parseByteRange(header, 100)).toEqual({ kind: 'unsatisfiable' });
  });

  it('of an empty clip is never satisfiable', () => {
    expect(parseByteRange('bytes=0-', 0)).toEqual({ kind: 'unsatisfiable' });
    expect(parseByteRange('bytes=-1', 0)).toEqual({ kind: 'unsatisfiable' });
  });
});
