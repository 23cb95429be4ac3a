// `npm start`: set-up, build, then the app (scripts/start/main.ts).
import { runOnPinnedNode } from './setup/bootstrap.mjs';

const steps = [
  ['scripts/setup/main.ts', ['--quiet', '--for', 'app']],
  ['scripts/build/main.ts', ['--quiet']],
  ['scripts/start/main.ts', process.argv.slice(2)],
];
for (const [file, args] of steps) {
  process.exitCode = await runOnPinnedNode(file, args);
  if (process.exitCode !== 0) break;
}
