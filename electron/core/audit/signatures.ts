import { createPublicKey, verify } from 'node:crypto';
import type { VerifySignature } from '#domain/audit/head.ts';

/** Ed25519 as Node checks it. A key or signature that is none makes the check fail. */
export const verifySignature: VerifySignature = (text, signature, publicKey) => {
  try {
    return verify(null, Buffer.from(text, 'utf8'), createPublicKey(publicKey), Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
};
