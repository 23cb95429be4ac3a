/** The person's own ledger, and what they do not want to see; docs/database.md tells it in plain words. */
export const care = `
CREATE TABLE care_shown (
  day TEXT NOT NULL,
  severity INTEGER NOT NULL CHECK (severity BETWEEN -1 AND 5),
  seconds REAL NOT NULL,
  PRIMARY KEY (day, severity)
) STRICT, WITHOUT ROWID;

CREATE TABLE care_day (
  day TEXT NOT NULL PRIMARY KEY,
  work_s REAL NOT NULL DEFAULT 0,
  breaks INTEGER NOT NULL DEFAULT 0,
  break_s REAL NOT NULL DEFAULT 0,
  since_work_s REAL NOT NULL DEFAULT 0,
  since_shown_s REAL NOT NULL DEFAULT 0,
  cap_passed INTEGER NOT NULL DEFAULT 0 CHECK (cap_passed IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE opt_out (
  violation_type TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE opt_out_outbox (
  seq INTEGER PRIMARY KEY,
  body TEXT NOT NULL,
  told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1))
) STRICT;
CREATE INDEX opt_out_outbox_waiting ON opt_out_outbox (seq) WHERE told = 0;

CREATE TABLE opted_out_item (
  item_id TEXT NOT NULL PRIMARY KEY REFERENCES item (id),
  violation_type TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
