import type { PersonalKeymap } from '#contract/keymap.ts';
import type { KeymapRow, KeyScope } from './keymap.ts';
import { readKeymap } from './keymap.ts';
import { clash, clashes, type KeymapLayer, layKeymap, type SourcedBinding } from './layers.ts';

/** What a keymap of one's own stands on: the shipped rows and each preset's layer. */
export interface KeymapGround {
  readonly base: readonly KeymapRow[];
  readonly presets: Readonly<Record<PersonalKeymap['preset'], Omit<KeymapLayer, 'source'>>>;
}

type Rows = PersonalKeymap['rows'];

const nameOf = ({ cmd }: Rows[number]): string => (cmd.startsWith('-') ? cmd.slice(1) : cmd);

function isReadable(row: Rows[number]): boolean {
  try {
    return layKeymap([{ source: 'user', rows: [row] }]).length >= 0;
  } catch {
    // A row kept by another version of Lupa that this one cannot read must not take the whole keyboard away.
    return false;
  }
}

/** The keymap in force: shipped, preset, own. Own rows that cannot be read are left out. */
export function effectiveKeymap(ground: KeymapGround, personal: PersonalKeymap): readonly SourcedBinding[] {
  return layKeymap([
    { source: 'default', rows: ground.base },
    { source: 'preset', ...ground.presets[personal.preset] },
    { source: 'user', rows: personal.rows.filter(isReadable) },
  ]);
}

/** Own rows that make a command have exactly these keys. */
function rowsFor(command: string, keys: readonly string[], scopes: readonly KeyScope[]): Rows {
  return [
    { cmd: `-${command}`, keys: [], when: 'any' },
    ...(keys.length === 0 ? [] : scopes.map((when) => ({ cmd: command, keys: [...keys], when }))),
  ];
}

function withKeys(personal: PersonalKeymap, command: string, keys: readonly string[], scopes: readonly KeyScope[]) {
  const others = personal.rows.filter((row) => nameOf(row) !== command);
  return { ...personal, rows: [...others, ...rowsFor(command, keys, scopes)] };
}

const keysIn = (keymap: readonly SourcedBinding[], command: string): readonly string[] => [
  ...new Set(keymap.filter((each) => each.command === command).map(({ keys }) => keys)),
];

/** Where a command's keys hold: where they hold now, else where they are shipped, else on every screen. */
export function scopesOfCommand(
  ground: KeymapGround,
  keymap: readonly SourcedBinding[],
  command: string,
): readonly KeyScope[] {
  const now = keymap.filter((each) => each.command === command);
  const shipped = readKeymap(ground.base).filter((each) => each.command === command);
  const scopes = new Set((now.length > 0 ? now : shipped).map(({ scope }) => scope));
  return scopes.size > 0 ? [...scopes] : ['app'];
}

/** A wish to press `keys` for `command`, in place of `instead` (null: one more key). */
export interface Rebinding {
  readonly command: string;
  readonly keys: string;
  readonly instead: string | null;
}

/** Commands that hold the wished keys, or their beginning, where the command needs them. */
export function conflictsOf(ground: KeymapGround, personal: PersonalKeymap, wish: Rebinding): readonly string[] {
  const keymap = effectiveKeymap(ground, personal);
  const scopes = scopesOfCommand(ground, keymap, wish.command);
  const wished = readKeymap(scopes.map((when) => ({ cmd: wish.command, keys: [wish.keys], when })));
  const others = keymap.filter((each) => wished.some((mine) => clash(mine, each)));
  return [...new Set(others.map(({ command }) => command))];
}

/** Whether another command can have the old keys in exchange without taking them from a third. */
function canTake(ground: KeymapGround, personal: PersonalKeymap, wish: Rebinding, other: string): boolean {
  if (wish.instead === null) return false;
  const holders = conflictsOf(ground, personal, { command: other, keys: wish.instead, instead: null });
  return holders.every((each) => each === wish.command);
}

/** Gives the command its new keys. Commands that held them get the old ones in exchange, or lose theirs when there were none. */
export function rebind(ground: KeymapGround, personal: PersonalKeymap, wish: Rebinding): PersonalKeymap {
  const keymap = effectiveKeymap(ground, personal);
  const others = conflictsOf(ground, personal, wish);
  const mine = keysIn(keymap, wish.command);
  const wanted = wish.instead === null ? [...mine, wish.keys] : mine.map((k) => (k === wish.instead ? wish.keys : k));
  let result = personal;
  others.forEach((other, index) => {
    const kept = keysIn(keymap, other).filter((keys) => !isHeld(keys, wish.keys));
    const exchanged = index === 0 && canTake(ground, personal, wish, other) ? [wish.instead ?? '', ...kept] : kept;
    result = withKeys(result, other, exchanged, scopesOfCommand(ground, keymap, other));
  });
  result = withKeys(result, wish.command, [...new Set(wanted)], scopesOfCommand(ground, keymap, wish.command));
  return settled(ground, result, others);
}

/** Takes exchanged keys away again that a third command holds: whoever was not named beforehand keeps theirs. */
function settled(ground: KeymapGround, personal: PersonalKeymap, others: readonly string[]): PersonalKeymap {
  const keymap = effectiveKeymap(ground, personal);
  const [pair] = clashes(keymap);
  const loser = pair?.find(({ command }) => others.includes(command)) ?? pair?.[1];
  if (loser === undefined) return personal;
  const left = keysIn(keymap, loser.command).filter((keys) => keys !== loser.keys);
  return settled(
    ground,
    withKeys(personal, loser.command, left, scopesOfCommand(ground, keymap, loser.command)),
    others,
  );
}

function isHeld(keys: string, wished: string): boolean {
  return keys === wished || keys.startsWith(`${wished} `) || wished.startsWith(`${keys} `);
}

/** Takes one of a command's keys away. */
export function unbind(ground: KeymapGround, personal: PersonalKeymap, command: string, keys: string): PersonalKeymap {
  const keymap = effectiveKeymap(ground, personal);
  const left = keysIn(keymap, command).filter((each) => each !== keys);
  return withKeys(personal, command, left, scopesOfCommand(ground, keymap, command));
}

/** Commands that the person gave other keys than the preset does. */
export function changedCommands(personal: PersonalKeymap): ReadonlySet<string> {
  return new Set(personal.rows.map(nameOf));
}

/**
 * Gives a command back the keys of the preset. Commands that were given those keys meanwhile go back too, for a key means one thing.
 * @returns the keymap, and the commands that were reset, the asked one first
 */
export function resetCommand(
  ground: KeymapGround,
  personal: PersonalKeymap,
  command: string,
): { readonly keymap: PersonalKeymap; readonly reset: readonly string[] } {
  const preset = effectiveKeymap(ground, { ...personal, rows: [] });
  const reset = [command];
  let rows = personal.rows;
  for (let place = 0; place < reset.length; place += 1) {
    const name = reset[place];
    rows = rows.filter((row) => nameOf(row) !== name);
    const own = effectiveKeymap(ground, { ...personal, rows }).filter(({ source }) => source === 'user');
    const back = preset.filter((each) => each.command === name);
    const holders = own.filter((each) => back.some((binding) => clash(binding, each))).map((each) => each.command);
    for (const holder of holders) if (!reset.includes(holder)) reset.push(holder);
  }
  return { keymap: { ...personal, rows }, reset };
}

/** A command whose keys differ between two keymaps. */
export interface KeyDifference {
  readonly command: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What would change if one keymap took the place of the other, by command. */
export function differences(
  ground: KeymapGround,
  before: PersonalKeymap,
  after: PersonalKeymap,
): readonly KeyDifference[] {
  const [from, to] = [effectiveKeymap(ground, before), effectiveKeymap(ground, after)];
  const names = [...new Set([...from, ...to].map(({ command }) => command))];
  return names
    .map((command) => ({ command, before: keysIn(from, command), after: keysIn(to, command) }))
    .filter(({ before: old, after: next }) => old.join('\n') !== next.join('\n'));
}
