import { z } from 'zod';
import type { Chance } from '#scripts/lib/chance.ts';
import { hostileText } from './words.ts';

type Shape = z.core.JSONSchema.BaseSchema;

/** Real values by the name of the field they fit, so that inputs get past the shape and meet what is there. */
export type KnownValues = Readonly<Record<string, readonly unknown[]>>;

/** Makes inputs that a schema would take, for the most part; what only code can check may still refuse them. */
export type MakeInput = (chance: Chance) => unknown;

const plainTexts = [
  'a',
  'Ana',
  'en',
  'hate_speech',
  '2026-04',
  '2026-05-20',
  'report.csv',
  'keymap-1.json',
  'review.uphold',
  'clips/a.mp4',
  'n1',
  '0',
];

function uuid(chance: Chance): string {
  const hex = (length: number): string => Array.from({ length }, () => chance.int(16).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-7${hex(3)}-${chance.pick(['8', '9', 'a', 'b'])}${hex(3)}-${hex(12)}`;
}

function textOf(shape: Shape, chance: Chance): string {
  if (shape.format === 'uuid') return uuid(chance);
  if (shape.format === 'date-time') return new Date(chance.int(2 ** 31) * 2_000).toISOString();
  if (shape.format === 'uri') return `http://127.0.0.1:${1 + chance.int(9)}/${chance.int(10)}`;
  if (shape.pattern !== undefined) {
    const pattern = new RegExp(shape.pattern);
    const hash = Array.from({ length: 64 }, () => chance.int(16).toString(16)).join('');
    const fitting = [hash, ...plainTexts].filter((text) => pattern.test(text));
    return fitting.length > 0 ? chance.pick(fitting) : hostileText(chance);
  }
  const text = chance.often(0.6) ? chance.pick(plainTexts) : hostileText(chance);
  return text.slice(0, shape.maxLength ?? 200).padEnd(shape.minLength ?? 0, 'x');
}

function numberOf(shape: Shape, chance: Chance): number {
  const least = shape.minimum ?? (shape.exclusiveMinimum === undefined ? 0 : Number(shape.exclusiveMinimum) + 1);
  const most = shape.maximum ?? 1_000_000;
  if (chance.often(0.2)) return chance.often(0.5) ? least : most;
  const value = least + chance.next() * Math.min(most - least, 1_000);
  return shape.type === 'integer' ? Math.floor(value) : value;
}

function objectOf(shape: Shape, chance: Chance, known: KnownValues): unknown {
  const required = new Set(shape.required ?? []);
  const made: [string, unknown][] = [];
  for (const [name, inner] of Object.entries(shape.properties ?? {})) {
    if (!required.has(name) && chance.often(0.4)) continue;
    const fitting = known[name];
    const isKnown = fitting !== undefined && fitting.length > 0 && chance.often(0.7);
    made.push([name, isKnown ? chance.pick(fitting) : valueOf(inner as Shape, chance, known)]);
  }
  const rest = shape.additionalProperties;
  if (typeof rest === 'object' && chance.often(0.4)) {
    const names = Array.from({ length: chance.int(4) }, () => chance.pick(['a', 'en', 'right-policy', 'toString']));
    for (const name of names) made.push([name, valueOf(rest, chance, known)]);
  }
  return Object.fromEntries(made);
}

function listOf(shape: Shape, chance: Chance, known: KnownValues): unknown[] {
  const least = shape.minItems ?? 0;
  const length = Math.min(least + chance.int(4), shape.maxItems ?? 4);
  return Array.from({ length }, () => valueOf((shape.items ?? {}) as Shape, chance, known));
}

function valueOf(shape: Shape, chance: Chance, known: KnownValues): unknown {
  if (shape.const !== undefined) return shape.const;
  if (shape.enum !== undefined) return chance.pick(shape.enum);
  const ways = shape.anyOf ?? shape.oneOf;
  if (ways !== undefined) return valueOf(chance.pick<Shape>(ways), chance, known);
  switch (shape.type) {
    case 'string':
      return textOf(shape, chance);
    case 'integer':
    case 'number':
      return numberOf(shape, chance);
    case 'boolean':
      return chance.often(0.5);
    case 'array':
      return listOf(shape, chance, known);
    case 'object':
      return objectOf(shape, chance, known);
    case 'null':
      return null;
    default:
      return hostileText(chance);
  }
}

/** Derives inputs from a schema. @param known real values to mix in */
export function inputsOf(schema: z.ZodType, known: KnownValues = {}): MakeInput {
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
  return (chance) => valueOf(shape, chance, known);
}
