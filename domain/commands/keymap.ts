import { type Chord, type KeyPress, matchesChord, parseSequence } from './chord.ts';

/**
 * Where a binding holds. `any`: everywhere, also while typing. `app`: on every screen. The others: on that screen; `review.form`: while a
 * verdict form with choices is open. A later one in this list is more particular and wins.
 */
export const keyScopes = ['any', 'app', 'queue', 'list', 'policies', 'sessions', 'review', 'review.form'] as const;
export type KeyScope = (typeof keyScopes)[number];

/** One row of the keymap file. */
export interface KeymapRow {
  readonly cmd: string;
  readonly keys: readonly string[];
  readonly when: string;
}

export interface Binding {
  readonly command: string;
  readonly keys: string;
  readonly chords: readonly Chord[];
  readonly scope: KeyScope;
}

export type Keymap = readonly Binding[];

function scopeOf(row: KeymapRow): KeyScope {
  const scope = keyScopes.find((each) => each === row.when);
  if (scope === undefined) throw new Error(`keymap: ${row.cmd}: unknown "when": ${row.when}`);
  return scope;
}

/** A row whose command ends in a range (`label.choose.1-10`) stands for one command per key, in order. */
function commandOf(row: KeymapRow, index: number): string {
  const range = /^(.*\.)(\d+)-(\d+)$/.exec(row.cmd);
  if (range?.[1] === undefined) return row.cmd;
  const count = Number(range[3]) - Number(range[2]) + 1;
  if (count !== row.keys.length) throw new Error(`keymap: ${row.cmd}: ${count} commands but ${row.keys.length} keys`);
  return `${range[1]}${Number(range[2]) + index}`;
}

/** Reads keymap rows; throws with the row's name on anything it does not understand. */
export function readKeymap(rows: readonly KeymapRow[]): Keymap {
  return rows.flatMap((row) =>
    row.keys.map((keys, index) => ({
      command: commandOf(row, index),
      keys,
      chords: parseSequence(keys),
      scope: scopeOf(row),
    })),
  );
}

/** The keys of a command, in the order of the file: the first is the one to show. */
export function keysOf(keymap: Keymap, command: string): readonly string[] {
  return keymap.filter((each) => each.command === command).map((each) => each.keys);
}

/** What the page is doing when a key goes down. */
export interface KeyContext {
  readonly scopes: ReadonlySet<KeyScope>;
  /** The focus is in a field that takes text. */
  readonly typing: boolean;
  /** A dialog or the palette is open: it owns the keyboard. */
  readonly modal: boolean;
  /** Keys that the focused widget handles itself (arrows of a list, Space of a button…). */
  readonly owned: (press: KeyPress) => boolean;
}

/** First chord of a sequence that was pressed, and until when (ms, the events' clock) the second may come. */
export interface Pending {
  readonly chord: Chord;
  readonly until: number;
}

export type Match =
  | { readonly kind: 'none' }
  | { readonly kind: 'pending'; readonly pending: Pending }
  | { readonly kind: 'command'; readonly command: string };

const NONE: Match = { kind: 'none' };
const SEQUENCE_MS = 1_200;

function holds(binding: Binding, context: KeyContext): boolean {
  if (context.modal) return false;
  if (binding.scope === 'any') return true;
  return !context.typing && context.scopes.has(binding.scope);
}

function isSame(a: Chord, b: Chord): boolean {
  return a.by === b.by && a.value === b.value && a.mod === b.mod && a.shift === b.shift;
}

function mostParticular(candidates: readonly Binding[]): Binding | null {
  let best: Binding | null = null;
  for (const each of candidates) {
    if (best === null || keyScopes.indexOf(each.scope) >= keyScopes.indexOf(best.scope)) best = each;
  }
  return best;
}

/** Finds what a press means. `now` is the event's time in ms; `pending` is what the last call returned, if it was pending. */
export function matchKey(
  keymap: Keymap,
  press: KeyPress,
  context: KeyContext,
  pending: Pending | null,
  now: number,
): Match {
  if (press.composing || context.owned(press)) return NONE;
  const holding = keymap.filter((binding) => holds(binding, context));
  if (pending !== null && now <= pending.until) {
    const second = mostParticular(
      holding.filter(({ chords: [first, next] }) => {
        return first !== undefined && next !== undefined && isSame(first, pending.chord) && matchesChord(next, press);
      }),
    );
    if (second !== null) return { kind: 'command', command: second.command };
  }
  const hits = holding.filter(({ chords: [first] }) => first !== undefined && matchesChord(first, press));
  const single = mostParticular(hits.filter(({ chords }) => chords.length === 1));
  if (single !== null) return { kind: 'command', command: single.command };
  const opener = hits[0]?.chords[0];
  return opener === undefined ? NONE : { kind: 'pending', pending: { chord: opener, until: now + SEQUENCE_MS } };
}
