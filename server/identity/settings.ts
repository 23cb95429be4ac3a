import { type Role, role } from '#contract/people.ts';
import { isConfidential } from '#domain/people/addresses.ts';

/** The site's identity provider, and how its words become ours. */
export interface OpenIdSettings {
  readonly issuer: URL;
  readonly clientId: string;
  /** Null for a public client. */
  readonly clientSecret: string | null;
  readonly scope: string;
  /** What people call the provider. */
  readonly name: string;
  /** Where browsers are sent to; devices open no other host. */
  readonly host: string;
  /** Claim of the id token that says what somebody may do; a text or a list of texts. */
  readonly roleClaim: string;
  /** Which of its values is which role. Whoever has none of them stays outside; of several the one with the most rights counts. */
  readonly roles: ReadonlyMap<string, Role>;
}

const plainRoles = 'reviewer=reviewer,bilingual_reviewer=bilingual_reviewer,supervisor=supervisor';

function readRoles(text: string): Map<string, Role> {
  const roles = new Map<string, Role>();
  for (const pair of text.split(',')) {
    const cut = pair.lastIndexOf('=');
    const known = role.safeParse(pair.slice(cut + 1).trim());
    const value = pair.slice(0, Math.max(0, cut)).trim();
    if (cut < 1 || value === '' || !known.success) {
      throw new Error(`LUPA_OIDC_ROLES: "${pair.trim()}" is not VALUE=ROLE; the roles are ${role.options.join(', ')}`);
    }
    roles.set(value, known.data);
  }
  return roles;
}

function readIssuer(address: string): URL {
  if (!URL.canParse(address)) throw new Error(`LUPA_OIDC_ISSUER: "${address}" is not an address`);
  const issuer = new URL(address);
  if (isConfidential(issuer)) return issuer;
  throw new Error('LUPA_OIDC_ISSUER: the identity provider must be reached by https');
}

/**
 * Reads the settings from variables of the environment; null when there is no identity provider.
 * @throws Error that says which variable is wrong and how
 */
export function readOpenIdSettings(env: Readonly<Record<string, string | undefined>>): OpenIdSettings | null {
  const address = env['LUPA_OIDC_ISSUER'] ?? '';
  if (address === '') return null;
  const issuer = readIssuer(address);
  const clientId = env['LUPA_OIDC_CLIENT_ID'] ?? '';
  if (clientId === '') throw new Error('LUPA_OIDC_CLIENT_ID: missing; the identity provider gives it to this hub');
  return {
    issuer,
    clientId,
    clientSecret: env['LUPA_OIDC_CLIENT_SECRET'] || null,
    scope: env['LUPA_OIDC_SCOPE'] || 'openid profile',
    name: env['LUPA_OIDC_NAME'] || issuer.host,
    host: env['LUPA_OIDC_HOST'] || issuer.host,
    roleClaim: env['LUPA_OIDC_ROLE_CLAIM'] || 'roles',
    roles: readRoles(env['LUPA_OIDC_ROLES'] || plainRoles),
  };
}
