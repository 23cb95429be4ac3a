// `npm run build`: makes out/app and out/memory. Option: --quiet (silent when nothing changed).
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { readRuntime } from '#scripts/setup/runtime.ts';
import { BuildProblem, build } from './build.ts';

const { values } = parseArgs({ options: { quiet: { type: 'boolean', default: false } } });
const say = (line: string): void => console.log(`build: ${line}`);

try {
  const started = performance.now();
  const { nativeModules } = readRuntime();
  const made = await build({ root: REPOSITORY, out: join(REPOSITORY, 'out'), nativeModules, say });
  if (made) say(`done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  else if (!values.quiet) say('nothing has changed');
} catch (error) {
  if (!(error instanceof BuildProblem)) throw error;
  console.error(`build: ${error.message}`);
  process.exitCode = 1;
}
