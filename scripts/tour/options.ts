import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Language, language } from '#contract/ids.ts';
import { presetName } from '#contract/keymap.ts';
import { readKeymapText } from '#domain/commands/keymap-text.ts';
import { keymapGround } from '#renderer/commands/ground.ts';
import { isCommandId } from '#renderer/commands/registry.ts';
import type { TourKeymap } from './keymap.ts';

/** What one tour is to do. */
export interface TourOptions {
  /** Folder or zip of the review pack. */
  readonly pack: string;
  /** How many items to assign and review. */
  readonly items: number;
  /** From which item on (from 1) the hub cannot be reached; null: it always can. */
  readonly offlineFrom: number | null;
  /** At which item (from 1) the core is killed; null: it is not. */
  readonly killAt: number | null;
  readonly language: Language;
  /** What the apps are given and the hands press by. */
  readonly keymap: TourKeymap;
  /** Where a film of the review goes (WebM), made slowly enough to be watched; null: none. */
  readonly record: string | null;
  /** Where screenshots, report and export go. */
  readonly out: string;
}

export const TOUR_USAGE =
  'usage: npm run tour -- [--pack DIR|ZIP] [--items N] [--offline-from K] [--kill-at J] [--language en|es] [--keymap PRESET|FILE] [--record FILE.webm] [--out DIR]';

/** Thrown for a command line that cannot be followed; the message says which part and why. */
export class TourUsage extends Error {}

const count = z.coerce.number().int().positive().max(100_000);

function read<Value>(name: string, text: string | undefined, schema: z.ZodType<Value>, otherwise: Value): Value {
  if (text === undefined) return otherwise;
  const parsed = schema.safeParse(text);
  if (!parsed.success) throw new TourUsage(`--${name} ${text}: ${parsed.error.issues[0]?.message ?? 'not understood'}`);
  return parsed.data;
}

/** A preset by its name, else a keymap file as the keymap editor saves them. */
function readKeymap(text: string): TourKeymap {
  const preset = presetName.safeParse(text);
  if (preset.success) return { file: null, keymap: { preset: preset.data, rows: [] } };
  let content: string;
  try {
    content = readFileSync(text, 'utf8');
  } catch (error) {
    throw new TourUsage(`--keymap ${text}: neither a preset (${presetName.options.join(', ')}) nor a file`, {
      cause: error,
    });
  }
  const read = readKeymapText(content, keymapGround, isCommandId);
  if (!read.ok) throw new TourUsage(`--keymap ${text}: ${read.error.code}, ${read.error.detail}`);
  return { file: text, keymap: read.value };
}

/**
 * Reads the tour's command line.
 * @param demoPack pack to use when none is named
 * @throws TourUsage
 */
export function readTourOptions(args: readonly string[], demoPack: string): TourOptions {
  const text = { type: 'string' } as const;
  let values: Partial<Record<string, string>>;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        pack: text,
        items: text,
        'offline-from': text,
        'kill-at': text,
        language: text,
        keymap: text,
        record: text,
        out: text,
      },
    }));
  } catch (error) {
    throw new TourUsage(error instanceof Error ? error.message : String(error), { cause: error });
  }
  const items = read('items', values['items'], count, 12);
  const within = (name: string, fallback: number | null): number | null => {
    const at = read(name, values[name], count.nullable(), fallback);
    if (at !== null && at > items) throw new TourUsage(`--${name} ${at}: there are only ${items} items`);
    return at;
  };
  // Without wishes the tour shows both faults; with a pack of one's own it does what it is told.
  const third = Math.max(1, Math.floor(items / 3));
  const isBare = values['offline-from'] === undefined && values['kill-at'] === undefined;
  return {
    pack: values['pack'] ?? demoPack,
    items,
    offlineFrom: within('offline-from', isBare ? third : null),
    killAt: within('kill-at', isBare ? Math.min(items, third * 2) : null),
    language: read('language', values['language'], language, 'en'),
    keymap: readKeymap(values['keymap'] ?? 'standard'),
    record: values['record'] ?? null,
    out: values['out'] ?? 'out/tour',
  };
}
