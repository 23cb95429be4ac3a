import { type Person, person as personShape } from '#contract/people.ts';
import { appendChanges, type Change } from './change-log.ts';
import type { ReadDb, WriteTx } from './open.ts';

const changesOf = (person: Person): Change[] => [
  { scope: `person:${person.id}`, kind: 'person', entity: person.id, op: 'put' },
  { scope: 'role:supervisor', kind: 'person', entity: person.id, op: 'put' },
];

/** Stores a person and tells their own devices and every supervisor's. */
export async function insertPerson(tx: WriteTx, person: Person): Promise<void> {
  await tx
    .insertInto('people')
    .values({ ...person, languages: [...person.languages], body: JSON.stringify(person) })
    .execute();
  await appendChanges(tx, changesOf(person));
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

/** Replaces what is known of a person and tells their own devices and every supervisor's. */
export async function updatePerson(tx: WriteTx, person: Person): Promise<void> {
  const { id, name, role, languages } = person;
  await tx
    .updateTable('people')
    .set({ name, role, languages: [...languages], body: JSON.stringify(person) })
    .where('id', '=', id)
    .execute();
  await appendChanges(tx, changesOf(person));
}

/** Whose an identity is; null when nobody came with it yet. */
export async function findIdentity(tx: WriteTx, issuer: string, subject: string): Promise<string | null> {
  const query = tx.selectFrom('identities').select('person_id').where('issuer', '=', issuer);
  return (await query.where('subject', '=', subject).executeTakeFirst())?.person_id ?? null;
}

/** Ties an identity to a person. */
export async function insertIdentity(
  tx: WriteTx,
  {
    at,
    ...identity
  }: { readonly issuer: string; readonly subject: string; readonly person_id: string; readonly at: Date },
): Promise<void> {
  await tx
    .insertInto('identities')
    .values({ ...identity, created_at: at })
    .execute();
}
