import { createHash, createHmac } from 'node:crypto';
import { calculateJwkThumbprint, decodeProtectedHeader, jwtVerify, type JWK } from 'jose';
import type { z } from 'zod';
import { deviceKey, PROOF_ALGORITHM, PROOF_TYPE, proofClaims } from '#contract/proof.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import type { HubPorts } from '../ports.ts';

/** What a proof must be for. */
export interface ProvenRequest {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly host: string;
  /** The access token that comes with it, or null. */
  readonly token: string | null;
  /** The proof itself; undefined when none came. */
  readonly proof: string | undefined;
}

type Refusal = 'unauthenticated' | 'proof-nonce';

const publicKey = deviceKey.omit({ d: true });
const WINDOW_MS = 60_000;
/** A nonce is good in its own minute and the four after it. */
const GOOD_WINDOWS = 5;
const MOST_KEYS = 5_000;

/** Nonces that need no memory, and a memory of the proofs that came with them. */
class Nonces {
  readonly #now: () => Date;
  readonly #secret: Buffer;
  /** Names of proofs by the minute of their nonce. */
  readonly #seen = new Map<number, Set<string>>();

  constructor(ports: Pick<HubPorts, 'now' | 'randomBytes'>) {
    this.#now = ports.now;
    this.#secret = ports.randomBytes(32);
  }

  #window(): number {
    return Math.floor(this.#now().getTime() / WINDOW_MS);
  }

  #of(window: number): string {
    return createHmac('sha256', this.#secret).update(String(window)).digest('base64url').slice(0, 22);
  }

  /** The nonce of this minute. */
  current(): string {
    return this.#of(this.#window());
  }

  /** The minute a nonce belongs to; null when it is old or not ours. */
  windowOf(nonce: string | undefined): number | null {
    const now = this.#window();
    for (let window = now; window > now - GOOD_WINDOWS; window -= 1) if (this.#of(window) === nonce) return window;
    return null;
  }

  /** False when a proof of this name came before under the nonce of that minute. */
  isNew(window: number, name: string): boolean {
    for (const old of this.#seen.keys()) if (old <= this.#window() - GOOD_WINDOWS) this.#seen.delete(old);
    const names = this.#seen.get(window) ?? new Set();
    this.#seen.set(window, names);
    if (names.has(name)) return false;
    names.add(name);
    return true;
  }
}

/** A key as verifications use it; the same object for the same key, so that it is imported once. */
interface KnownKey {
  readonly jwk: JWK;
  readonly thumbprint: string;
}

/** Checks proofs of keys; one for each hub. */
export class ProofDesk {
  readonly #nonces: Nonces;
  readonly #publicUrl: URL | null;
  readonly #keys = new Map<string, KnownKey>();

  /** @param publicUrl where devices reach the hub when a proxy before it changes host or path; null: as they say themselves */
  constructor(ports: Pick<HubPorts, 'now' | 'randomBytes'>, publicUrl: string | null) {
    this.#nonces = new Nonces(ports);
    this.#publicUrl = publicUrl === null ? null : new URL(publicUrl);
  }

  /** The nonce that the next proofs are to carry. */
  nonce(): string {
    return this.#nonces.current();
  }

  /** Checks a proof: signed by the key it names, for this very request and token, with a nonce of ours, and for the first time. */
  async check(request: ProvenRequest): Promise<Result<{ readonly thumbprint: string }, Refusal>> {
    const refuse = (why: string): Result<never, Refusal> => fail('unauthenticated', `proof of the key: ${why}`);
    if (request.proof === undefined) return refuse('none came');
    const verified = await this.#verify(request.proof);
    if (verified === null) return refuse('it is not one, or its signature is wrong');
    const { claims, thumbprint } = verified;
    if (claims.htm !== request.method || !this.#isAddress(claims.htu, request)) return refuse('for another request');
    const ath = request.token === null ? undefined : createHash('sha256').update(request.token).digest('base64url');
    if (claims.ath !== ath) return refuse('for another token');
    const window = this.#nonces.windowOf(claims.nonce);
    if (window === null) return fail('proof-nonce', 'proof of the key: it needs the nonce of this answer');
    return this.#nonces.isNew(window, `${thumbprint} ${claims.jti}`) ? ok({ thumbprint }) : refuse('it came before');
  }

  #isAddress(htu: string, { path, host }: ProvenRequest): boolean {
    const address = new URL(htu);
    const prefix = this.#publicUrl?.pathname.replace(/\/$/, '') ?? '';
    return address.host === (this.#publicUrl?.host ?? host) && address.pathname === prefix + path;
  }

  async #verify(proof: string): Promise<{ claims: z.infer<typeof proofClaims>; thumbprint: string } | null> {
    try {
      const { jwk, thumbprint } = await this.#keyOf(proof);
      const { payload } = await jwtVerify(proof, jwk, { typ: PROOF_TYPE, algorithms: [PROOF_ALGORITHM] });
      return { claims: proofClaims.parse(payload), thumbprint };
    } catch {
      return null;
    }
  }

  async #keyOf(proof: string): Promise<KnownKey> {
    // Only the public numbers of a P-256 key pass; anything private or of another kind is no key of ours.
    const jwk = publicKey.parse(decodeProtectedHeader(proof).jwk);
    const name = `${jwk.x}.${jwk.y}`;
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const fresh = { jwk, thumbprint: await calculateJwkThumbprint(jwk) };
    if (this.#keys.size >= MOST_KEYS) this.#keys.clear();
    this.#keys.set(name, fresh);
    return fresh;
  }
}
