import type { TraceStep } from './sync-trace.ts';

/** A file that is written into where it stands. */
class WrittenFile {
  #room: Buffer;
  #size: number;

  constructor(content: Uint8Array = new Uint8Array()) {
    this.#room = Buffer.from(content);
    this.#size = content.length;
  }

  get content(): Buffer {
    return this.#room.subarray(0, this.#size);
  }

  write(at: number, bytes: Uint8Array): void {
    this.#grow(at + bytes.length);
    this.#room.set(bytes, at);
  }

  cut(to: number): void {
    if (to < this.#size) this.#room.fill(0, to, this.#size);
    else this.#grow(to);
    this.#size = to;
  }

  /** What lies behind the end is always zero, so a longer file shows nothing of a former one. */
  #grow(size: number): void {
    if (size > this.#room.length) {
      const wider = Buffer.alloc(Math.max(size, this.#room.length * 2));
      this.#room.copy(wider);
      this.#room = wider;
    }
    this.#size = Math.max(this.#size, size);
  }
}

type Disk = Map<string, WrittenFile>;

function apply(disk: Disk, step: TraceStep): void {
  if (step.do === 'say' || step.do === 'sync') return;
  if (step.do === 'remove') {
    disk.delete(step.file);
    return;
  }
  const file = disk.get(step.file) ?? new WrittenFile();
  disk.set(step.file, file);
  if (step.do === 'write') file.write(step.at, step.bytes);
  else file.cut(step.to);
}

const SECTOR = 512;

/** What may be left of a write that was under way: all, nothing, or its first sectors. */
function torn(step: TraceStep, kept: number, chance: () => number): TraceStep | null {
  if (chance() >= kept) return null;
  if (step.do !== 'write' || chance() < 0.8) return step;
  return { ...step, bytes: step.bytes.subarray(0, Math.floor((chance() * step.bytes.length) / SECTOR) * SECTOR) };
}

/** A disk on which steps happen again one after the other; each step is done once, however many moments are looked at. */
export class ReplayedDisk {
  readonly #steps: readonly TraceStep[];
  readonly #durable: Disk;
  readonly #waiting = new Map<string, TraceStep[]>();
  #done = 0;

  /** @param before what the disk held before the first step */
  constructor(before: ReadonlyMap<string, Uint8Array>, steps: readonly TraceStep[]) {
    this.#steps = steps;
    this.#durable = new Map([...before].map(([name, content]) => [name, new WrittenFile(content)]));
  }

  /** Goes on until so many steps are done. @throws RangeError when more are done already */
  advanceTo(count: number): void {
    if (count < this.#done)
      throw new RangeError(`${this.#done} steps are done; only the next can follow, not the first ${count}`);
    for (const step of this.#steps.slice(this.#done, count)) this.#take(step);
    this.#done = count;
  }

  /**
   * The disk when the power goes now: everything that was synchronised, and of the rest what chance leaves.
   * @param kept how likely a step survives that nobody waited for; 0 keeps none, 1 all
   */
  withoutPower(kept: number, chance: () => number): ReadonlyMap<string, Buffer> {
    const left: Disk = new Map(this.#durable);
    for (const [file, pending] of this.#waiting) {
      const before = left.get(file);
      if (before !== undefined) left.set(file, new WrittenFile(before.content));
      for (const step of pending) apply(left, torn(step, kept, chance) ?? { do: 'sync', file });
    }
    return new Map([...left].map(([name, file]) => [name, file.content]));
  }

  #take(step: TraceStep): void {
    if (step.do === 'say') return;
    const pending = this.#waiting.get(step.file) ?? [];
    if (step.do !== 'sync') {
      pending.push(step);
      this.#waiting.set(step.file, pending);
      return;
    }
    for (const each of pending) apply(this.#durable, each);
    this.#waiting.delete(step.file);
  }
}
