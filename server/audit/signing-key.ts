import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** Signs what the hub vouches for. */
export interface Signer {
  /** PEM (SPKI), to check signatures by. */
  readonly publicKey: string;
  /** SHA-256 of the key's DER, in hex: what people compare. */
  readonly fingerprint: string;
  /** Ed25519 signature of the text's UTF-8 bytes, base64. */
  sign(text: string): string;
}

/** A signer with a private key. @throws when it is no Ed25519 key */
export function signerOf(key: KeyObject): Signer {
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('the audit key is no Ed25519 key');
  const publicKey = createPublicKey(key);
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    fingerprint: createHash('sha256').update(der).digest('hex'),
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), key).toString('base64'),
  };
}

/** A signer whose key nobody keeps, for hubs that live only as long as this process. */
export function passingSigner(): Signer {
  return signerOf(generateKeyPairSync('ed25519').privateKey);
}

async function makeKey(file: string): Promise<string> {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const handle = await open(`${file}.part`, 'w', 0o600);
  try {
    await handle.writeFile(pem);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.part`, file);
  return pem;
}

/**
 * The hub's own key: the one given, else the one in its data folder, which is made at the first start. Whoever has it can sign another history,
 * so it is readable by the hub's account only and belongs into no backup of the database.
 * @param given PEM (PKCS #8) from outside
 */
export async function openSigner(dataFolder: string, given: string | undefined): Promise<Signer> {
  if (given !== undefined) return signerOf(createPrivateKey(given));
  const file = join(dataFolder, 'audit-key.pem');
  const pem = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return makeKey(file);
    throw error;
  });
  return signerOf(createPrivateKey(pem));
}
