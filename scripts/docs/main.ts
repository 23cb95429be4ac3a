// Writes the pages of docs/ that are made from the code.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { keyboardPage } from './keyboard.ts';

writeFileSync(join(REPOSITORY, 'docs', 'keyboard.md'), keyboardPage());
console.log('docs: wrote docs/keyboard.md');
