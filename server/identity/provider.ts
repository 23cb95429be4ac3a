import type { Result } from '#contract/result.ts';

/** What an identity provider says of somebody who signed in there. */
export interface ProvenIdentity {
  readonly issuer: string;
  readonly subject: string;
  /** Everything in the id token; only read through the site's own mapping. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** One sign-in in a browser, as the hub remembers it. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  /** On the device's own loopback. */
  readonly redirectUri: string;
}

export type ProviderError = 'identity-provider-unreachable' | 'sign-in-refused';

/** The site's identity provider. */
export interface IdentityProvider {
  /** What people call it. */
  readonly name: string;
  /** The only host that browsers are sent to. */
  readonly host: string;
  /** Where a browser must go, with all that the provider needs to know. */
  authorizationUrl(attempt: Attempt, codeChallenge: string): Promise<Result<URL, ProviderError>>;
  /** Turns the code that the browser brought back into an identity: signature, issuer, audience, time, state and nonce are checked. */
  redeem(
    attempt: Attempt,
    callback: URLSearchParams,
    codeVerifier: string,
  ): Promise<Result<ProvenIdentity, ProviderError>>;
}
