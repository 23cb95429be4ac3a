import { StringDecoder } from 'node:string_decoder';

/** Cuts a stream of bytes into lines, whatever the pieces are; holds no more than one unfinished line. */
export class LineReader {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  /** True when everything so far ended with a line end. */
  get isWhole(): boolean {
    return this.#rest === '';
  }

  /** The lines that this piece completes, without their ends. */
  read(piece: Uint8Array): string[] {
    const text = this.#rest + this.#decoder.write(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
    const lines = text.split('\n');
    this.#rest = lines.pop() ?? '';
    return lines;
  }
}
