/** What this device knows of the hub's audit, and what did not go together with it. */
export const hubLog = `
CREATE TABLE hub_log (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  head TEXT NOT NULL,
  public_key TEXT NOT NULL
) STRICT;

CREATE TABLE hub_log_doubt (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  judged TEXT NOT NULL,
  known TEXT NOT NULL,
  told TEXT NOT NULL UNIQUE
) STRICT;
`;
