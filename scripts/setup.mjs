// `npm run setup`: everything a fresh clone lacks. Runs on Node >= 20.19 with no node_modules; the work itself is done
// by scripts/setup/main.ts on the pinned Node. Options are described there.
import { runOnPinnedNode } from './setup/bootstrap.mjs';

process.exitCode = await runOnPinnedNode('scripts/setup/main.ts', process.argv.slice(2));
