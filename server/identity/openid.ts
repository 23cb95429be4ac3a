import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretPost,
  type Configuration,
  discovery,
  None,
  ResponseBodyError,
  AuthorizationResponseError,
} from 'openid-client';
import { fail, ok, type Result } from '#contract/result.ts';
import type { Attempt, IdentityProvider, ProvenIdentity, ProviderError } from './provider.ts';
import type { OpenIdSettings } from './settings.ts';

const SECONDS_OF_PATIENCE = 10;

/** Anything but a plain refusal means that the provider could not be asked. */
function failureOf(error: unknown): Result<never, ProviderError> {
  const detail = error instanceof Error ? error.message : 'unknown';
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError) {
    return fail('sign-in-refused', `the identity provider answered: ${error.error}`);
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // The library names what is wrong with an answer; everything else is the network.
  return code.startsWith('OAUTH_') && code !== 'OAUTH_TIMEOUT'
    ? fail('sign-in-refused', `the identity provider’s answer is not in order: ${code} ${detail}`)
    : fail('identity-provider-unreachable', `the identity provider does not answer: ${detail}`);
}

/** An identity provider that speaks OpenID Connect. It is looked up when it is first needed, and again until it answers. */
class OpenIdProvider implements IdentityProvider {
  readonly name: string;
  readonly host: string;
  readonly #settings: OpenIdSettings;
  #found: Configuration | null = null;

  constructor(settings: OpenIdSettings) {
    this.name = settings.name;
    this.host = settings.host;
    this.#settings = settings;
  }

  async authorizationUrl(attempt: Attempt, codeChallenge: string): Promise<Result<URL, ProviderError>> {
    try {
      const url = buildAuthorizationUrl(await this.#configuration(), {
        redirect_uri: attempt.redirectUri,
        scope: this.#settings.scope,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
        state: attempt.state,
        nonce: attempt.nonce,
      });
      if (url.host === this.host) return ok(url);
      return fail(
        'sign-in-refused',
        `the identity provider sends browsers to ${url.host}; set LUPA_OIDC_HOST to that if it is right`,
      );
    } catch (error) {
      return failureOf(error);
    }
  }

  async redeem(
    attempt: Attempt,
    callback: URLSearchParams,
    codeVerifier: string,
  ): Promise<Result<ProvenIdentity, ProviderError>> {
    const url = new URL(attempt.redirectUri);
    url.search = callback.toString();
    try {
      const tokens = await authorizationCodeGrant(await this.#configuration(), url, {
        pkceCodeVerifier: codeVerifier,
        expectedState: attempt.state,
        expectedNonce: attempt.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) return fail('sign-in-refused', 'the identity provider sent no id token');
      return ok({ issuer: claims.iss, subject: claims.sub, claims });
    } catch (error) {
      return failureOf(error);
    }
  }

  async #configuration(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings;
    this.#found ??= await discovery(
      issuer,
      clientId,
      undefined,
      clientSecret === null ? None() : ClientSecretPost(clientSecret),
      {
        timeout: SECONDS_OF_PATIENCE,
        // The settings take only a provider on this very machine without https.
        execute: issuer.protocol === 'http:' ? [allowInsecureRequests] : [],
      },
    );
    return this.#found;
  }
}

/** The identity provider of these settings. */
export function createOpenIdProvider(settings: OpenIdSettings): IdentityProvider {
  return new OpenIdProvider(settings);
}
