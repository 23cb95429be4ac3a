import type { Chord } from './chord.ts';
import { type Binding, type KeymapRow, type KeyScope, readKeymap } from './keymap.ts';

/** Where a binding comes from: what Lupa ships, the chosen preset, or the person. */
export type KeySource = 'default' | 'preset' | 'user';

export interface SourcedBinding extends Binding {
  readonly source: KeySource;
}

export interface KeymapLayer {
  readonly source: KeySource;
  readonly rows: readonly KeymapRow[];
  /** Takes away every binding below that begins with a character typed without Ctrl or Command. */
  readonly dropsCharacters?: boolean;
}

/** Whether two scopes can hold at the same moment. */
export function scopesOverlap(a: KeyScope, b: KeyScope): boolean {
  const isWide = (scope: KeyScope): boolean => scope === 'any' || scope === 'app';
  return a === b || isWide(a) || isWide(b) || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

/** An open form shows its keys beside its options: there, and only there, a key may mean something else than around it. */
function overrides(a: KeyScope, b: KeyScope): boolean {
  return a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

function isSame(a: Chord, b: Chord): boolean {
  return a.by === b.by && a.value === b.value && a.mod === b.mod && a.shift === b.shift;
}

/** Whether one of two sequences is the other, or its beginning: then one of them can never be pressed to its end. */
export function hidesOther(a: readonly Chord[], b: readonly Chord[]): boolean {
  const length = Math.min(a.length, b.length);
  return a.slice(0, length).every((chord, index) => {
    const other = b[index];
    return other !== undefined && isSame(chord, other);
  });
}

/** Whether two bindings of different commands want the same keys in the same place. */
export function clash(a: Binding, b: Binding): boolean {
  if (a.command === b.command || !scopesOverlap(a.scope, b.scope) || overrides(a.scope, b.scope)) return false;
  return hidesOther(a.chords, b.chords);
}

/** Pairs of bindings that clash, each once. */
export function clashes(keymap: readonly Binding[]): readonly (readonly [Binding, Binding])[] {
  return keymap.flatMap((a, index) =>
    keymap
      .slice(index + 1)
      .filter((b) => clash(a, b))
      .map((b) => [a, b] as const),
  );
}

/** A chord that types a character: without Ctrl or Command, and no named key. */
export function isCharacter(chord: Chord): boolean {
  return !chord.mod && (chord.by === 'code' || Array.from(chord.value).length === 1);
}

interface Removal {
  readonly command: string;
  readonly bindings: readonly Binding[];
}

function removalOf(row: KeymapRow): readonly Removal[] {
  const cmd = row.cmd.slice(1);
  const range = /^(.*\.)(\d+)-(\d+)$/.exec(cmd);
  if (row.keys.length > 0)
    return readKeymap([{ ...row, cmd }]).map((each) => ({ command: each.command, bindings: [each] }));
  if (range?.[1] === undefined) return [{ command: cmd, bindings: [] }];
  const [, family, from, to] = range;
  const count = Number(to) - Number(from) + 1;
  return Array.from({ length: count }, (_, index) => ({ command: `${family}${Number(from) + index}`, bindings: [] }));
}

function isTaken(binding: Binding, { command, bindings }: Removal): boolean {
  if (binding.command !== command) return false;
  return bindings.length === 0 || bindings.some((each) => each.scope === binding.scope && each.keys === binding.keys);
}

function addLayer(below: readonly SourcedBinding[], layer: KeymapLayer): readonly SourcedBinding[] {
  const removals = layer.rows.filter(({ cmd }) => cmd.startsWith('-')).flatMap(removalOf);
  const added = readKeymap(layer.rows.filter(({ cmd }) => !cmd.startsWith('-')));
  const stays = below.filter((binding) => {
    if (layer.dropsCharacters === true && binding.chords.some(isCharacter)) return false;
    if (removals.some((removal) => isTaken(binding, removal))) return false;
    return !added.some(
      (each) =>
        clash(each, binding) ||
        (each.command === binding.command && each.keys === binding.keys && each.scope === binding.scope),
    );
  });
  return [...stays, ...added.map((each) => ({ ...each, source: layer.source }))];
}

/**
 * Lays keymaps over each other, the first at the bottom. A row takes its keys from whatever held them below; `-command` takes a command's
 * keys away. Throws, as `readKeymap` does, on rows that cannot be read.
 */
export function layKeymap(layers: readonly KeymapLayer[]): readonly SourcedBinding[] {
  return layers.reduce<readonly SourcedBinding[]>(addLayer, []);
}
