import { describe, expect, it } from 'vitest';
import { foundPieces, hitMarks, queryWords } from '#domain/policies/search-query.ts';

describe('what is typed into a search', () => {
  it('is words, whatever stands between them', () => {
    expect(queryWords('  "Discurso" AND (odio*) -NEAR/3 col:x ')).toEqual([
      'Discurso',
      'AND',
      'odio',
      'NEAR',
      '3',
      'col',
      'x',
    ]);
    expect(queryWords('niñez ÁÉ 仇恨')).toEqual(['niñez', 'ÁÉ', '仇恨']);
    expect(queryWords('"*^:-()\u0000 😀')).toEqual([]);
  });

  it('is bounded', () => {
    expect(queryWords('a '.repeat(400))).toHaveLength(12);
    expect(queryWords('x'.repeat(500))[0]).toHaveLength(64);
  });
});

describe('a marked text', () => {
  it('comes apart into pieces, and markup in it stays text', () => {
    const { open, close } = hitMarks;
    expect(foundPieces(`a <b>${open}hit${close}</b> ${open}two${close}`)).toEqual([
      { text: 'a <b>', hit: false },
      { text: 'hit', hit: true },
      { text: '</b> ', hit: false },
      { text: 'two', hit: true },
    ]);
    expect(foundPieces('')).toEqual([]);
  });
});
