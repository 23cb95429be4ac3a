import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { policyVersion } from '#contract/policies.ts';
import { queryWords } from '#domain/policies/search-query.ts';
import { write } from '#core/storage/database.ts';
import { openDatabase } from '#core/storage/open.ts';
import { madeOwner } from '#scripts/lib/made-key.ts';
import { putPolicyVersion } from '#core/storage/policies.ts';
import { searchPolicies } from '#core/storage/policies-search.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { type Bench, timeFigure } from './measure.ts';

const policies = 125;
const versions = 4;
const searches = 400;
const limit = 20;

/** A small generator with a seed, so that every run searches the same texts for the same words (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The words of the demo policies with their natural frequencies, by language. */
async function demoWords(language: 'en' | 'es'): Promise<string[]> {
  const folder = join(REPOSITORY, 'resources', 'demo', 'policies');
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(`.${language}.md`));
  const texts = await Promise.all(files.sort().map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => text.match(/[\p{L}\p{N}]+/gu) ?? []);
}

/** A word that nobody wrote, of the same sounds: the long tail that every real text has. */
function rareWord(words: readonly string[], random: () => number): string {
  const some = (): string => words[Math.floor(random() * words.length)] ?? '';
  return `${some().slice(0, 3)}${some().slice(-4)}${some().slice(-3)}`.toLowerCase();
}

/** A policy of ten sections and about 500 words: words of the demo policies, and one in eight of a long tail of made-up ones. */
function document(words: readonly string[], random: () => number): string {
  const word = (): string => {
    if (random() < 0.125) return rareWord(words, random);
    return words[Math.floor(random() * words.length)] ?? '';
  };
  const sentence = (length: number): string => Array.from({ length }, word).join(' ');
  const sections = Array.from(
    { length: 10 },
    (_, index) => `## ${index + 1}. ${sentence(3)} {#s${index + 1}}\n\n${sentence(50)}.`,
  );
  return `# ${sentence(3)}\n\n${sections.join('\n\n')}\n`;
}

/** What people type: one to three words of one section, each search at every letter of its way. */
function typedQueries(texts: readonly string[], random: () => number): string[] {
  const queries: string[] = [];
  while (queries.length < searches) {
    const words = queryWords(texts[Math.floor(random() * texts.length)] ?? '').filter((word) => word.length > 3);
    const start = Math.floor(random() * words.length);
    const whole = words.slice(start, start + 1 + Math.floor(random() * 3)).join(' ');
    for (let length = 1; length <= whole.length; length += 1) queries.push(whole.slice(0, length));
  }
  return queries.slice(0, searches);
}

/** `search_ms`: a search as the page asks for it, over 1,000 documents of ten sections, at every letter that is typed. */
export const bench: Bench = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lupa-bench-search-'));
  const file = join(folder, 'lupa.db');
  const { db } = openDatabase(file, 'bench', madeOwner('bench'));
  try {
    const random = seeded(7);
    const words = { en: await demoWords('en'), es: await demoWords('es') };
    const texts: string[] = [];
    const text = (language: 'en' | 'es') => {
      const markdown = document(words[language], random);
      texts.push(markdown);
      return { markdown, sha256: createHash('sha256').update(markdown).digest('hex') };
    };
    write(db, (tx) => {
      for (let each = 0; each < policies * versions; each += 1) {
        const body = policyVersion.parse({
          policy_id: `policy-${Math.floor(each / versions)}`,
          version: `v${each % versions}`,
          violation_types: ['spam'],
          effective_at: `2026-0${(each % versions) + 1}-01T00:00:00Z`,
          summary: null,
          texts: { en: text('en'), es: text('es') },
        });
        putPolicyVersion(tx, `change-${each}`, body);
      }
    });
    const queries = typedQueries(texts, random);
    const bare = new Database(file, { readonly: true });
    const statement = bare.prepare('SELECT rowid FROM policy_index WHERE policy_index MATCH ? ORDER BY rank LIMIT ?');
    const samples: number[] = [];
    const floor: number[] = [];
    for (const query of queries) {
      const match = `${queryWords(query)
        .map((word) => `"${word}"`)
        .join(' ')}*`;
      const before = performance.now();
      statement.all(match, limit);
      floor.push(performance.now() - before);
      const start = performance.now();
      searchPolicies(db, query, limit);
      samples.push(performance.now() - start);
    }
    bare.close();
    return {
      search_ms: timeFigure({
        samples,
        floor,
        floorIs: 'row numbers alone out of the same FTS5 index, ranked, same words, a connection of its own',
        atMost: { p95: 2 },
      }),
    };
  } finally {
    db.close();
    await rm(folder, { recursive: true, force: true });
  }
};
