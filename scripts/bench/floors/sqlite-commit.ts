import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/**
 * The least that a durable verdict can cost here: hash 600 bytes, insert three rows and update one in one
 * `BEGIN IMMEDIATE` transaction with WAL and `synchronous=FULL`. Returns milliseconds per commit.
 */
export function bareCommits(folder: string, count: number): number[] {
  const db = new Database(join(folder, 'floor-commit.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(`
    CREATE TABLE result (id TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT;
    CREATE TABLE outbox (seq INTEGER PRIMARY KEY, id TEXT NOT NULL, payload BLOB NOT NULL, sha256 TEXT NOT NULL) STRICT;
    CREATE TABLE event (seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
  `);
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const result = db.prepare('INSERT INTO result VALUES (?, ?)');
  const outbox = db.prepare('INSERT INTO outbox (id, payload, sha256) VALUES (?, ?, ?)');
  const event = db.prepare('INSERT INTO event (body) VALUES (?)');
  const body = Buffer.from(JSON.stringify({ note: 'x'.repeat(560) }));
  const samples: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const start = performance.now();
    const id = `id-${index}`;
    const hash = createHash('sha256').update(body).update(id).digest('hex');
    begin.run();
    result.run(id, body);
    outbox.run(id, body, hash);
    event.run('{"type":"verdict"}');
    commit.run();
    samples.push(performance.now() - start);
  }
  db.close();
  return samples;
}
