import type { Language } from '#contract/ids.ts';
import type { Person, Role } from '#contract/people.ts';

/** From the most rights to the fewest. */
const byRights: readonly Role[] = ['supervisor', 'bilingual_reviewer', 'reviewer'];

const textsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string');

function nameOf(claims: Readonly<Record<string, unknown>>): string {
  const names = ['name', 'preferred_username', 'email', 'sub'].flatMap((claim) => textsOf(claims[claim]));
  return names.map((name) => name.trim().slice(0, 200)).find((name) => name !== '') ?? '?';
}

/** Only somebody with an English locale who need not be bilingual is taken to read English alone. */
function languagesOf(locale: unknown, role: Role): Language[] {
  const isEnglish = textsOf(locale).some((each) => each.toLowerCase().startsWith('en'));
  return isEnglish && role === 'reviewer' ? ['en'] : ['en', 'es'];
}

/**
 * Who somebody is here, from what an identity provider says of them.
 * @returns null when none of their roles means anything here
 */
export function personOfClaims(
  claims: Readonly<Record<string, unknown>>,
  mapping: { readonly roleClaim: string; readonly roles: ReadonlyMap<string, Role> },
): Omit<Person, 'id'> | null {
  const held = new Set(textsOf(claims[mapping.roleClaim]).map((value) => mapping.roles.get(value)));
  const role = byRights.find((each) => held.has(each));
  if (role === undefined) return null;
  return { name: nameOf(claims), role, languages: languagesOf(claims['locale'], role) };
}
