import type { SessionLogFormat } from '#contract/sessions.ts';

/** Counts the rows of a session log as its text passes by, and knows whether the last one is whole. */
export class RowCounter {
  readonly #format: SessionLogFormat;
  #lines = 0;
  #inQuotes = false;
  #last = '\n';

  constructor(format: SessionLogFormat) {
    this.#format = format;
  }

  /** Rows so far, without the header of a CSV. */
  get rows(): number {
    return this.#format === 'csv' ? Math.max(0, this.#lines - 1) : this.#lines;
  }

  /** True when the text ended with a line end outside quotes, and a CSV had its header. */
  get isWhole(): boolean {
    return this.#last === '\n' && !this.#inQuotes && (this.#format === 'ndjson' || this.#lines > 0);
  }

  /** Takes the next piece of text. */
  read(text: string): void {
    for (let at = 0; at < text.length; at += 1) {
      const character = text[at];
      if (character === '"' && this.#format === 'csv') this.#inQuotes = !this.#inQuotes;
      else if (character === '\n' && !this.#inQuotes) this.#lines += 1;
    }
    this.#last = text.at(-1) ?? this.#last;
  }
}
