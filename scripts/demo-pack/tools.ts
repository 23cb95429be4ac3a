import { spawnSync } from 'node:child_process';

/** A program of the machine that the generator calls, and the Debian package that brings it. */
type Tool = { readonly command: 'ffmpeg' | 'espeak-ng'; readonly probe: readonly string[]; readonly debian: string };

const TOOLS: readonly Tool[] = [
  { command: 'ffmpeg', probe: ['-hide_banner', '-version'], debian: 'ffmpeg' },
  { command: 'espeak-ng', probe: ['--version'], debian: 'espeak-ng' },
];

/**
 * Says which needed programs are not installed.
 * @returns one sentence for each missing program, empty when all are there.
 */
export function missingTools(): string[] {
  return TOOLS.filter((tool) => spawnSync(tool.command, tool.probe, { stdio: 'ignore' }).status !== 0).map(
    (tool) => `${tool.command} is needed to make the demo clips and is not installed: apt-get install ${tool.debian}`,
  );
}

/**
 * Runs a program to its end.
 * @throws Error with the program's own last words when it cannot start or ends with another code than 0.
 */
export function run(command: Tool['command'], args: readonly string[]): void {
  const result = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 });
  if (result.error !== undefined) throw new Error(`${command} could not be started`, { cause: result.error });
  if (result.status !== 0) {
    throw new Error(`${command} ended with code ${String(result.status)}:\n${result.stderr.trim().slice(-1500)}`);
  }
}
