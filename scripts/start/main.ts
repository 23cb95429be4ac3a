// What `npm start` does after set-up and build: the hub with the demo, then the app; without a display, the tour.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { readRuntime, runtimeSwitches } from '#scripts/setup/runtime.ts';
import { startEmbeddedHub } from './embedded-hub.ts';
import { appArguments, hasDisplay } from './options.ts';

const say = (line: string): void => console.log(`lupa: ${line}`);

/** Runs a program to its end; the answer is its exit code. */
async function run(
  command: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<number> {
  const child = spawn(command, args, { cwd: REPOSITORY, stdio: 'inherit', env: { ...process.env, ...environment } });
  const passOn = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.on('SIGINT', passOn).on('SIGTERM', passOn);
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  } finally {
    process.off('SIGINT', passOn).off('SIGTERM', passOn);
  }
}

async function startApp(): Promise<number> {
  const home = join(REPOSITORY, '.lupa');
  const userData = join(home, 'app');
  mkdirSync(userData, { recursive: true, mode: 0o700 });
  say('starting the hub');
  const hub = await startEmbeddedHub(join(home, 'hub'), say);
  try {
    const isEnrolled = existsSync(join(userData, 'credential.json'));
    const hint = isEnrolled ? null : { hubUrl: hub.url, code: await hub.reviewerCode() };
    say(
      `the hub is at ${hub.url}; ${hint === null ? 'opening the app' : 'the enrolment code is filled in, press Enter'}`,
    );
    const args = appArguments(runtimeSwitches(), join(REPOSITORY, 'out', 'app'), hint);
    return await run(readRuntime().executable, args, { LUPA_DATA_DIR: userData, LUPA_DEVELOPMENT_KEY: '1' });
  } finally {
    say('stopping the hub');
    await hub.stop();
  }
}

try {
  if (hasDisplay(process.platform, process.env)) process.exitCode = await startApp();
  else {
    say('there is no display, so the tour is performed under Xvfb instead');
    process.exitCode = await run(process.execPath, [join(REPOSITORY, 'scripts', 'tour', 'main.ts')]);
  }
} catch (error) {
  console.error(`lupa: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
