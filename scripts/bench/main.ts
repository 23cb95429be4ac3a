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

const FEWEST_CLIPS = 10;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string', default: join('out', 'bench') },
    clips: { type: 'string', default: '500' },
    'real-clips': { type: 'string' },
    help: { type: 'boolean' },
  },
});
const unknown = positionals.filter((name) => benches[name] === undefined);
const clips = Number(values.clips);
const isUnderstood = unknown.length === 0 && Number.isInteger(clips) && clips >= FEWEST_CLIPS;
if (values.help === true || !isUnderstood) {
  process.stdout.write(
    `usage: npm run bench -- [${Object.keys(benches).join('|')}]… [--out DIR] [--clips N] [--real-clips DIR]
  --clips N         cockpit: different clips, each shown twice (default 500, at least ${FEWEST_CLIPS})
  --real-clips DIR  cockpit: real clips that are among them
`,
  );
  process.exit(isUnderstood ? 0 : 2);
}

await mkdir(values.out, { recursive: true });
const chosen = positionals.length > 0 ? positionals : Object.keys(benches);
for (const name of chosen) {
  const load = benches[name];
  if (load === undefined) continue;
  const { bench } = await load();
  const figures = await bench({ clips, realClips: values['real-clips'] ?? null });
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
