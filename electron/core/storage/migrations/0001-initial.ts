/** The first schema; docs/database.md tells it in plain words. */
export const initial = `
CREATE TABLE batch (
  id TEXT NOT NULL PRIMARY KEY,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE item (
  id TEXT NOT NULL PRIMARY KEY,
  batch_id TEXT NOT NULL,
  record_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  round INTEGER NOT NULL,
  language TEXT NOT NULL,
  violation_type TEXT,
  state TEXT NOT NULL CHECK (state IN ('open', 'skipped', 'decided', 'removed')),
  skip_order INTEGER CHECK ((skip_order IS NULL) = (state <> 'skipped')),
  result_id TEXT,
  generation INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX item_queue ON item (batch_id, state, position, language);
CREATE INDEX item_skipped ON item (skip_order) WHERE state = 'skipped';

CREATE TABLE policy_version (
  policy_id TEXT NOT NULL,
  version TEXT NOT NULL,
  change_id TEXT NOT NULL UNIQUE,
  effective_at TEXT NOT NULL,
  violation_types TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (policy_id, version)
) STRICT;

CREATE TABLE person (
  id TEXT NOT NULL PRIMARY KEY,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE clip (
  sha256 TEXT NOT NULL PRIMARY KEY,
  bytes INTEGER,
  state TEXT NOT NULL CHECK (state IN ('wanted', 'ready', 'failed')),
  bytes_have INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL DEFAULT 0,
  code TEXT,
  CHECK ((code IS NOT NULL) = (state = 'failed'))
) STRICT;
CREATE INDEX clip_unfinished ON clip (state) WHERE state <> 'ready';

CREATE TABLE item_clip (
  item_id TEXT NOT NULL REFERENCES item (id),
  ordinal INTEGER NOT NULL,
  sha256 TEXT NOT NULL REFERENCES clip (sha256),
  PRIMARY KEY (item_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_clip_by_hash ON item_clip (sha256);

CREATE TABLE result (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  device_id TEXT NOT NULL,
  device_seq INTEGER NOT NULL,
  item_id TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('verdict', 'withdrawal')),
  origin TEXT NOT NULL CHECK (origin IN ('submit', 'undo', 'redo')),
  supersedes TEXT,
  body BLOB NOT NULL,
  UNIQUE (device_id, device_seq)
) STRICT;
CREATE TRIGGER result_never_changes BEFORE UPDATE ON result
BEGIN SELECT RAISE(ABORT, 'a result is never changed'); END;
CREATE TRIGGER result_never_goes BEFORE DELETE ON result
BEGIN SELECT RAISE(ABORT, 'a result is never deleted'); END;

CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY REFERENCES result (seq),
  payload BLOB NOT NULL,
  sha256 TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'in_flight', 'acked', 'superseded', 'parked')),
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL DEFAULT 0,
  last_error TEXT,
  receipt TEXT,
  epoch TEXT
) STRICT;
CREATE INDEX outbox_waiting ON outbox (seq) WHERE state IN ('pending', 'in_flight');
CREATE INDEX outbox_parked ON outbox (seq) WHERE state = 'parked';
CREATE TRIGGER outbox_bytes_never_change BEFORE UPDATE OF payload, sha256 ON outbox
BEGIN SELECT RAISE(ABORT, 'frozen bytes are never changed'); END;
CREATE TRIGGER outbox_never_goes BEFORE DELETE ON outbox
BEGIN SELECT RAISE(ABORT, 'an outbox row is never deleted'); END;

CREATE TABLE draft (
  item_id TEXT NOT NULL PRIMARY KEY REFERENCES item (id),
  body TEXT NOT NULL
) STRICT;

CREATE TABLE session_event (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  device_seq INTEGER NOT NULL,
  at TEXT NOT NULL,
  pushed INTEGER NOT NULL DEFAULT 0 CHECK (pushed IN (0, 1)),
  body TEXT NOT NULL
) STRICT;
CREATE INDEX session_event_unsent ON session_event (seq) WHERE pushed = 0;

CREATE TABLE preference (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE sync_state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  cursor TEXT,
  epoch TEXT,
  last_contact_at TEXT,
  generation INTEGER NOT NULL DEFAULT 0,
  sweep INTEGER NOT NULL DEFAULT 0 CHECK (sweep IN (0, 1)),
  seq_floor INTEGER NOT NULL DEFAULT 0,
  opened INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO sync_state (one) VALUES (1);

CREATE TABLE position (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  item_id TEXT NOT NULL
) STRICT;
`;
