// `npm run build`: makes out/app and out/memory. Option: --quiet (silent when nothing changed).
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { readRuntime } from '#scripts/setup/runtime.ts';
import { build } from './build.ts';

const { values } = parseArgs({ options: { quiet: { type: 'boolean', default: false } } });
const say = (line: string): void => console.log(`build: ${line}`);

try {
  const started = performance.now();
  const { nativeModules } = readRuntime();
  const made = await build({ root: REPOSITORY, out: join(REPOSITORY, 'out'), nativeModules, say });
  if (made) say(`done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  else if (!values.quiet) say('nothing has changed');
} catch (error) {
  // The bundler's messages name file and line of the sources; its stack would only name its own.
  console.error(`build: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
