const MOST_WORDS = 12;
const BEGINNING = /^.{0,64}/u;

/** What surrounds a hit in the text that the index gives back. Control characters, which no indexed text holds. */
export const hitMarks = { open: '\u0002', close: '\u0003' } as const;

/** A piece of a found text; `hit` where it is what was searched for. */
export interface FoundPiece {
  readonly text: string;
  readonly hit: boolean;
}

/** The words of what somebody typed: letters and digits in any script, everything else parts them. */
export function queryWords(typed: string): readonly string[] {
  const words = typed.normalize('NFC').match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu) ?? [];
  return words.slice(0, MOST_WORDS).map((word) => BEGINNING.exec(word)?.[0] ?? '');
}

/** A text that the index marked, in pieces: marks become data, never markup. */
export function foundPieces(marked: string): FoundPiece[] {
  return marked.split(hitMarks.open).flatMap((part, index) => {
    const end = index === 0 ? -1 : part.indexOf(hitMarks.close);
    const pieces = [
      { text: part.slice(0, Math.max(0, end)), hit: true },
      { text: part.slice(end + 1), hit: false },
    ];
    return pieces.filter(({ text }) => text !== '');
  });
}
