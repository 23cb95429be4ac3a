import { createHash } from 'node:crypto';
import type { Sha256 } from '#domain/audit/hashing.ts';

/** The real SHA-256, for rules that are given one. */
export const sha256: Sha256 = (data) => createHash('sha256').update(data).digest('hex');
