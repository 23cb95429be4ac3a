import type { z } from 'zod';
import type { ImportReason } from '#contract/packs.ts';

/** Why a line was refused. */
export interface LineProblem {
  readonly reason: Extract<ImportReason, 'not_json' | 'wrong_shape'>;
  readonly detail: string;
}

/** Deeper than anything meant for people; programs that walk a value by recursion end here otherwise. */
const deepest = 64;

function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true;
    const next: unknown[] = [];
    for (const one of level) {
      if (typeof one !== 'object' || one === null) continue;
      for (const inner of Object.values(one)) if (typeof inner === 'object' && inner !== null) next.push(inner);
    }
    level = next;
  }
  return false;
}

/**
 * Reads one line of a pack against its shape.
 * @param strings the parsed values that become columns of the database, which can hold neither NUL nor half a character
 */
export function readLine<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  strings: (value: z.output<Schema>) => readonly (string | null | undefined)[],
): { readonly ok: true; readonly value: z.output<Schema> } | { readonly ok: false; readonly error: LineProblem } {
  const refuse = (reason: LineProblem['reason'], detail: string) => ({ ok: false, error: { reason, detail } }) as const;
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    return refuse('not_json', error instanceof Error ? error.message.slice(0, 200) : 'not JSON');
  }
  if (isTooDeep(raw)) return refuse('wrong_shape', `nested deeper than ${deepest} levels`);
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse('wrong_shape', `${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'wrong shape'}`);
  }
  const bad = strings(parsed.data).find((one) => typeof one === 'string' && /\0|\p{Surrogate}/u.test(one));
  if (bad !== undefined) {
    return refuse('wrong_shape', `${JSON.stringify(bad).slice(0, 100)} holds a NUL or half a character`);
  }
  return { ok: true, value: parsed.data };
}

/** JSON text on one line without raw tabs, as the change log sends it; tabs and returns can only stand between tokens. */
export function onOneLine(json: string): string {
  return json.trim().replaceAll(/[\t\r\n]/g, ' ');
}
