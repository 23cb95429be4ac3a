import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Preferences, preferences } from '#contract/preferences.ts';
import { writeDurably } from '../../files/durable-file.ts';
import { type Account, defaultPreferences, recordEvent } from '../account.ts';
import { write } from '../storage/database.ts';
import { readPreferences, writePreferences } from '../storage/preferences.ts';

const FILE = 'preferences.json';

/** What was chosen on this device before anybody signed in; a person's first preferences are made of it. */
export function readDevicePreferences(dataDir: string): Preferences {
  let text: string;
  try {
    text = readFileSync(join(dataDir, FILE), 'utf8');
  } catch {
    return defaultPreferences;
  }
  const parsed = preferences.safeParse({ ...defaultPreferences, ...keptChoices(text) });
  return parsed.success ? parsed.data : defaultPreferences;
}

/** What the file names; a choice that a later Lupa added keeps its first value. */
function keptChoices(text: string): object | null {
  try {
    const kept: unknown = JSON.parse(text);
    return typeof kept === 'object' ? kept : null;
  } catch {
    return null;
  }
}

/** Keeps a choice while nobody is signed in. Throws what the disk throws. */
export function writeDevicePreferences(dataDir: string, chosen: Preferences): void {
  writeDurably(join(dataDir, FILE), JSON.stringify(chosen));
}

/** Gives a person who never chose what the device was set to. */
export function adoptDevicePreferences(account: Pick<Account, 'db' | 'dataDir'>): void {
  if (Object.keys(readPreferences(account.db)).length > 0) return;
  const chosen = readDevicePreferences(account.dataDir);
  write(account.db, (tx) => writePreferences(tx, chosen));
}

/** Leaves out what was not named: a key that is there with nothing in it would erase a choice. */
export function named(chosen: Readonly<Record<string, unknown>>): Partial<Preferences> {
  return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
}

/** Keeps a choice; a change of the interface's language is in the session log. */
export function setPreferences(account: Account, chosen: Partial<Preferences>): Preferences {
  const before = account.preferences();
  const after: Preferences = { ...before, ...chosen };
  write(account.db, (tx) => {
    writePreferences(tx, after);
    if (after.language !== before.language)
      recordEvent(tx, account, { type: 'language_changed', language: after.language });
  });
  account.preferencesChanged();
  return after;
}
