import { treeHead } from '#contract/audit.ts';
import type { KnownHead } from '#domain/audit/head.ts';
import type { ReadDb, WriteTx } from './database.ts';

/** The last head of the hub's audit that was believed; null before the first. */
export function readKnownHead(db: ReadDb): KnownHead | null {
  const row = db.first<{ head: string; public_key: string }>('SELECT head, public_key FROM hub_log');
  return row === undefined ? null : { head: treeHead.parse(JSON.parse(row.head)), public_key: row.public_key };
}

/** Keeps the head that is believed from now on. */
export function keepKnownHead(tx: WriteTx, { head, public_key }: KnownHead): void {
  tx.run(
    `INSERT INTO hub_log (one, head, public_key) VALUES (1, ?, ?)
     ON CONFLICT (one) DO UPDATE SET head = excluded.head, public_key = excluded.public_key`,
    JSON.stringify(head),
    public_key,
  );
}

/** Keeps what did not go together, for whoever looks into it. Answers whether it is new. */
export function keepDoubt(tx: WriteTx, doubt: { at: string; judged: string; known: string; told: string }): boolean {
  const { at, judged, known, told } = doubt;
  const sql = 'INSERT INTO hub_log_doubt (at, judged, known, told) VALUES (?, ?, ?, ?) ON CONFLICT (told) DO NOTHING';
  return tx.run(sql, at, judged, known, told) === 1;
}
