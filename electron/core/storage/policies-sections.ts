import { type Language, language } from '#contract/ids.ts';
import { type PolicyVersion, policyVersion } from '#contract/policies.ts';
import { policyTitle } from '#domain/policies/in-force.ts';
import { plainText } from '#domain/policies/plain-text.ts';
import { splitSections } from '#domain/policies/sections.ts';
import type { VersionWords } from '#domain/policies/translation.ts';
import type { ReadDb, WriteTx } from './database.ts';

/** What indexing needs of a transaction; a migration has no proof of one, but is in one. */
type Writing = ReadDb & Pick<WriteTx, 'run'>;

/** Puts the sections of a stored version into the index. Those of a version that is replaced went away with it. */
export function indexPolicyVersion(tx: Writing, { policy_id, version, texts }: PolicyVersion): void {
  for (const each of language.options) {
    const text = texts[each];
    if (text === undefined) continue;
    const title = plainText(policyTitle(text.markdown));
    for (const section of splitSections(text.markdown)) {
      tx.run(
        `INSERT INTO policy_section (policy_id, version, language, section_id, policy_title, title, body)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        policy_id,
        version,
        each,
        section.id,
        title,
        plainText(section.title),
        plainText(section.body),
      );
    }
  }
}

/** Indexes every stored version; for a database that is older than the index. */
export function indexAllPolicies(db: Writing): void {
  for (const { body } of db.all<{ body: string }>('SELECT body FROM policy_version')) {
    indexPolicyVersion(db, policyVersion.parse(JSON.parse(body)));
  }
}

interface WordsRow {
  readonly version: string;
  readonly language: Language;
  readonly section_id: string;
  readonly body: string;
}

/** The words of a policy's versions by section, oldest first, up to and with the named version. */
export function wordsUpTo(db: ReadDb, policyId: string, versions: readonly string[], last: string): VersionWords[] {
  const rows = db.all<WordsRow>(
    'SELECT version, language, section_id, body FROM policy_section WHERE policy_id = ? ORDER BY id',
    policyId,
  );
  return versions.slice(0, versions.indexOf(last) + 1).map((version) => {
    const words: Partial<Record<Language, Map<string, string>>> = {};
    for (const row of rows.filter((each) => each.version === version)) {
      words[row.language] ??= new Map();
      words[row.language]?.set(row.section_id, row.body);
    }
    return { version, words };
  });
}
