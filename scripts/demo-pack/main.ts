import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { writePackFiles } from './assemble.ts';
import { CLIPS } from './clips.ts';
import { encodeClip } from './encode.ts';
import { missingTools } from './tools.ts';

const SHIPPED = resolve(import.meta.dirname, '../../resources/demo');
/** What is written by hand in the shipped pack and copied into any other. */
const PROSE = ['policies', 'README.md'] as const;
const USAGE = `Makes the demo pack.

  node scripts/demo-pack/main.ts [--out DIR]

  --out DIR   where the pack goes (default: resources/demo)
  --help      this text
`;

/** Builds the pack aside and puts it in place only when all of it is there. */
function build(out: string): void {
  const staging = mkdtempSync(join(tmpdir(), 'lupa-demo-pack-'));
  try {
    CLIPS.forEach((clip, i) => {
      console.log(`clip ${i + 1} of ${CLIPS.length}: ${clip.name}`);
      encodeClip(clip, staging, i + 1);
    });
    writePackFiles(staging);
    mkdirSync(out, { recursive: true });
    rmSync(join(out, 'clips'), { recursive: true, force: true });
    cpSync(staging, out, { recursive: true });
    if (out !== SHIPPED) for (const name of PROSE) cpSync(join(SHIPPED, name), join(out, name), { recursive: true });
    console.log(`demo pack written to ${out}`);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function main(): number {
  const { values } = parseArgs({ options: { out: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const missing = missingTools();
  if (missing.length > 0) {
    console.error(missing.join('\n'));
    return 1;
  }
  const out = resolve(values.out ?? SHIPPED);
  const foreign =
    existsSync(out) && readdirSync(out).length > 0 && out !== SHIPPED && !existsSync(join(out, 'pack.json'));
  if (foreign) {
    console.error(
      `${out} is not empty and holds no pack.json: choose an empty folder, so that nothing of yours is overwritten`,
    );
    return 1;
  }
  build(out);
  return 0;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
