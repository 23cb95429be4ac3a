import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyboardPage } from '#scripts/docs/keyboard.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';

describe('docs/keyboard.md', () => {
  it('is what the registry, the keymap and the catalogs make of it now', () => {
    expect(readFileSync(join(REPOSITORY, 'docs', 'keyboard.md'), 'utf8')).toBe(keyboardPage());
  });
});
