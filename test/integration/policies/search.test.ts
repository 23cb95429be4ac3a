import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packPolicies } from '#contract/packs.ts';
import { type PolicyVersion, policyVersion } from '#contract/policies.ts';
import { databaseFile } from '#core/signed-in.ts';
import { type Database, write } from '#core/storage/database.ts';
import { migrations } from '#core/storage/migrations/index.ts';
import { openDatabase } from '#core/storage/open.ts';
import { madeOwner } from '#scripts/lib/made-key.ts';
import { putPolicyVersion, removePolicyVersion } from '#core/storage/policies.ts';
import { searchPolicies } from '#core/storage/policies-search.ts';
import { getPolicy } from '#core/usecases/policies.ts';
import { hitMarks } from '#domain/policies/search-query.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { madeCredential, must, startTestCore } from '#test/support/core.ts';

const DEMO = join(REPOSITORY, 'resources/demo');

function textOf(markdown: string) {
  return { markdown, sha256: createHash('sha256').update(markdown).digest('hex') };
}

function made(version: string, texts: Partial<Record<'en' | 'es', string>>): PolicyVersion {
  return policyVersion.parse({
    policy_id: 'made',
    version,
    violation_types: ['spam'],
    effective_at: `2026-0${version}-01T00:00:00Z`,
    summary: null,
    texts: Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, textOf(text)])),
  });
}

const demo: PolicyVersion[] = packPolicies
  .parse(JSON.parse(readFileSync(join(DEMO, 'policies.json'), 'utf8')))
  .flatMap(({ id, violation_types, versions }) =>
    versions.map(({ version, effective_at, files }) =>
      policyVersion.parse({
        policy_id: id,
        version,
        violation_types,
        effective_at,
        summary: null,
        texts: Object.fromEntries(
          Object.entries(files).map(([language, file]) => [
            language,
            textOf(readFileSync(join(DEMO, String(file)), 'utf8')),
          ]),
        ),
      }),
    ),
  );

let folder: string;
let db: Database;
const file = (): string => join(folder, 'lupa.db');
const put = (...all: PolicyVersion[]): void =>
  write(db, (tx) => {
    for (const each of all) putPolicyVersion(tx, `${each.policy_id}@${each.version}`, each);
  });
const found = (query: string) =>
  searchPolicies(db, query, 50).map((hit) => `${hit.policy_id}@${hit.version}.${hit.language}#${hit.section_id}`);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lupa-search-'));
  ({ db } = openDatabase(file(), 'test', madeOwner('somebody')));
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('searching all policies and versions', () => {
  it('finds sections in both languages by the beginning of a word, without accents, in any case', () => {
    put(...demo);
    const hits = searchPolicies(db, 'DESHUMANIZANTE', 50);
    expect(new Set(hits.map(({ language }) => language))).toEqual(new Set(['es']));
    expect(new Set(hits.map(({ version }) => version))).toEqual(new Set(['2026-01', '2026-04']));
    expect(found('region')).toContain('hate-speech@2026-04.es#regions');
    expect(found('futbol')).toEqual(found('FÚTBOL'));
    expect(found('dehumanis')).toContain('hate-speech@2026-04.en#direct-attacks');
  });

  it('puts sections first whose heading holds the words, and marks hits as data', () => {
    put(...demo);
    const [first] = searchPolicies(db, 'coded lang', 10);
    expect(first).toMatchObject({ section_id: 'coded-language', policy_title: 'Hate speech', newest: true });
    expect(first?.title.filter(({ hit }) => hit).map(({ text }) => text)).toEqual(['Coded', 'language']);
    const shown = searchPolicies(db, 'insufficient', 10).flatMap(({ snippet }) => snippet);
    expect(shown.some(({ text, hit }) => hit && /^insufficient$/i.test(text))).toBe(true);
    expect(
      shown.every(({ text }) => ![...Object.values(hitMarks), '<', '*', '`'].some((mark) => text.includes(mark))),
    ).toBe(true);
  });

  it('takes anything that is typed for words: no input is a syntax error', () => {
    put(...demo);
    const odd = [
      '"',
      '""',
      '*',
      'a*',
      'AND',
      'OR NOT',
      'NEAR(',
      'title:',
      '^x',
      '(',
      '-',
      "'; DROP",
      'a"b',
      '{x}:',
      '\u0000',
      '😀',
      '%_',
    ];
    for (const query of odd) expect(() => searchPolicies(db, query, 10)).not.toThrow();
    expect(found('"scope" AND')).toEqual(found('scope and'));
    expect(found('  ')).toEqual([]);
  });

  it('is in step with what arrives, is replaced and is removed', () => {
    put(made('1', { en: '# Made {#made}\nquokka' }));
    expect(found('quokka')).toEqual(['made@1.en#made']);
    put(made('1', { en: '# Made {#made}\nwombat' }));
    expect([found('quokka'), found('wombat')]).toEqual([[], ['made@1.en#made']]);
    write(db, (tx) => removePolicyVersion(tx, 'made@1'));
    expect(found('wombat')).toEqual([]);
    write(db, (tx) => tx.run("INSERT INTO policy_index (policy_index) VALUES ('integrity-check')"));
  });

  it('indexes what a database held before there was an index', () => {
    db.close();
    rmSync(file());
    const old = openDatabase(file(), 'test', madeOwner('somebody'), migrations.slice(0, 1)).db;
    const body = made('1', { en: '# Made {#made}\nquokka', es: '# Hecho {#made}\nañejo' });
    write(old, (tx) =>
      tx.run(
        'INSERT INTO policy_version VALUES (?, ?, ?, ?, ?, ?)',
        'made',
        '1',
        'c',
        body.effective_at,
        '["spam"]',
        JSON.stringify(body),
      ),
    );
    old.close();
    ({ db } = openDatabase(file(), 'test', madeOwner('somebody')));
    expect([found('quokka'), found('anejo')]).toEqual([['made@1.en#made'], ['made@1.es#made']]);
  });

  it('answers the page through the contract', async () => {
    const who = madeCredential();
    const core = startTestCore(who, {}, (dataDir) => {
      const opened = openDatabase(databaseFile(dataDir, who.person.id), 'seed', madeOwner(who.person.id));
      write(opened.db, (tx) => demo.forEach((each) => putPolicyVersion(tx, `${each.policy_id}@${each.version}`, each)));
      opened.db.close();
    });
    try {
      const hits = must(await core.client.policies.search({ query: 'medicamento', limit: 3 }));
      expect(hits.map(({ language }) => language)).toEqual(['es', 'es', 'es']);
      expect(await core.client.policies.search({ query: 'x', limit: 0 })).toMatchObject({ ok: false });
    } finally {
      await core.close();
    }
  });
});

describe('a version whose languages are not in step', () => {
  it('names the stale sections, and the older version that has a missing language', () => {
    put(
      made('1', { en: '# A {#a}\none\n# B {#b}\ntwo', es: '# A {#a}\nuno\n# B {#b}\ndos' }),
      made('2', { en: '# A {#a}\nOTHER\n# B {#b}\ntwo', es: '# A {#a}\nuno\n# B {#b}\ndos' }),
      made('3', { en: '# A {#a}\nOTHER\n# B {#b}\ntwo' }),
    );
    const of = (version: string) => must(getPolicy(db, 'made', version)).translation;
    expect(of('1')).toEqual({ stale: [], older: {} });
    expect(of('2')).toEqual({ stale: [{ section_id: 'a', language: 'es', since: '2' }], older: {} });
    expect(of('3')).toEqual({ stale: [], older: { es: '2' } });
  });
});
