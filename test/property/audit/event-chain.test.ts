import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChainEnd, judgeLink } from '#domain/audit/event-chain.ts';
import { leafHash } from '#domain/audit/hashing.ts';
import { sha256 } from '#test/support/sha256.ts';

interface Line {
  readonly device_seq: number;
  readonly prev: string | null;
  readonly said: string;
}

const textOf = (line: Line): string => JSON.stringify(line);

/** A whole chain that says these things. */
function chainOf(said: readonly string[]): Line[] {
  const lines: Line[] = [];
  for (const [index, each] of said.entries()) {
    const before = lines.at(-1);
    lines.push({
      device_seq: index + 1,
      prev: before === undefined ? null : leafHash(sha256, textOf(before)),
      said: each,
    });
  }
  return lines;
}

/** What is judged of the lines, one after the other; the last known line moves on whatever is judged. */
function judgements(lines: readonly Line[]) {
  let end: ChainEnd | null = null;
  return lines.map((line) => {
    const judged = judgeLink(end, line);
    end = { device_seq: line.device_seq, hash: leafHash(sha256, textOf(line)) };
    return judged;
  });
}

const said = fc.array(fc.string(), { minLength: 3, maxLength: 30 });
const place = fc.nat({ max: 1_000 });
const isWhole = (lines: readonly Line[]): boolean =>
  judgements(lines).every((judged, index) => judged === (index === 0 ? 'begins' : 'follows'));

describe('the chain of a session log', () => {
  it('begins and then follows, line by line', () => {
    fc.assert(
      fc.property(said, (texts) => {
        expect(isWhole(chainOf(texts))).toBe(true);
      }),
    );
  });

  it('tells of a line that was changed, by the line after it', () => {
    fc.assert(
      fc.property(said, place, (texts, at) => {
        const lines = chainOf(texts);
        const index = at % (lines.length - 1);
        const changed = lines.map((line, each) => (each === index ? { ...line, said: `${line.said}!` } : line));
        expect(judgements(changed)[index + 1]).toBe('fork');
      }),
    );
  });

  it('tells of a line that was dropped as a gap', () => {
    fc.assert(
      fc.property(said, place, (texts, at) => {
        const index = at % (texts.length - 1);
        const dropped = chainOf(texts).toSpliced(index, 1);
        expect(judgements(dropped)[index]).toBe('gap');
      }),
    );
  });

  it('tells of lines that changed places and of lines that were slipped in', () => {
    fc.assert(
      fc.property(said, place, (texts, at) => {
        const lines = chainOf(texts);
        const index = at % (lines.length - 1);
        const [one, two] = [lines[index], lines[index + 1]] as [Line, Line];
        expect(isWhole(lines.toSpliced(index, 2, two, one))).toBe(false);
        expect(isWhole(lines.toSpliced(index + 1, 0, { ...two, said: 'never happened' }))).toBe(false);
      }),
    );
  });
});
