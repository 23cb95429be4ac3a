import { type Person, person } from '#contract/people.ts';
import type { ReadDb, WriteTx } from './database.ts';

/** Stores or replaces a person. */
export function putPerson(tx: WriteTx, body: Person): void {
  tx.run(
    'INSERT INTO person (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body',
    body.id,
    JSON.stringify(body),
  );
}

/** Takes a person away; what they did stays. */
export function removePerson(tx: WriteTx, id: string): void {
  tx.run('DELETE FROM person WHERE id = ?', id);
}

/** Everybody this device knows, by name. */
export function listPeople(db: ReadDb): Person[] {
  return db
    .all<{ body: string }>('SELECT body FROM person')
    .map((row) => person.parse(JSON.parse(row.body)))
    .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
}
