// The set-up, on the pinned Node. Options: --for app|test (default test: everything), --quiet (only what changes
// something), --retry-electron (ask for the pinned Electron again although it failed today).
import { parseArgs } from 'node:util';
import { ensureDependencies } from './dependencies.ts';
import { REPOSITORY } from './paths.ts';
import { SetupProblem, type Teller, terminalTeller } from './problem.ts';
import { type Purpose, checkLibraries, ensureSystemPackages, findChromium } from './system-packages.ts';

type Options = { readonly purpose: Purpose; readonly quiet: boolean; readonly retry: boolean };

function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      for: { type: 'string', default: 'test' },
      quiet: { type: 'boolean', default: false },
      'retry-electron': { type: 'boolean', default: false },
    },
  });
  if (values.for !== 'app' && values.for !== 'test') throw new SetupProblem('--for takes app or test');
  return { purpose: values.for, quiet: values.quiet, retry: values['retry-electron'] };
}

async function setUp(options: Options, tell: Teller): Promise<void> {
  ensureDependencies(REPOSITORY, tell);
  ensureSystemPackages(options.purpose, tell);
  // Loaded only now: these modules use packages that the first step installs.
  const { ensureElectron } = await import('./electron.ts');
  const { findRuntime, writeRuntime } = await import('./runtime.ts');
  const electron = await ensureElectron(options.retry, tell);
  const known = findRuntime();
  if (known?.executable !== electron.executable) checkLibraries(electron.executable);
  const runtime = { ...electron, chromium: findChromium() };
  if (JSON.stringify(known) !== JSON.stringify(runtime)) {
    writeRuntime(runtime);
    tell.say(`using Electron ${runtime.electronVersion} (${runtime.kind}) at ${runtime.executable}`);
  }
  if (!options.quiet) tell.say('everything is in place');
}

try {
  await setUp(readOptions(process.argv.slice(2)), terminalTeller());
} catch (error) {
  if (!(error instanceof SetupProblem)) throw error;
  console.error(`set-up: ${error.message}`);
  process.exitCode = 1;
}
