import type { Database } from '../database.ts';
import { sealDraft } from '../drafts.ts';
import { sealBody } from '../item-content.ts';
import { readResult } from '../carve.ts';
import { sealResult } from '../result-cells.ts';
import { addSealCheck } from '../seal-check.ts';

/** From this schema on, what is confidential is sealed. */
export const SEALED_SINCE = 14;

/**
 * Records, drafts and results are sealed; an item without content was taken back. Of a verdict, what lists are made of stands beside it. docs/decisions/0082-sealed-records.md
 * says why.
 */
export const sealedRows = `
CREATE TABLE content_key (
  batch_id TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE seal_check (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  content BLOB NOT NULL
) STRICT;

CREATE TABLE sealed_draft (
  item_id TEXT NOT NULL PRIMARY KEY REFERENCES item (id),
  content BLOB NOT NULL
) STRICT;

ALTER TABLE item ADD COLUMN content BLOB;
ALTER TABLE result ADD COLUMN kind TEXT;
ALTER TABLE result ADD COLUMN decided_at TEXT;
DROP TRIGGER result_never_changes;
DROP TRIGGER outbox_bytes_never_change;
`;

/** Rows are sealed a few at a time: there may be tens of thousands. */
const AT_A_TIME = 200;

interface Numbered {
  readonly row: number;
}

interface PlainRow extends Numbered {
  readonly body: string;
}

interface PlainResult extends Numbered {
  readonly id: string;
  readonly body: Buffer;
  readonly payload: Buffer | null;
}

function sealPlainResult(db: Database, { row, id, body, payload }: PlainResult): void {
  const document = readResult(body);
  const cell = sealResult(db, id, body);
  db.run(
    'UPDATE result SET body = ?, kind = ?, decided_at = ? WHERE seq = ?',
    cell,
    document?.type === 'verdict' ? document.kind : null,
    document?.decided_at ?? null,
    row,
  );
  if (payload === null) return;
  // Where the two copies differ one of them was damaged, and both stay.
  const copy = payload.equals(body) ? cell : sealResult(db, id, payload);
  db.run('UPDATE outbox SET payload = ? WHERE seq = ?', copy, row);
}

function eachPlain<Row extends Numbered>(db: Database, sql: string, work: (row: Row) => void): void {
  for (let last = 0; ; ) {
    const rows = db.all<Row>(`${sql} LIMIT ${AT_A_TIME}`, last);
    for (const row of rows) work(row);
    const end = rows.at(-1);
    if (end === undefined) return;
    last = end.row;
  }
}

/** Seals what is there in plain, and drops the plain columns. */
export function sealRows(db: Database): void {
  addSealCheck(db);
  eachPlain<PlainRow & { id: string; batch_id: string }>(
    db,
    "SELECT rowid AS row, id, batch_id, body FROM item WHERE rowid > ? AND body <> '' ORDER BY rowid",
    ({ row, id, batch_id, body }) =>
      db.run(
        'UPDATE item SET content = ? WHERE rowid = ?',
        sealBody(db, { id, batch_id }, Buffer.from(body, 'utf8')),
        row,
      ),
  );
  eachPlain<PlainRow & { item_id: string }>(
    db,
    'SELECT rowid AS row, item_id, body FROM draft WHERE rowid > ? ORDER BY rowid',
    ({ item_id, body }) =>
      db.run('INSERT INTO sealed_draft (item_id, content) VALUES (?, ?)', item_id, sealDraft(db, item_id, body)),
  );
  eachPlain<PlainResult>(
    db,
    'SELECT r.seq AS row, r.id, r.body, o.payload FROM result r LEFT JOIN outbox o ON o.seq = r.seq WHERE r.seq > ? ORDER BY r.seq',
    (result) => sealPlainResult(db, result),
  );
  db.script(`
    CREATE TRIGGER result_never_changes BEFORE UPDATE ON result
    BEGIN SELECT RAISE(ABORT, 'a result is never changed'); END;
    CREATE TRIGGER outbox_bytes_never_change BEFORE UPDATE OF payload, sha256 ON outbox
    BEGIN SELECT RAISE(ABORT, 'frozen bytes are never changed'); END;
    ALTER TABLE item DROP COLUMN body;
    DROP TABLE draft;
    ALTER TABLE sealed_draft RENAME TO draft;
  `);
}
