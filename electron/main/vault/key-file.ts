import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { removeAndShred, replaceAndShred, writeDurably } from '../../files/durable-file.ts';

/** What is kept of the master key. Never the key itself, but for development. */
export const keyFile = z.discriminatedUnion('protection', [
  z.strictObject({
    version: z.literal(1),
    protection: z.literal('keyring'),
    /** Chromium's name of the keyring that wrapped it. */
    backend: z.string(),
    wrapped: z.base64(),
  }),
  z.strictObject({
    version: z.literal(1),
    protection: z.literal('passphrase'),
    /** Of Argon2id, as they were when it was wrapped. */
    salt: z.base64(),
    memory_kib: z.number().int().min(8_192).max(1_048_576),
    passes: z.number().int().min(1).max(100),
    wrapped: z.base64(),
  }),
  z.strictObject({ version: z.literal(1), protection: z.literal('nothing_kept') }),
  z.strictObject({ version: z.literal(1), protection: z.literal('development'), key: z.base64() }),
]);
export type KeyFile = z.infer<typeof keyFile>;

/** What is at the place of the key file. */
export type FoundKeyFile = KeyFile | 'none' | 'damaged';

/** Reads the key file; whatever is there but cannot be understood is `damaged`, never `none`. */
export function readKeyFile(file: string): FoundKeyFile {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'none' : 'damaged';
  }
  try {
    return keyFile.parse(JSON.parse(text));
  } catch {
    return 'damaged';
  }
}

/** Keeps it, readable to its owner only, on the disk when this returns. Throws what the disk throws. */
export function writeKeyFile(file: string, content: KeyFile): void {
  writeDurably(file, JSON.stringify(content));
}

/** As `writeKeyFile`, and writes over what was kept before: it would open by what opened it then. Throws what the disk throws. */
export function replaceKeyFile(file: string, content: KeyFile): void {
  replaceAndShred(file, JSON.stringify(content));
}

/** Removes it for good: whatever the key sealed opens no more. Throws what the disk throws. */
export function removeKeyFile(file: string): void {
  removeAndShred(file);
}
