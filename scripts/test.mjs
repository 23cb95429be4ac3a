// `npm test`: set-up with what the tests need, then every check and every test (scripts/test/main.ts).
import { runOnPinnedNode } from './setup/bootstrap.mjs';

const setUp = await runOnPinnedNode('scripts/setup/main.ts', ['--quiet', '--for', 'test']);
process.exitCode = setUp === 0 ? await runOnPinnedNode('scripts/test/main.ts', process.argv.slice(2)) : setUp;
