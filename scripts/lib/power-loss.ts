import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { databaseFile } from '#core/signed-in.ts';
import { type Acknowledged, addHarm, checkDevice, type DeviceHarm, NO_HARM } from './device-check.ts';
import { buildCore, warmCore } from './forked-core.ts';
import { madeBatch, madeCredential, madeItem, must, seed, uphold } from './made-desk.ts';
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

function filesIn(folder: string): Map<string, Buffer> {
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
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

/** A file as it is after some steps. Null: it is not there. */
function apply(content: Buffer | null, step: TraceStep): Buffer | null {
  switch (step.do) {
    case 'write': {
      const size = Math.max(content?.length ?? 0, step.at + step.bytes.length);
      const next = Buffer.alloc(size);
      content?.copy(next);
      step.bytes.copy(next, step.at);
      return next;
    }
    case 'cut': {
      const next = Buffer.alloc(step.to);
      content?.copy(next);
      return next;
    }
    case 'remove':
      return null;
    case 'sync':
    case 'say':
      return content;
  }
}

const SECTOR = 512;

/** What may be left of a write that was under way: all, nothing, or its first sectors. */
function torn(step: TraceStep, kept: number, chance: () => number): TraceStep | null {
  if (chance() >= kept) return null;
  if (step.do !== 'write' || chance() < 0.8) return step;
  return { ...step, bytes: step.bytes.subarray(0, Math.floor((chance() * step.bytes.length) / SECTOR) * SECTOR) };
}

/**
 * The disk when the power goes after so many steps: everything that was synchronised, and of the rest what chance leaves.
 * @param kept how likely a step survives that nobody waited for; 0 keeps none, 1 all
 */
function diskAfter(life: TracedLife, count: number, kept: number, chance: () => number): Map<string, Buffer> {
  const files = new Map<string, Buffer | null>(life.before);
  const waiting = new Map<string, TraceStep[]>();
  for (const step of life.steps.slice(0, count)) {
    if (step.do === 'say') continue;
    const pending = waiting.get(step.file) ?? [];
    if (step.do !== 'sync') waiting.set(step.file, [...pending, step]);
    else {
      files.set(step.file, pending.reduce<Buffer | null>(apply, files.get(step.file) ?? null));
      waiting.delete(step.file);
    }
  }
  for (const [file, pending] of waiting) {
    const left = pending.flatMap((step) => torn(step, kept, chance) ?? []);
    files.set(file, left.reduce<Buffer | null>(apply, files.get(file) ?? null));
  }
  return new Map([...files].flatMap(([name, content]) => (content === null ? [] : [[name, content] as const])));
}

/** What the core had said by then. */
function saidBy(life: TracedLife, count: number): Acknowledged {
  const said = life.steps.slice(0, count).map((step) => (step.do === 'say' ? step.text : ''));
  const ids = said.flatMap((text) => [...text.matchAll(/"result_id":"([0-9a-f-]{36})"/g)].map((each) => each[1] ?? ''));
  return { verdicts: new Set(ids), undone: said.filter((text) => text.includes('"count":1')).length };
}

/** Takes the power away at moments of a traced life, and looks at what the core finds on the disk each time. */
export function losePower(life: TracedLife, states: number, chance: () => number): DeviceHarm {
  const answers = life.steps.flatMap((step, index) =>
    step.do === 'say' && step.text.includes('"result_id"') ? [index + 1] : [],
  );
  const root = scratch();
  let harm = NO_HARM;
  try {
    for (let state = 0; state < states; state += 1) {
      // First every moment right after an answer, with nothing left that nobody waited for; then any moment.
      const answer = answers[state];
      const count = answer ?? Math.floor(chance() * (life.steps.length + 1));
      const kept = answer === undefined ? ([0, 0.5, 1][Math.floor(chance() * 3)] ?? 0) : 0;
      const folder = dirname(databaseFile(root, life.personId));
      mkdirSync(folder, { recursive: true });
      for (const [name, content] of diskAfter(life, count, kept, chance)) writeFileSync(join(folder, name), content);
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
