import { sql } from 'kysely';
import type { HubDatabase } from './open.ts';

/** From so many new rows on the planner is told at once; PostgreSQL by itself does it a minute later. */
const MANY = 1_000;

/**
 * Lets the planner count again what is paged through, after many rows came at once. Without it a page of the change log is made by sorting everything that
 * is still to be sent, and a first pull takes the longer per item the more items there are.
 */
export async function countAgain({ db }: Pick<HubDatabase, 'db'>, rows: number): Promise<void> {
  if (rows >= MANY) await sql`analyze change_log, items, records`.execute(db);
}
