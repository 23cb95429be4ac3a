import type { z } from 'zod';
import type { Language } from '#contract/ids.ts';
import type { policyHit } from '#contract/policies.ts';
import { foundPieces, hitMarks, queryWords } from '#domain/policies/search-query.ts';
import type { ReadDb } from './database.ts';

/** Words around the hits of a snippet, as FTS5 counts them. */
const SNIPPET_WORDS = 14;

interface HitRow {
  readonly policy_id: string;
  readonly version: string;
  readonly language: Language;
  readonly section_id: string;
  readonly policy_title: string;
  readonly newest: number;
  readonly title: string;
  readonly snippet: string;
}

/** A match for FTS5: every word in quotes, so that nothing a person types is syntax; the last one as a beginning. */
function matchOf(words: readonly string[]): string {
  return `${words.map((word) => `"${word}"`).join(' ')}*`;
}

const SCORE = 'bm25(policy_index, 4.0, 1.0) AS score';

/**
 * Ranking thousands of sections for the first letters of a word takes longer than a frame and tells nobody anything. So ranked are
 * the newest sections that match, and the newest whose heading does; a search that fewer match is ranked whole.
 */
const SEARCH = `
  WITH best AS MATERIALIZED (
    SELECT rowid AS id, min(score) AS score FROM (
      SELECT * FROM
        (SELECT rowid, ${SCORE} FROM policy_index WHERE policy_index MATCH @anywhere ORDER BY rowid DESC LIMIT 200)
      UNION ALL
      SELECT * FROM
        (SELECT rowid, ${SCORE} FROM policy_index WHERE policy_index MATCH @heading ORDER BY rowid DESC LIMIT 50)
    ) GROUP BY rowid ORDER BY 2, 1 DESC LIMIT @limit
  )
  SELECT s.policy_id, s.version, s.language, s.section_id, s.policy_title,
         NOT EXISTS (SELECT 1 FROM policy_version n WHERE n.policy_id = s.policy_id AND n.effective_at > v.effective_at)
           AS newest,
         highlight(policy_index, 0, @open, @close) AS title,
         snippet(policy_index, 1, @open, @close, '…', ${SNIPPET_WORDS}) AS snippet
    FROM policy_index
    CROSS JOIN best ON best.id = policy_index.rowid
    CROSS JOIN policy_section s ON s.id = best.id
    CROSS JOIN policy_version v ON v.policy_id = s.policy_id AND v.version = s.version
   WHERE policy_index MATCH @anywhere
   ORDER BY best.score, best.id DESC`;

/**
 * The sections that hold every word, best first (headings count four times), at most `limit`; none for a query without words. Of
 * equally good ones the one that came last is first.
 */
export function searchPolicies(db: ReadDb, query: string, limit: number): z.input<typeof policyHit>[] {
  const words = queryWords(query);
  if (words.length === 0) return [];
  const anywhere = matchOf(words);
  const rows = db.all<HitRow>(SEARCH, { anywhere, heading: `title : (${anywhere})`, limit, ...hitMarks });
  return rows.map(({ title, snippet, newest, ...row }) => ({
    ...row,
    newest: newest === 1,
    title: foundPieces(title),
    snippet: foundPieces(snippet),
  }));
}
