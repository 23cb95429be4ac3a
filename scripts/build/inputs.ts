import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Every file that can change what the build makes: folders (walked) and files, relative to the repository. */
export const BUILD_INPUTS = [
  'contract',
  'domain',
  'electron',
  'renderer',
  'resources',
  'scripts/build',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
] as const;

function* filesBelow(root: string, path: string): Generator<string> {
  const absolute = join(root, path);
  if (!existsSync(absolute)) return;
  if (!statSync(absolute).isDirectory()) return yield path;
  for (const name of readdirSync(absolute).sort()) yield* filesBelow(root, `${path}/${name}`);
}

/**
 * sha256 (hex) over names and contents of the inputs and over `facts`, so that a touched but unchanged file does not
 * count and another runtime does.
 */
export function inputsHash(root: string, inputs: readonly string[], facts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const fact of facts) hash.update(`${fact}\0`);
  for (const input of inputs) {
    for (const file of filesBelow(root, input)) {
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(root, file)))
        .update('\0');
    }
  }
  return hash.digest('hex');
}
