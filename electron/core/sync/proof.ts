import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type DeviceKey, deviceKey, PROOF_ALGORITHM, PROOF_TYPE } from '#contract/proof.ts';

/** Makes a key pair for this device. */
export async function makeDeviceKey(): Promise<DeviceKey> {
  const { privateKey } = await generateKeyPair(PROOF_ALGORITHM, { extractable: true });
  return deviceKey.parse(await exportJWK(privateKey));
}

/** What a proof is made for. */
export interface Proven {
  readonly method: string;
  readonly url: string;
  /** The access token that goes with it, or null. */
  readonly token: string | null;
  /** The newest nonce of the hub; null while none is known. */
  readonly nonce: string | null;
  /** A name that no other proof has. */
  readonly id: string;
  /** The device's time in milliseconds; the hub does not rely on it. */
  readonly now: number;
}

/** Proves with a signature that this device holds its key, for one request (contract/proof). */
export async function makeProof(key: DeviceKey, { method, url, token, nonce, id, now }: Proven): Promise<string> {
  const { kty, crv, x, y } = key;
  const claims = {
    jti: id,
    htm: method,
    htu: url.split('?', 1)[0] ?? url,
    iat: Math.floor(now / 1_000),
    ...(nonce === null ? {} : { nonce }),
    ...(token === null ? {} : { ath: createHash('sha256').update(token).digest('base64url') }),
  };
  return new SignJWT(claims)
    .setProtectedHeader({ typ: PROOF_TYPE, alg: PROOF_ALGORITHM, jwk: { kty, crv, x, y } })
    .sign(key);
}

/** What the hub knows a key by (RFC 7638). */
export function thumbprintOf(key: DeviceKey): Promise<string> {
  return calculateJwkThumbprint(key);
}
