import type { ReadDb, WriteTx } from './database.ts';

/** Everything kept, by name; the caller knows the shapes. */
export function readPreferences(db: ReadDb): Record<string, unknown> {
  const rows = db.all<{ name: string; value: string }>('SELECT name, value FROM preference');
  return Object.fromEntries(rows.map((row) => [row.name, JSON.parse(row.value)]));
}

/** Keeps the given ones; others stay as they are. */
export function writePreferences(tx: WriteTx, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    tx.run(
      'INSERT INTO preference (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      name,
      JSON.stringify(value),
    );
  }
}
