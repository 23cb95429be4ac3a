import type { Chance } from '#scripts/lib/chance.ts';
import { bornNames, hostileText, spoiltText } from './words.ts';

const numbers = [0, -0, -1, 0.5, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308, 5e-324];

function nested(depth: number, isList: boolean): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = isList ? [value] : { a: value };
  return value;
}

/** A value that JSON can carry and nobody expects. */
function oddValue(chance: Chance): unknown {
  switch (chance.int(8)) {
    case 0:
      return null;
    case 1:
      return chance.often(0.5);
    case 2:
      return chance.pick(numbers);
    case 3:
      return [];
    case 4:
      return chance.often(0.5) ? {} : JSON.parse('{"__proto__":{"fuzzed":1},"constructor":{"prototype":{"fuzzed":1}}}');
    case 5:
      return nested(chance.pick([3, 30, 300]), chance.often(0.5));
    case 6:
      return Array.from({ length: chance.pick([2, 200, 3_000]) }, () => 'x');
    default:
      return hostileText(chance);
  }
}

function spoiltObject(value: Readonly<Record<string, unknown>>, chance: Chance): unknown {
  const entries = Object.entries(value);
  const at = chance.int(entries.length);
  const entry = entries[at];
  const kind = chance.int(4);
  if (kind === 0 || entry === undefined) {
    const name = chance.often(0.7) ? chance.pick(bornNames) : hostileText(chance);
    // Defined, not set: a name such as __proto__ must become a field of its own, as JSON.parse makes it.
    const copy: Record<string, unknown> = { ...value };
    return Object.defineProperty(copy, name, {
      value: oddValue(chance),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  if (kind === 1) return Object.fromEntries(entries.filter((_, index) => index !== at));
  const [name, inner] = entry;
  return { ...value, [name]: spoilt(inner, chance) };
}

function spoiltList(value: readonly unknown[], chance: Chance): unknown {
  if (value.length === 0 || chance.often(0.2)) return [...value, oddValue(chance)];
  if (chance.often(0.1)) return Array.from({ length: 2_000 }, (_, index) => value[index % value.length]);
  const at = chance.int(value.length);
  return value.map((inner, index) => (index === at ? spoilt(inner, chance) : inner));
}

/** The value with one thing wrong, somewhere in it. */
export function spoilt(value: unknown, chance: Chance): unknown {
  if (chance.often(0.15)) return oddValue(chance);
  if (Array.isArray(value)) return spoiltList(value, chance);
  if (typeof value === 'object' && value !== null)
    return spoiltObject(value as Readonly<Record<string, unknown>>, chance);
  if (typeof value === 'string' && chance.often(0.6)) return spoiltText(value, chance);
  if (typeof value === 'number' && chance.often(0.6)) return chance.pick(numbers);
  return oddValue(chance);
}

/** Values that only travel between programs of one machine: what structured cloning carries beside JSON. */
export const clonedOnly: readonly (() => unknown)[] = [
  () => undefined,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => 10n ** 40n,
  () => new Date(Number.NaN),
  () => new Map([['a', 1]]),
  () => new Set([1]),
  () => /a+/u,
  () => new Uint8Array(10),
  () => new ArrayBuffer(1_000_000),
  () => new Error('fuzzed'),
  () => Object.create(null) as unknown,
  () => {
    const round: Record<string, unknown> = {};
    round['round'] = round;
    return round;
  },
  () => Array.from({ length: 10_000 }),
  () => nested(2_000, true),
];
