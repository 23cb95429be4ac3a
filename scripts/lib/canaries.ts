import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Something that must lie nowhere in plain, and every form of it that is looked for. */
export interface Canary {
  readonly name: string;
  readonly forms: readonly Buffer[];
}

/** What stands in a longer Base64 text for these bytes, wherever they begin in it: the signs at both ends depend on the neighbours. */
function inBase64(bytes: Buffer): Buffer[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return Buffer.from(text.slice(4, -4), 'latin1');
  });
}

/** A canary of bytes: as they are, in hexadecimal and in Base64. */
export function canaryOf(name: string, bytes: Buffer): Canary {
  return { name, forms: [bytes, Buffer.from(bytes.toString('hex'), 'latin1'), ...inBase64(bytes)] };
}

/** A canary of text: as bytes, and in UTF-16. */
export function textCanary(name: string, text: string): Canary {
  const { forms } = canaryOf(name, Buffer.from(text, 'utf8'));
  return { name, forms: [...forms, Buffer.from(text, 'utf16le')] };
}

function contentOf(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    // It went away since it was listed, or is no file that can be read (a socket).
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENXIO')) return null;
    throw error;
  }
}

/** What lies in plain below a folder: `canary in file`, each once. */
export function findCanaries(folder: string, canaries: readonly Canary[]): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
  return findCanariesIn(files, canaries);
}

/** What lies in plain in these files, as `findCanaries` tells it. */
export function findCanariesIn(files: readonly string[], canaries: readonly Canary[]): string[] {
  const found: string[] = [];
  for (const file of files) {
    const content = contentOf(file);
    if (content === null) continue;
    for (const { name, forms } of canaries)
      if (forms.some((form) => content.includes(form))) found.push(`${name} in ${file}`);
  }
  return found;
}
