import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isHarmless } from './fault.ts';
import { faultKinds } from './kinds/index.ts';
import { tryApart } from './try-apart.ts';

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

/** Tries one kind; answers its figures as lines. */
async function tryKind(name: string): Promise<{ readonly lines: readonly string[]; readonly harmful: number }> {
  const load = faultKinds[name];
  if (load === undefined) throw new Error(`there is no kind ${name}`);
  const since = performance.now();
  const { fault } = await load();
  const figures = await fault({ form, seed, say: (text) => void process.stderr.write(`${name}: ${text}\n`) });
  if (figures.length === 0) throw new Error(`${name} gave no figure: nothing was tried`);
  process.stderr.write(`${name}: ${((performance.now() - since) / 1_000).toFixed(1)} s\n`);
  return {
    lines: figures.map((figure) => JSON.stringify({ fault: name, ...figure })),
    harmful: figures.filter((figure) => !isHarmless(figure)).length,
  };
}

async function tryAll(): Promise<{ readonly lines: readonly string[]; readonly failed: boolean }> {
  const [only, ...others] = chosen;
  if (only !== undefined && others.length === 0) {
    const { lines, harmful } = await tryKind(only);
    for (const line of lines) process.stdout.write(`${line}\n`);
    return { lines, failed: harmful > 0 };
  }
  const options = ['--seed', String(seed), ...(values.short ? ['--short'] : [])];
  return tryApart(chosen, (name) => [name, ...options, '--out', join(values.out, name)]);
}

const { lines, failed } = await tryAll();
await mkdir(values.out, { recursive: true });
await writeFile(join(values.out, `${form}.ndjson`), lines.map((line) => `${line}\n`).join(''));
process.stderr.write(`${lines.length} figures, ${failed ? 'harm was done' : 'none with harm'}; seed ${seed}\n`);
process.exitCode = failed ? 1 : 0;
