import { resultDocument } from '#contract/verdicts.ts';
import { type Database, write } from './database.ts';
import { rememberDecided } from './items.ts';
import { openForSalvage } from './open.ts';
import { addToOutbox } from './outbox.ts';
import { addResult, type ResultOrigin } from './results.ts';

interface SavedRow {
  readonly origin: ResultOrigin;
  readonly body: Buffer;
  readonly sha256: string;
}

/** Reads what can be read, row by row: one bad page costs the rows on it, not those behind it. */
function readRows(file: string): SavedRow[] {
  const rows: SavedRow[] = [];
  const damaged = openForSalvage(file);
  try {
    const one = damaged.prepare<[number], SavedRow>(
      'SELECT r.origin, r.body, o.sha256 FROM result r JOIN outbox o ON o.seq = r.seq WHERE r.seq = ?',
    );
    const last = damaged.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM result').get()?.seq ?? 0;
    for (let seq = 1; seq <= last; seq += 1) {
      try {
        const row = one.get(seq);
        if (row !== undefined) rows.push(row);
      } catch {
        continue;
      }
    }
  } finally {
    damaged.close();
  }
  return rows;
}

/**
 * Saves results from a damaged database that was set aside: they are offered to the hub again with their old bytes, which it knows
 * by id. Answers how many; a file that cannot be read at all gives 0 and stays where it is.
 */
export function salvage(db: Database, file: string): number {
  let rows: SavedRow[];
  try {
    rows = readRows(file);
  } catch {
    return 0;
  }
  let saved = 0;
  for (const row of rows) {
    const document = resultDocument.safeParse(parse(row.body));
    if (!document.success) continue;
    write(db, (tx) => {
      const seq = addResult(tx, document.data, row.origin, row.body);
      addToOutbox(tx, seq, row.body, row.sha256);
      rememberDecided(tx, document.data, document.data.id);
    });
    saved += 1;
  }
  return saved;
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
