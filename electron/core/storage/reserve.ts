import { randomBytes } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDiskFull } from '../coded-error.ts';
import { FLOOR_BYTES, freeBytes } from './free-space.ts';

const MB = 1024 * 1024;
const RESERVE_MB = 16;
/** Size of the ballast. */
export const RESERVE_BYTES = RESERVE_MB * MB;

/**
 * Ballast: a file that only takes space. When the disk is full it is deleted, and the verdict that found no room has some.
 * Its bytes are random, because some file systems keep zeros for nothing.
 */
export class Reserve {
  readonly #file: string;
  #filling: Promise<boolean> | null = null;

  constructor(dataDir: string) {
    this.#file = join(dataDir, 'ballast');
  }

  /** Whether it is there, whole. */
  get isThere(): boolean {
    return statSync(this.#file, { throwIfNoEntry: false })?.size === RESERVE_BYTES;
  }

  /** Gives the space back to the disk; false when there was none to give. */
  release(): boolean {
    const wasThere = this.isThere;
    rmSync(this.#file, { force: true });
    return wasThere;
  }

  /** Lays it in, unless the disk would be nearly full then; answers whether it is there. Throws what the disk throws, but for a full one. */
  fill(): Promise<boolean> {
    // Who asks while it is laid in waits for the same one: two at once would take each other's file away.
    this.#filling ??= this.#fill().finally(() => {
      this.#filling = null;
    });
    return this.#filling;
  }

  /** Waits for what is being laid in; whoever uses the folder next would get into its way. */
  async settle(): Promise<void> {
    await this.#filling?.catch(() => undefined);
  }

  async #fill(): Promise<boolean> {
    if (this.isThere) return true;
    await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
    if ((await freeBytes(dirname(this.#file))) < RESERVE_BYTES + FLOOR_BYTES) return false;
    const part = `${this.#file}.part`;
    try {
      await this.#write(part);
      await rename(part, this.#file);
      return true;
    } catch (error) {
      await rm(part, { force: true });
      if (isDiskFull(error)) return false;
      throw error;
    }
  }

  async #write(part: string): Promise<void> {
    const file = await open(part, 'w', 0o600);
    try {
      for (let piece = 0; piece < RESERVE_MB; piece += 1) await file.write(randomBytes(MB));
      await file.sync();
    } finally {
      await file.close();
    }
  }
}
