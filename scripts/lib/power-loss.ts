import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { databaseFile } from '#core/signed-in.ts';
import { type Acknowledged, addHarm, checkDevice, type DeviceHarm, NO_HARM } from './device-check.ts';
import { buildCore, warmCore } from './forked-core.ts';
import { madeBatch, madeCredential, madeItem, must, seed, uphold } from './made-desk.ts';
import { ReplayedDisk } from './replayed-disk.ts';
import { readTrace, TRACED, type TraceStep } from './sync-trace.ts';

const ITEMS = 40;

/** What a core did to its disk from start to end, and what the disk held before. */
export interface TracedLife {
  readonly personId: string;
  readonly before: ReadonlyMap<string, Buffer>;
  readonly steps: readonly TraceStep[];
}

/** In memory where the system has a place for it: only what is written counts here, not how safely. */
const scratch = (): string => mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'lupa-power-'));

/** Every file below a folder, by its path from there. */
function filesIn(folder: string): Map<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path)]));
}

function putFile(folder: string, name: string, content: Buffer): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}

/**
 * Lets a real core decide and undo under `strace`, from its start to its orderly end, and reads what it asked of the disk.
 * @throws Error when strace is missing or the trace tells of no synchronisation
 */
export async function traceLife(verdicts: number): Promise<TracedLife> {
  const root = mkdtempSync(join(tmpdir(), 'lupa-trace-'));
  try {
    const dataDir = join(root, 'data');
    const who = madeCredential();
    const batch = madeBatch();
    const items = Array.from({ length: ITEMS }, (_, position) => madeItem(batch, position, who.person.id));
    seed(dataDir, who, [batch], items);
    const folder = dirname(databaseFile(dataDir, who.person.id));
    const before = filesIn(folder);
    const log = join(root, 'trace');
    const tracer = ['strace', '-xx', '-y', '-s', '400000', '-e', `trace=${TRACED}`, '-o', log] as const;
    const core = await warmCore(await buildCore(), tracer)(dataDir, who);
    for (let turn = 0; turn < verdicts; turn += 1) {
      must(await core.call('review', 'submit', uphold(items[turn % ITEMS]?.id ?? '')));
      if (turn % 5 === 4) must(await core.call('review', 'undo', { item_id: null }));
    }
    await core.stop();
    const steps = readTrace(readFileSync(log, 'latin1').split('\n'), folder);
    if (!steps.some((step) => step.do === 'sync')) throw new Error('the trace tells of no synchronisation');
    return { personId: who.person.id, before, steps };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** What the core had said after so many steps. */
function saidBy(life: TracedLife, count: number): Acknowledged {
  const said = life.steps.slice(0, count).flatMap((step) => (step.do === 'say' ? [step.text] : []));
  const ids = said.flatMap((text) => [...text.matchAll(/"result_id":"([0-9a-f-]{36})"/g)].map((each) => each[1] ?? ''));
  return { verdicts: new Set(ids), undone: said.filter((text) => text.includes('"count":1')).length };
}

/** When the power goes: after so many steps, and how likely a step survives that nobody waited for. */
interface PowerCut {
  readonly count: number;
  readonly kept: number;
}

/** First every moment right after an answer, with nothing left that nobody waited for; then any moment. In the order of time. */
function cutsOf({ steps }: TracedLife, states: number, chance: () => number): PowerCut[] {
  const answers = steps.flatMap((step, index) =>
    step.do === 'say' && step.text.includes('"result_id"') ? [{ count: index + 1, kept: 0 }] : [],
  );
  const others = Array.from({ length: Math.max(0, states - answers.length) }, () => ({
    count: Math.floor(chance() * (steps.length + 1)),
    kept: [0, 0.5, 1][Math.floor(chance() * 3)] ?? 0,
  }));
  return [...answers.slice(0, states), ...others].sort((one, other) => one.count - other.count);
}

/** Takes the power away at moments of a traced life, and looks at what the core finds on the disk each time. */
export function losePower(life: TracedLife, states: number, chance: () => number): DeviceHarm {
  const root = scratch();
  const disk = new ReplayedDisk(life.before, life.steps);
  let harm = NO_HARM;
  try {
    for (const { count, kept } of cutsOf(life, states, chance)) {
      disk.advanceTo(count);
      const folder = dirname(databaseFile(root, life.personId));
      for (const [name, content] of disk.withoutPower(kept, chance)) putFile(folder, name, content);
      harm = addHarm(harm, checkDevice(root, life.personId, saidBy(life, count)));
      rmSync(folder, { recursive: true });
    }
    return harm;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The same life on a disk that never waits: to show that a loss would be seen. */
export function withoutSyncs(life: TracedLife): TracedLife {
  return { ...life, steps: life.steps.filter((step) => step.do !== 'sync') };
}
