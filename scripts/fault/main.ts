import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isHarmless } from './fault.ts';
import { faultKinds } from './kinds/index.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: 'boolean', default: false },
    seed: { type: 'string' },
    out: { type: 'string', default: join('out', 'fault') },
    help: { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => faultKinds[name] === undefined);
if (values.help || unknown.length > 0) {
  process.stdout.write(
    `usage: npm run fault -- [${Object.keys(faultKinds).join('|')}]… [--short] [--seed N] [--out DIR]\n`,
  );
  process.exit(unknown.length > 0 ? 2 : 0);
}

const form = values.short ? 'short' : 'long';
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number.parseInt(values.seed, 10);
const chosen = positionals.length > 0 ? positionals : Object.keys(faultKinds);
const lines: string[] = [];
let harmful = 0;
for (const name of chosen) {
  const load = faultKinds[name];
  if (load === undefined) continue;
  const since = performance.now();
  const { fault } = await load();
  const figures = await fault({ form, seed, say: (text) => void process.stderr.write(`${name}: ${text}\n`) });
  if (figures.length === 0) throw new Error(`${name} gave no figure: nothing was tried`);
  for (const figure of figures) {
    if (!isHarmless(figure)) harmful += 1;
    const line = JSON.stringify({ fault: name, ...figure });
    lines.push(line);
    process.stdout.write(`${line}\n`);
  }
  process.stderr.write(`${name}: ${((performance.now() - since) / 1_000).toFixed(1)} s\n`);
}
await mkdir(values.out, { recursive: true });
await writeFile(join(values.out, `${form}.ndjson`), `${lines.join('\n')}\n`);
process.stderr.write(`${lines.length} figures, ${harmful} with harm; seed ${seed}\n`);
process.exitCode = harmful === 0 ? 0 : 1;
