import { readFileSync } from 'node:fs';
import { foldersBelow } from '#main/command-line.ts';
import { keyFile } from '#main/vault/key-file.ts';

/**
 * The key of an app that was started for development: whoever measures or tests it may look at what it keeps.
 * @throws Error when the device is protected
 */
export function developmentKey(userData: string): Buffer {
  const kept = keyFile.parse(JSON.parse(readFileSync(foldersBelow(userData).key, 'utf8')));
  if (kept.protection !== 'development') throw new Error(`${userData} is protected by ${kept.protection}`);
  return Buffer.from(kept.key, 'base64');
}
