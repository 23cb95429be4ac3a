import { createPublicKey, hash, verify } from 'node:crypto';
import type { verifyExport } from '#domain/audit/verify-export.ts';

/** SHA-256, Ed25519 and UTF-8 as Node has them, for the rules that verify exports. */
export const verifyTools: Parameters<typeof verifyExport>[0] = {
  sha256: (data) => hash('sha256', data, 'hex'),
  verify(text, signature, publicKey) {
    try {
      return verify(null, Buffer.from(text, 'utf8'), createPublicKey(publicKey), Buffer.from(signature, 'base64'));
    } catch {
      return false;
    }
  },
  decode: (bytes) => Buffer.from(bytes).toString('utf8'),
};
