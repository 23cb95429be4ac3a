import { z } from 'zod';

/*
 * How a device proves with each request that it holds its key: RFC 9449 (DPoP) with nonces of the hub, so that nothing depends on the
 * device's clock.
 */

/** Header of a request: the proof, a JWT signed for this one request. */
export const PROOF_HEADER = 'dpop';
/** Header of every answer: the nonce that the next proofs are to carry. */
export const NONCE_HEADER = 'dpop-nonce';
export const PROOF_TYPE = 'dpop+jwt';
export const PROOF_ALGORITHM = 'ES256';

/** What a proof says. */
export const proofClaims = z.object({
  /** Names this proof; none is taken twice. */
  jti: z.string().min(8).max(64),
  /** Method and address (without the query) of the request it is for. */
  htm: z.string().max(10),
  htu: z.url().max(2_000),
  iat: z.number(),
  nonce: z.string().max(64).optional(),
  /** base64url of the SHA-256 of the access token that comes with it; absent where none does. */
  ath: z.string().length(43).optional(),
});

const coordinate = z.string().regex(/^[\w-]{43}$/);

/** A device's key pair on P-256 as a JWK. It is made on the device and never leaves it. */
export const deviceKey = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
  d: coordinate,
});
export type DeviceKey = z.infer<typeof deviceKey>;
