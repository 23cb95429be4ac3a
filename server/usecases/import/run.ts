import type { ImportTally } from '#domain/packs/import-tally.ts';
import type { HubContext } from '../../context.ts';
import { type BadLine, type PackLine, readLines } from './lines.ts';
import { PackDamaged, type PackSource } from './pack-source.ts';

/** One import while it runs. */
export interface ImportRun {
  readonly id: string;
  readonly hub: HubContext;
  readonly source: PackSource;
  readonly tally: ImportTally;
  /** Tells how far it is; also keeps the stored report fresh. */
  progress(file: string, lines: number): Promise<void>;
}

/** Lines that go to the database together; fewer where they are long. */
const linesPerBlock = 500;
const charactersPerBlock = 8 * 1024 * 1024;

/** A line that could be read. */
export interface TextLine {
  readonly line: number;
  readonly text: string;
}

async function* blocks(lines: AsyncIterable<PackLine>, refuse: (line: BadLine) => void) {
  let block: TextLine[] = [];
  let characters = 0;
  for await (const line of lines) {
    if ('problem' in line) {
      refuse(line);
      continue;
    }
    block.push(line);
    characters += line.text.length;
    if (block.length < linesPerBlock && characters < charactersPerBlock) continue;
    yield block;
    block = [];
    characters = 0;
  }
  if (block.length > 0) yield block;
}

/** Reads a JSON Lines file of the pack block by block; unreadable lines are refused one by one, a missing file is none. */
export async function forEachBlock(
  run: ImportRun,
  file: string,
  name: Parameters<ImportTally['refuse']>[0],
  take: (block: readonly TextLine[]) => Promise<void>,
): Promise<'read' | 'missing'> {
  const found = await run.source.find(file);
  if (found.kind === 'missing') return 'missing';
  if (found.kind === 'refused') {
    run.tally.refuse(null, { file, line: null, reason: found.reason, detail: found.detail });
    return 'read';
  }
  let done = 0;
  try {
    const lines = readLines(await found.open());
    for await (const block of blocks(lines, (bad) =>
      run.tally.refuse(name, { file, line: bad.line, reason: bad.problem, detail: bad.detail }),
    )) {
      await take(block);
      done += block.length;
      await run.progress(file, done);
    }
  } catch (error) {
    if (!(error instanceof PackDamaged)) throw error;
    const detail = `cannot be read on after ${done} lines: ${error.message}`;
    run.tally.refuse(null, { file, line: null, reason: 'archive_damaged', detail });
  }
  return 'read';
}
