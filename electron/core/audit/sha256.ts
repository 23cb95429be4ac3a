import { hash } from 'node:crypto';
import type { Sha256 } from '#domain/audit/hashing.ts';

/** SHA-256 as Node makes it. */
export const sha256: Sha256 = (data) => hash('sha256', data, 'hex');
