import type { Database } from '../database.ts';
import { sealDraft } from '../drafts.ts';
import { sealBody } from '../item-content.ts';
import { addSealCheck } from '../seal-check.ts';

/** From this schema on, what is confidential is sealed. */
export const SEALED_SINCE = 14;

/** Records and drafts are sealed; an item without content was taken back. docs/decisions/0082-sealed-records.md says why. */
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
`;

/** Rows are sealed a few at a time: there may be tens of thousands. */
const AT_A_TIME = 200;

interface PlainRow {
  readonly row: number;
  readonly body: string;
}

function eachPlain<Row extends PlainRow>(db: Database, sql: string, work: (row: Row) => void): void {
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
  db.script(`
    ALTER TABLE item DROP COLUMN body;
    DROP TABLE draft;
    ALTER TABLE sealed_draft RENAME TO draft;
  `);
}
