// Every check and every test: npm test -- [--only step,step] [file filter…]. Ends with the line `N passed, N failed`.
import { type Display, openDisplay } from '#scripts/setup/display.ts';
import { SetupProblem } from '#scripts/setup/problem.ts';
import { CHECKS } from './checks.ts';
import { NOTHING, type Outcome, add, closingLine, single } from './outcome.ts';
import { KINDS, KINDS_ON_THE_BUILD, type Kind, SelectionProblem, readSelection } from './selection.ts';
import { runKind } from './vitest.ts';

type Step = { readonly name: string; readonly run: () => Promise<Outcome> };

const failedSteps = new Set<string>();

function checkSteps(): Step[] {
  return CHECKS.map((check) => ({
    name: check.name,
    run: async () => {
      const complaint = await check.run();
      if (complaint !== null) console.log(complaint);
      return single(complaint === null);
    },
  }));
}

async function runOnDisplay(kind: Kind, filters: readonly string[]): Promise<Outcome> {
  if (failedSteps.has('build')) {
    console.log('not run: the build failed, so there is nothing to open');
    return single(false);
  }
  const display: Display = await openDisplay();
  try {
    return await runKind(kind, filters, display.name);
  } finally {
    await display.stop();
  }
}

function testSteps(filters: readonly string[]): Step[] {
  return KINDS.map((kind) => ({
    name: kind,
    run: () =>
      KINDS_ON_THE_BUILD.includes(kind)
        ? runOnDisplay(kind, filters)
        : runKind(kind, filters, process.env['DISPLAY'] ?? ''),
  }));
}

async function runStep(step: Step): Promise<Outcome> {
  const started = performance.now();
  console.log(`> ${step.name}`);
  let outcome: Outcome;
  try {
    outcome = await step.run();
  } catch (error) {
    console.log(error instanceof SetupProblem ? error.message : error);
    outcome = single(false);
  }
  if (outcome.failed > 0) failedSteps.add(step.name);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${outcome.failed === 0 ? 'ok' : 'FAILED'} ${step.name}: ${closingLine(outcome)} (${seconds} s)`);
  return outcome;
}

async function runAll(args: readonly string[]): Promise<Outcome> {
  const names = [...CHECKS.map((check) => check.name), ...KINDS];
  const { steps, filters } = readSelection(args, names);
  let total = NOTHING;
  for (const step of [...checkSteps(), ...testSteps(filters)]) {
    if (steps.includes(step.name)) total = add(total, await runStep(step));
  }
  return total;
}

try {
  const total = await runAll(process.argv.slice(2));
  if (failedSteps.size > 0) console.log(`failed: ${[...failedSteps].join(', ')}`);
  console.log(closingLine(total));
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof SelectionProblem)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
