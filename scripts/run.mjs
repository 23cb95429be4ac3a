// `node scripts/run.mjs <file.ts> [arguments…]`: checks the set-up (quietly when nothing is missing), then runs the file
// on the pinned Node with the arguments.
import { runOnPinnedNode } from './setup/bootstrap.mjs';

const [file, ...rest] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: node scripts/run.mjs <file.ts> [arguments…]');
  process.exit(2);
}
const setUp = await runOnPinnedNode('scripts/setup/main.ts', ['--quiet', '--for', 'app']);
process.exitCode = setUp === 0 ? await runOnPinnedNode(file, rest) : setUp;
