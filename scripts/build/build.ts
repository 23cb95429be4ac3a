import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Rolldown, build as runVite } from 'vite';
import { BUILD_INPUTS, inputsHash } from './inputs.ts';
import { type Target, isAllowedExternal, targets } from './targets.ts';

/** Where the build takes its sources from, puts its results, and what the application will run on. */
export type BuildRequest = {
  readonly root: string;
  /** Folder for app/, memory/ and the stamp. */
  readonly out: string;
  /** node_modules folder with native modules of the runtime, or null when the repository's fit. */
  readonly nativeModules: string | null;
  readonly say: (line: string) => void;
};

/** A foreseen reason why the build cannot be made. */
class BuildProblem extends Error {
  override readonly name = 'BuildProblem';
}

function chunksOf(result: Awaited<ReturnType<typeof runVite>>): Rolldown.OutputChunk[] {
  const outputs = (Array.isArray(result) ? result : [result]) as Rolldown.RolldownOutput[];
  return outputs.flatMap((each) => each.output).filter((each) => each.type === 'chunk');
}

/** A native module pulled into a bundle builds green and fails at run time, so look at what each bundle asks for. */
function checkProgram(target: Target, chunks: readonly Rolldown.OutputChunk[]): void {
  if (chunks.length !== 1 && target.name !== 'main') {
    throw new BuildProblem(
      `${target.entry} was built into ${chunks.length} files; the ${target.name} program must be one`,
    );
  }
  const own = new Set(chunks.map((chunk) => chunk.fileName));
  for (const chunk of chunks) {
    const stray = chunk.imports.filter((specifier) => !own.has(specifier) && !isAllowedExternal(specifier));
    if (stray.length > 0)
      throw new BuildProblem(`${target.entry}: not bundled and not there at run time: ${stray.join(', ')}`);
    const native = chunk.moduleIds.filter((id) => id.endsWith('.node') || id.includes('node_modules/better-sqlite3/'));
    if (native.length > 0) throw new BuildProblem(`${target.entry}: a native module was bundled: ${native.join(', ')}`);
  }
}

async function make(target: Target, root: string): Promise<void> {
  if (!existsSync(join(root, target.entry))) throw new BuildProblem(`${target.entry} does not exist`);
  const chunks = chunksOf(await runVite(target.config));
  if (target.name !== 'renderer' && target.name !== 'memory') checkProgram(target, chunks);
}

function writeAppFolder(request: BuildRequest, app: string): void {
  const manifest = JSON.parse(readFileSync(join(request.root, 'package.json'), 'utf8')) as Record<string, unknown>;
  const { name, productName, version, description } = manifest;
  const own = { name, productName, version, description, main: 'main/index.cjs' };
  writeFileSync(join(app, 'package.json'), `${JSON.stringify(own, null, 2)}\n`);
  const icons = join(request.root, 'resources', 'icons');
  if (existsSync(icons)) cpSync(icons, join(app, 'resources', 'icons'), { recursive: true });
  if (request.nativeModules === null) return;
  mkdirSync(join(app, 'node_modules'), { recursive: true });
  const module = 'better-sqlite3';
  symlinkSync(join(request.nativeModules, module), join(app, 'node_modules', module), 'junction');
}

/** Puts the finished folders where the old ones were; a program that runs from the old ones keeps its open files. */
function swapIn(fresh: string, out: string, names: readonly string[]): void {
  for (const name of names) {
    const old = join(fresh, `${name}.old`);
    if (existsSync(join(out, name))) renameSync(join(out, name), old);
    renameSync(join(fresh, name), join(out, name));
  }
}

/**
 * Builds the application (`out/app`) and the page for component tests (`out/memory`).
 * @returns false when the inputs are those of the last build and nothing was done
 * @throws BuildProblem when an entry is missing or a bundle is not self-contained; Vite's errors otherwise
 */
export async function build(request: BuildRequest): Promise<boolean> {
  const { root, out } = request;
  const hash = inputsHash(root, BUILD_INPUTS, [request.nativeModules ?? 'own', process.version]);
  const stamp = join(out, '.build-inputs');
  const isBuilt = ['app/main/index.cjs', 'memory'].every((path) => existsSync(join(out, path)));
  if (isBuilt && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false;
  request.say('building the application');
  const fresh = join(out, `.building-${process.pid}`);
  try {
    for (const target of targets(root, fresh)) await make(target, root);
    writeAppFolder(request, join(fresh, 'app'));
    rmSync(stamp, { force: true });
    swapIn(fresh, out, ['app', 'memory']);
    writeFileSync(stamp, hash);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return true;
}
