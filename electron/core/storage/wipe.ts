import type { Database, WriteTx } from './database.ts';
import { restartPull } from './sync-state.ts';

/** What the hub gave to this person, in an order in which nothing is left that names what is gone. */
const CONTENT = [
  'draft',
  'item_clip',
  'clip',
  'opted_out_item',
  'item',
  'content_key',
  'batch',
  'policy_version',
  'person',
  'position',
] as const;

/** Leaves nothing of what was deleted in pages that are free or in the log. */
export function squeeze(db: Database): void {
  db.script('VACUUM');
  db.foldLog();
}

/** Deletes all content. The person's own work stays: results, what waits for the hub, the session log, and what they chose. */
export function wipeContent(tx: WriteTx): void {
  for (const table of CONTENT) tx.run(`DELETE FROM ${table}`);
  // What the search index still holds of words that are gone.
  tx.run("INSERT INTO policy_index (policy_index) VALUES ('rebuild')");
  restartPull(tx);
}
