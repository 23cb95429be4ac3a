import type { Language } from '#contract/ids.ts';
import type { CoreHandlers } from '#contract/ipc.ts';
import type { PolicyHit, PolicyVersion } from '#contract/policies.ts';
import { fail, ok } from '#contract/result.ts';
import { policyTitle } from '#domain/policies/in-force.ts';
import { plainText } from '#domain/policies/plain-text.ts';
import { type FoundPiece, queryWords } from '#domain/policies/search-query.ts';
import { splitSections } from '#domain/policies/sections.ts';
import { translationState, wordsBySection } from '#domain/policies/translation.ts';
import { NOW, policyVersions as delivered } from './fixtures.ts';

const languages = ['en', 'es'] as const satisfies readonly Language[];

/** The demo pack's policies as if translations had not kept up: one language late by a version, one not delivered at all. */
function withGaps(versions: readonly PolicyVersion[]): readonly PolicyVersion[] {
  return versions.map((policy, index) => {
    const { en, es } = policy.texts;
    const before = versions[index - 1]?.texts.es;
    if (policy.version !== '2026-04' || en === undefined || es === undefined || before === undefined) return policy;
    if (policy.policy_id === 'dangerous-acts') return { ...policy, texts: { en } };
    return policy.policy_id === 'hate-speech' ? { ...policy, texts: { en, es: before } } : policy;
  });
}

/** With `policy-gaps` in the page's address, translations have gaps. */
const policyVersions = new URLSearchParams(location.search).has('policy-gaps') ? withGaps(delivered) : delivered;

/** A version with the labels of its sisters, and how its languages stand to each other. */
export function choiceOf(policy: PolicyVersion) {
  const family = policyVersions
    .filter((each) => each.policy_id === policy.policy_id)
    .toSorted((a, b) => Date.parse(a.effective_at) - Date.parse(b.effective_at));
  const history = family.slice(0, family.indexOf(policy) + 1).map(({ version, texts }) => ({
    version,
    words: Object.fromEntries(
      languages.flatMap((language) => {
        const text = texts[language];
        return text === undefined ? [] : [[language, wordsBySection(text.markdown)]];
      }),
    ),
  }));
  const { stale, older } = translationState(history);
  return { policy, versions: family.map((each) => each.version), translation: { stale: [...stale], older } };
}

const folded = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** The pieces of a text, those that begin a word like one of the searched words being hits. */
function piecesOf(text: string, words: readonly string[]): FoundPiece[] {
  const isHit = (token: string): boolean => words.some((word) => folded(token).startsWith(word));
  return text
    .split(/([\p{L}\p{N}\p{M}]+)/u)
    .filter((token) => token !== '')
    .map((token) => ({ text: token, hit: isHit(token) }));
}

/** Searches as the core does, without its ranking: every word must begin a word of the section, headings first. */
function search(query: string, limit: number): PolicyHit[] {
  const words = queryWords(query).map(folded);
  if (words.length === 0) return [];
  const hits = policyVersions.flatMap((policy) =>
    languages.flatMap((language) => {
      const markdown = policy.texts[language]?.markdown ?? '';
      return splitSections(markdown).flatMap((section): PolicyHit[] => {
        const title = piecesOf(section.title, words);
        const body = piecesOf(plainText(section.body), words);
        const found = [...title, ...body].filter(({ hit }) => hit).map(({ text }) => folded(text));
        if (!words.every((word) => found.some((each) => each.startsWith(word)))) return [];
        const first = Math.max(0, body.findIndex(({ hit }) => hit) - 8);
        return [
          {
            policy_id: policy.policy_id,
            version: policy.version,
            language,
            section_id: section.id,
            policy_title: policyTitle(markdown),
            newest: choiceOf(policy).versions.at(-1) === policy.version,
            title,
            snippet: body.slice(first, first + 28),
          },
        ];
      });
    }),
  );
  const rank = (hit: PolicyHit): number => (hit.title.some((piece) => piece.hit) ? 0 : 2) + (hit.newest ? 0 : 1);
  return hits.toSorted((a, b) => rank(a) - rank(b)).slice(0, limit);
}

/** The version in force at a moment for a violation type. */
export function policyFor(type: string | null | undefined, at: string) {
  const inForce = policyVersions
    .filter((policy) => (policy.violation_types as readonly string[]).includes(type ?? ''))
    .filter((policy) => Date.parse(policy.effective_at) <= Date.parse(at))
    .reduce<PolicyVersion | null>((newest, each) => {
      return newest === null || each.effective_at > newest.effective_at ? each : newest;
    }, null);
  return inForce === null ? null : choiceOf(inForce);
}

/** The calls about policies, over the demo pack. */
export const policyCalls: CoreHandlers['policies'] = {
  list: () =>
    ok(
      policyVersions.map(({ texts, ...version }) => ({
        ...version,
        languages: languages.filter((language) => texts[language] !== undefined),
        title: Object.fromEntries(
          Object.entries(texts).map(([language, text]) => [language, policyTitle(text.markdown)]),
        ),
      })),
    ),
  get({ policy_id, version }) {
    const policy = policyVersions.find((each) => each.policy_id === policy_id && each.version === version);
    return policy === undefined ? fail('not-found', `${policy_id}@${version}`) : ok(choiceOf(policy));
  },
  forViolationType: ({ violation_type, at }) => ok(policyFor(violation_type, at ?? NOW)),
  violationTypes: () => ok([...new Set(policyVersions.flatMap((each) => each.violation_types))].sort()),
  search: ({ query, limit }) => ok(search(query, limit)),
};
