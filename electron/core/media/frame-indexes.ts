import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { type FrameIndex, frameIndex } from '#contract/frames.ts';
import { clipFile, frameFile } from './download.ts';

/** Where the thread's program lies: beside this file, or, when the core is one bundle, in the bundle of its own. */
function workerFile(): URL {
  const own = import.meta.url;
  return new URL(own.endsWith('.cjs') ? '../frames/index.cjs' : './frame-worker.ts', own);
}

/** A finished index from the disk; null when there is none or it is damaged or from another version. */
async function readKept(path: string): Promise<FrameIndex | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return frameIndex.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * Answers frame indexes of the clips in a folder. Each is made once, one after the other, in a thread of its own (a clip of two hours takes
 * seconds, and verdicts must not wait), and kept beside its clip.
 */
export class FrameIndexes {
  readonly #folder: string;
  #last: Promise<unknown> = Promise.resolve();
  #worker: Worker | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The index of a clip that is here whole; null when it is not here. */
  of(sha256: string): Promise<FrameIndex | null> {
    const made = this.#last.then(() => this.#find(sha256));
    this.#last = made.catch(() => undefined);
    return made;
  }

  /** Ends the thread. What it was at is answered with null. */
  async stop(): Promise<void> {
    await this.#worker?.terminate();
  }

  async #find(sha256: string): Promise<FrameIndex | null> {
    const kept = await readKept(frameFile(this.#folder, sha256));
    if (kept !== null) return kept;
    const clip = clipFile(this.#folder, sha256);
    // Asking for clips that are not here must cost nothing: a thread is only woken for one that is.
    if (!(await stat(clip).catch(() => null))?.isFile()) return null;
    const made = await this.#read(clip);
    if (made !== null) await this.#keep(sha256, made);
    return made;
  }

  #read(path: string): Promise<FrameIndex | null> {
    return new Promise((resolve) => {
      const worker = (this.#worker ??= this.#start());
      const letGo = (): void => {
        worker.off('message', done).off('exit', gone).off('error', gone);
      };
      const done = (index: FrameIndex | null): void => {
        letGo();
        resolve(index);
      };
      const gone = (): void => {
        this.#worker = null;
        done(null);
      };
      worker.on('message', done).on('exit', gone).on('error', gone);
      worker.postMessage(path, []);
    });
  }

  #start(): Worker {
    const worker = new Worker(workerFile());
    // The thread alone must not keep the core alive.
    worker.unref();
    return worker;
  }

  /** An index that cannot be kept (full disk) is simply made again. */
  async #keep(sha256: string, index: FrameIndex): Promise<void> {
    const path = frameFile(this.#folder, sha256);
    try {
      await writeFile(`${path}.part`, JSON.stringify(index), { mode: 0o600 });
      await rename(`${path}.part`, path);
    } catch {
      return;
    }
  }
}
