import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const FLUSH_AT = 256 * 1024;

/** A file that appears whole or not at all, readable by its owner only. */
export class ExportFile {
  readonly name: string;
  readonly #folder: string;
  readonly #handle: FileHandle;
  #waiting: string[] = [];
  #waitingLength = 0;
  #bytes = 0;

  private constructor(folder: string, name: string, handle: FileHandle) {
    this.#folder = folder;
    this.name = name;
    this.#handle = handle;
  }

  /** Begins `<folder>/<name>`; what an interrupted export left under the name's `.part` is written over. */
  static async begin(folder: string, name: string): Promise<ExportFile> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new ExportFile(folder, name, await open(join(folder, `${name}.part`), 'w', 0o600));
  }

  /** Bytes written or waiting to be. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds text. */
  async write(text: string): Promise<void> {
    this.#waiting.push(text);
    this.#waitingLength += text.length;
    this.#bytes += Buffer.byteLength(text);
    if (this.#waitingLength >= FLUSH_AT) await this.#flush();
  }

  /** Puts the file on the disk and gives it its name. */
  async finish(): Promise<void> {
    await this.#flush();
    await this.#handle.sync();
    await this.#handle.close();
    await rename(join(this.#folder, `${this.name}.part`), join(this.#folder, this.name));
    const folder = await open(this.#folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await rm(join(this.#folder, `${this.name}.part`), { force: true });
  }

  async #flush(): Promise<void> {
    const text = this.#waiting.join('');
    this.#waiting = [];
    this.#waitingLength = 0;
    await this.#handle.writeFile(text);
  }
}
