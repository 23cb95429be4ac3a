import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';

/**
 * The least that storing results can cost: `connections` clients, each inserting 100 rows by one unnest statement and
 * committing, into a table with the same key. No HTTP, no checks. Returns rows per second of each round.
 */
export async function barePostgresInserts(
  url: string,
  options: { connections: number; rows: number; rounds: number },
): Promise<number[]> {
  const pool = new pg.Pool({ connectionString: url, max: options.connections });
  await pool.query('DROP TABLE IF EXISTS bench_floor');
  await pool.query(
    'CREATE TABLE bench_floor (id uuid PRIMARY KEY, sha256 text NOT NULL, body text NOT NULL, seq bigint GENERATED ALWAYS AS IDENTITY)',
  );
  const body = JSON.stringify({ note: 'x'.repeat(700) });
  const sha = 'a'.repeat(64);
  const rates: number[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    const posts = Array.from({ length: options.rows / 100 }, () => Array.from({ length: 100 }, () => uuidv7()));
    const start = performance.now();
    let next = 0;
    const drain = async (): Promise<void> => {
      for (let ids = posts[next++]; ids !== undefined; ids = posts[next++]) {
        await pool.query(
          'INSERT INTO bench_floor (id, sha256, body) SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[])',
          [ids, ids.map(() => sha), ids.map(() => body)],
        );
      }
    };
    await Promise.all(Array.from({ length: options.connections }, drain));
    rates.push(options.rows / ((performance.now() - start) / 1000));
  }
  await pool.query('DROP TABLE bench_floor');
  await pool.end();
  return rates;
}
