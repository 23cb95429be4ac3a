import { readFile, rename, writeFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { type FrameIndex, frameIndex } from '#contract/frames.ts';
import { type ClipReader, openClip } from '../../sealing/clip-file.ts';
import { SealBroken } from '../../sealing/sealing.ts';
import { type ClipStore, frameFile } from './clip-store.ts';
import type { FrameQuestion } from './frame-worker.ts';

/** Where the thread's program lies: beside this file, or, when the core is one bundle, in the bundle of its own. */
function workerFile(): URL {
  const own = import.meta.url;
  return new URL(own.endsWith('.cjs') ? '../frames/index.cjs' : './frame-worker.ts', own);
}

const BESIDE = 'frames';

/** A finished index from the disk; null when there is none or it is damaged or from another version. */
async function readKept(clip: ClipReader, path: string): Promise<FrameIndex | null> {
  const sealed = await readFile(path).catch(() => null);
  if (sealed === null) return null;
  try {
    return frameIndex.parse(JSON.parse(clip.unsealBeside(BESIDE, sealed).toString('utf8')));
  } catch {
    return null;
  }
}

/**
 * Answers frame indexes of the clips in a folder. Each is made once, one after the other, in a thread of its own (a clip of two hours takes
 * seconds, and verdicts must not wait), and kept beside its clip.
 */
export class FrameIndexes {
  readonly #store: ClipStore;
  readonly #onBroken: (sha256: string) => void;
  #last: Promise<unknown> = Promise.resolve();
  #worker: Worker | null = null;

  /** @param onBroken hears of a clip that does not open */
  constructor(store: ClipStore, onBroken: (sha256: string) => void) {
    this.#store = store;
    this.#onBroken = onBroken;
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
    const { folder, keys } = this.#store;
    const clip = await openClip(folder, keys, sha256).catch((error: unknown) => {
      if (!(error instanceof SealBroken)) throw error;
      this.#onBroken(sha256);
      return null;
    });
    if (clip === null) return null;
    try {
      const kept = await readKept(clip, frameFile(this.#store, sha256));
      if (kept !== null) return kept;
      const made = await this.#read({ folder, keys, sha256 });
      if (made !== null) await this.#keep(clip, sha256, made);
      return made;
    } finally {
      await clip.close();
    }
  }

  #read(question: FrameQuestion): Promise<FrameIndex | null> {
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
      worker.postMessage(question, []);
    });
  }

  #start(): Worker {
    const worker = new Worker(workerFile());
    // The thread alone must not keep the core alive.
    worker.unref();
    return worker;
  }

  /** An index that cannot be kept (full disk) is simply made again. */
  async #keep(clip: ClipReader, sha256: string, index: FrameIndex): Promise<void> {
    const path = frameFile(this.#store, sha256);
    const sealed = clip.sealBeside(BESIDE, Buffer.from(JSON.stringify(index), 'utf8'));
    try {
      await writeFile(`${path}.part`, sealed, { mode: 0o600 });
      await rename(`${path}.part`, path);
    } catch {
      return;
    }
  }
}
