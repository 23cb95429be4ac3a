import { randomBytes } from 'node:crypto';
import { KEY_BYTES, seal, unseal } from '../../sealing/sealing.ts';
import type { KeyFile } from './key-file.ts';

type Wrapped = Extract<KeyFile, { protection: 'passphrase' }>;
type Cost = Pick<Wrapped, 'salt' | 'memory_kib' | 'passes'>;

const SALT_BYTES = 16;
const COST = { memory_kib: 65_536, passes: 3 } as const;
const PLACE = 'lupa/1/master-key';

/** The key of a passphrase (Argon2id, RFC 9106). Takes about half a second and 64 MiB: so does every guess. */
async function stretch(passphrase: string, { salt, memory_kib, passes }: Cost): Promise<Uint8Array> {
  // Not needed where there is a keyring, so not read there.
  const { argon2id } = await import('hash-wasm');
  return argon2id({
    // One accented letter can be typed as one sign or as two.
    password: passphrase.normalize('NFKC'),
    salt: Buffer.from(salt, 'base64'),
    memorySize: memory_kib,
    iterations: passes,
    parallelism: 1,
    hashLength: KEY_BYTES,
    outputType: 'binary',
  });
}

/** Wraps the master key under a passphrase. */
export async function wrapByPassphrase(master: Buffer, passphrase: string): Promise<Wrapped> {
  const cost = { salt: randomBytes(SALT_BYTES).toString('base64'), ...COST };
  const key = await stretch(passphrase, cost);
  try {
    return { version: 1, protection: 'passphrase', ...cost, wrapped: seal(key, PLACE, master).toString('base64') };
  } finally {
    key.fill(0);
  }
}

/** The master key again. Throws `SealBroken` when it was another passphrase. */
export async function unwrapByPassphrase(kept: Wrapped, passphrase: string): Promise<Buffer> {
  const key = await stretch(passphrase, kept);
  try {
    return unseal(key, PLACE, Buffer.from(kept.wrapped, 'base64'));
  } finally {
    key.fill(0);
  }
}
