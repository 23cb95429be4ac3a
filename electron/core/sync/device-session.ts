import { z } from 'zod';
import type { Credential } from '#contract/core-link.ts';
import { hubApi } from '#contract/hub-api.ts';
import { type DeviceKey, NONCE_HEADER, PROOF_HEADER } from '#contract/proof.ts';
import { fail } from '#contract/result.ts';
import type { Ids } from '../ports/ids.ts';
import {
  type HttpPorts,
  type HubRefusal,
  type HubResult,
  invalidAnswer,
  isOfType,
  type OpenAnswer,
  open,
  type Patience,
  parseJson,
  readAll,
  readRefusal,
} from './hub-http.ts';
import { makeProof } from './proof.ts';

/** What a session needs. */
export interface SessionPorts extends HttpPorts {
  readonly ids: Ids;
  /** Keeps the credential with new tokens; true when that is safely done. */
  readonly storeCredential: (credential: Credential) => Promise<boolean>;
}

/** A device before it is enrolled has a key and no tokens. */
export type Pass =
  | { readonly kind: 'key'; readonly key: DeviceKey }
  | { readonly kind: 'device'; readonly credential: Credential };

/** A request without what the session adds. */
export interface SessionRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Hears when the request has been given to the network: a proof is made first, on another thread. */
  readonly onSent?: () => void;
}

const TOKEN_PATIENCE: Patience = { answer_ms: 15_000, silence_ms: 15_000 };
const ANSWER_LIMIT = 64 * 1024;
/** A request is sent again for a nonce and for a token, and for a nonce once more if the hub began anew between them. */
const MOST_TRIES = 4;

/**
 * Speaks with the hub as this device: each request carries the access token and a proof of the key. When the token is over, new ones are
 * fetched, kept, and only then used; so whatever is lost on the way, the kept refresh token is one that the hub still takes.
 */
export class DeviceSession {
  readonly #ports: SessionPorts;
  readonly #base: string;
  #pass: Pass;
  #nonce: string | null = null;
  #refreshing: Promise<HubRefusal | null> | null = null;
  #isLeaving = false;

  constructor(ports: SessionPorts, hubUrl: string, pass: Pass) {
    this.#ports = ports;
    this.#base = hubUrl.replace(/\/+$/, '');
    this.#pass = pass;
  }

  /** From here on new tokens are used but not kept: the device is about to forget its credential. */
  leave(): void {
    this.#isLeaving = true;
  }

  /** Sends a request, again where the hub asks for a nonce or the token is over. A refusal of the device itself is final. */
  async send(request: SessionRequest, patience: Patience, stop: AbortSignal): Promise<HubResult<OpenAnswer>> {
    for (let left = MOST_TRIES; ; left -= 1) {
      const token = this.#token();
      const answer = await this.#once(request, token, patience, stop);
      if (!answer.ok || answer.value.status !== 401) return answer;
      const refusal = await readRefusal(this.#ports, answer.value);
      if (left <= 1) return refusal;
      if (refusal.error.code === 'proof-nonce') continue;
      if (refusal.error.code !== 'unauthenticated' || token === null) return refusal;
      const failure = await this.#renew(token, stop);
      if (failure !== null) return failure;
    }
  }

  #token(): string | null {
    return this.#pass.kind === 'device' ? this.#pass.credential.tokens.access_token : null;
  }

  #key(): DeviceKey {
    return this.#pass.kind === 'device' ? this.#pass.credential.key : this.#pass.key;
  }

  async #once(
    { method, path, headers, body, onSent }: SessionRequest,
    token: string | null,
    patience: Patience,
    stop: AbortSignal,
  ): Promise<HubResult<OpenAnswer>> {
    const url = this.#base + path;
    const { ids, clock } = this.#ports;
    const made = { method, url, token, nonce: this.#nonce, id: ids.next(), now: clock.now() };
    const init = {
      method,
      ...(body === undefined ? {} : { body }),
      headers: {
        ...headers,
        [PROOF_HEADER]: await makeProof(this.#key(), made),
        ...(token === null ? {} : { authorization: `DPoP ${token}` }),
      },
    };
    const answer = await open(this.#ports, url, init, patience, stop, onSent);
    if (answer.ok) this.#nonce = answer.value.headers.get(NONCE_HEADER) ?? this.#nonce;
    return answer;
  }

  /** Sees to it that another token than this one is in use; answers why not, or null. */
  #renew(used: string, stop: AbortSignal): Promise<HubRefusal | null> {
    if (this.#token() !== used) return Promise.resolve(null);
    this.#refreshing ??= this.#refresh(stop).finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #refresh(stop: AbortSignal): Promise<HubRefusal | null> {
    if (this.#pass.kind !== 'device') throw new Error('a device without tokens has none to renew');
    const { credential } = this.#pass;
    const fresh = await this.#askForTokens(credential, stop);
    if (!fresh.ok) return fresh;
    const { access_token, refresh_token } = fresh.value;
    const next: Credential = { ...credential, tokens: { access_token, refresh_token } };
    if (!this.#isLeaving && !(await this.#ports.storeCredential(next))) {
      return { ...fail('disk-error', 'the new tokens could not be kept'), retry_after_ms: null };
    }
    this.#pass = { kind: 'device', credential: next };
    return null;
  }

  async #askForTokens(
    { device_id, tokens: { refresh_token } }: Credential,
    stop: AbortSignal,
  ): Promise<HubResult<z.output<typeof hubApi.refreshTokens.response>>> {
    const { method, path, response } = hubApi.refreshTokens;
    const headers = { 'content-type': 'application/json' };
    const request = { method, path, headers, body: JSON.stringify({ device_id, refresh_token }) };
    for (let left = 2; ; left -= 1) {
      const answer = await this.#once(request, null, TOKEN_PATIENCE, stop);
      if (!answer.ok) return answer;
      if (answer.value.status !== 200) {
        const refusal = await readRefusal(this.#ports, answer.value);
        if (refusal.error.code === 'proof-nonce' && left > 1) continue;
        return refusal;
      }
      if (!isOfType(answer.value, 'application/json')) return invalidAnswer('new tokens did not come as JSON');
      const read = await readAll(answer.value, ANSWER_LIMIT);
      if (!read.ok) return read;
      const parsed = response.safeParse(parseJson(read.value.toString('utf8')));
      return parsed.success
        ? { ok: true, value: parsed.data }
        : invalidAnswer(`${path}: ${z.prettifyError(parsed.error)}`);
    }
  }
}
