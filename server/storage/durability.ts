import { type RawBuilder, sql } from 'kysely';
import type { ReadDb } from './open.ts';

interface Settings {
  readonly fsync: string;
  readonly synchronous_commit: string;
  readonly full_page_writes: string;
}

const question: RawBuilder<Settings> = sql<Settings>`select
  current_setting('fsync') as fsync,
  current_setting('synchronous_commit') as synchronous_commit,
  current_setting('full_page_writes') as full_page_writes`;

/** Thrown when a commit of the database would not survive a power loss. */
export class NotDurable extends Error {
  override readonly name = 'NotDurable';
}

/**
 * Makes sure that a commit is on disk before it is confirmed, for a receipt promises just that.
 * @throws NotDurable when any of the settings is off; nothing may be received then
 */
export async function assertDurable(db: ReadDb): Promise<void> {
  const { rows } = await question.execute(db);
  const off = Object.entries(rows[0] ?? { fsync: 'unknown' }).filter(
    ([, value]) => value === 'off' || value === 'unknown',
  );
  if (off.length === 0) return;
  const list = off.map(([name, value]) => `${name} is ${value}`).join(', ');
  throw new NotDurable(
    `the database would lose confirmed work at a power loss: ${list}. Turn it on; the hub will not start.`,
  );
}
