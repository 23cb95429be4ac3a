import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inputsHash } from '#scripts/build/inputs.ts';
import { isAllowedExternal } from '#scripts/build/targets.ts';

let root: string;
const hash = (facts: string[] = []): string => inputsHash(root, ['src', 'package.json', 'absent'], facts);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lupa-inputs-'));
  mkdirSync(join(root, 'src', 'deep'), { recursive: true });
  writeFileSync(join(root, 'src', 'deep', 'a.ts'), 'one');
  writeFileSync(join(root, 'package.json'), '{}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the stamp of the build inputs', () => {
  it('stays when a file is only touched', () => {
    const before = hash();
    utimesSync(join(root, 'src', 'deep', 'a.ts'), 1, 1);
    expect(hash()).toBe(before);
  });

  it('changes with a content, a new file, a moved file and another runtime', () => {
    const seen = [hash(), hash(['other runtime'])];
    writeFileSync(join(root, 'src', 'deep', 'a.ts'), 'two');
    seen.push(hash());
    writeFileSync(join(root, 'src', 'b.ts'), '');
    seen.push(hash());
    rmSync(join(root, 'src', 'b.ts'));
    writeFileSync(join(root, 'src', 'c.ts'), '');
    seen.push(hash());
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe('a bundle', () => {
  it('may ask at run time for electron, better-sqlite3 and node, and for nothing else', () => {
    expect(['electron', 'better-sqlite3', 'fs', 'node:fs', 'node:sqlite'].every(isAllowedExternal)).toBe(true);
    expect(['zod', 'kysely', 'bindings', './chunk.cjs'].some(isAllowedExternal)).toBe(false);
  });
});
