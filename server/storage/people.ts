import { type Person, person as personShape } from '#contract/people.ts';
import { appendChanges } from './change-log.ts';
import type { ReadDb, WriteTx } from './open.ts';

/** Stores a person and tells their own devices and every supervisor's. */
export async function insertPerson(tx: WriteTx, person: Person): Promise<void> {
  await tx
    .insertInto('people')
    .values({ ...person, languages: [...person.languages], body: JSON.stringify(person) })
    .execute();
  await appendChanges(tx, [
    { scope: `person:${person.id}`, kind: 'person', entity: person.id, op: 'put' },
    { scope: 'role:supervisor', kind: 'person', entity: person.id, op: 'put' },
  ]);
}

/** Everybody, by name. */
export async function listPeople(db: ReadDb): Promise<Person[]> {
  const rows = await db.selectFrom('people').select('body').orderBy('name').orderBy('id').execute();
  return rows.map((row) => personShape.parse(JSON.parse(row.body)));
}

/** One person, or null. */
export async function findPerson(db: ReadDb, id: string): Promise<Person | null> {
  const row = await db.selectFrom('people').select('body').where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : personShape.parse(JSON.parse(row.body));
}
