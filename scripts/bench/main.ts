import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench } from './measure.ts';

/** Loaded only when asked for, so that one benchmark does not pay for another's imports. */
const benches: Record<string, () => Promise<{ bench: Bench }>> = {
  cockpit: () => import('./cockpit.ts'),
  sync: () => import('./sync.ts'),
  hub: () => import('./hub.ts'),
  export: () => import('./export.ts'),
  start: () => import('./start.ts'),
  search: () => import('./search.ts'),
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: join('out', 'bench') }, help: { type: 'boolean' } },
});
const unknown = positionals.filter((name) => benches[name] === undefined);
if (values.help === true || unknown.length > 0) {
  process.stdout.write(`usage: npm run bench -- [${Object.keys(benches).join('|')}]… [--out DIR]\n`);
  process.exit(unknown.length > 0 ? 2 : 0);
}

await mkdir(values.out, { recursive: true });
const chosen = positionals.length > 0 ? positionals : Object.keys(benches);
for (const name of chosen) {
  const load = benches[name];
  if (load === undefined) continue;
  const { bench } = await load();
  const figures = await bench();
  const report = {
    bench: name,
    at: new Date().toISOString(),
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      memory_gib: Math.round(totalmem() / 2 ** 30),
      node: process.version,
    },
    figures,
  };
  const text = `${JSON.stringify(report, null, 2)}\n`;
  await writeFile(join(values.out, `${name}.json`), text);
  process.stdout.write(text);
}
