// `node scripts/docs/main.ts`: writes the documentation that is made of the sources.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { keyboardPage } from './keyboard.ts';

writeFileSync(join(REPOSITORY, 'docs', 'keyboard.md'), keyboardPage());
console.log('docs: keyboard.md is written');
