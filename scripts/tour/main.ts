// `npm run tour`: the whole journey over a review pack, unattended.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { openDisplay } from '#scripts/setup/display.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { SetupProblem } from '#scripts/setup/problem.ts';
import { readTourOptions, TOUR_USAGE, TourUsage, type TourOptions } from './options.ts';
import { shortcomings } from './report.ts';
import { runTour } from './tour.ts';

const say = (line: string): void => console.log(`tour: ${line}`);

async function tour(options: TourOptions): Promise<boolean> {
  const built = spawnSync(process.execPath, [join(REPOSITORY, 'scripts', 'build', 'main.ts'), '--quiet'], {
    cwd: REPOSITORY,
    stdio: 'inherit',
  });
  if (built.status !== 0) return false;
  const display = await openDisplay();
  try {
    if (display.isVirtual) say('there is no display; the window opens under Xvfb');
    const report = await runTour(options, display.name, say);
    console.log(JSON.stringify({ ...report, details: undefined }, null, 2));
    say(`screenshots, report.json and the export are in ${options.out}`);
    const findings = shortcomings(report, options.items);
    for (const finding of findings) say(`FAILED: ${finding}`);
    return findings.length === 0;
  } finally {
    await display.stop();
  }
}

try {
  const options = readTourOptions(process.argv.slice(2), join(REPOSITORY, 'resources', 'demo'));
  process.exitCode = (await tour(options)) ? 0 : 1;
} catch (error) {
  if (error instanceof TourUsage) {
    console.error(`${error.message}\n${TOUR_USAGE}`);
    process.exitCode = 2;
  } else {
    const foreseen = error instanceof SetupProblem;
    console.error(`tour: ${error instanceof Error ? (foreseen ? error.message : error.stack) : String(error)}`);
    process.exitCode = 1;
  }
}
