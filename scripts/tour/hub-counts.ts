import pg from 'pg';

/** What the hub's database says about the tour's batches. */
export interface HubCounts {
  readonly imported: number;
  readonly refused: number;
  readonly assigned: number;
  readonly uploaded: number;
  readonly duplicates: number;
  readonly missing: readonly string[];
  readonly results: number;
  readonly superseded: number;
  readonly alarms: number;
  readonly session_events: number;
}

const statements = {
  imported: 'select count(*)::int as n from records',
  refused: "select coalesce(sum((report::json #>> '{records,refused}')::int), 0)::int as n from import_runs",
  assigned: 'select count(*)::int as n from items where batch_id = any($1::uuid[])',
  uploaded: `select count(*)::int as n from effective_verdicts v join items i on i.id = v.item_id where i.batch_id = any($1::uuid[])`,
  // One effective result an item and round, one row a content, one row a place in a device's order.
  duplicates: `
    select (
      (select coalesce(sum(n - 1), 0) from (select count(*) n from results r join items i on i.id = r.item_id
        where i.batch_id = any($1::uuid[]) and r.effective group by r.item_id, r.round) a)
      + (select coalesce(sum(n - 1), 0) from (select count(*) n from results group by sha256) b)
      + (select coalesce(sum(n - 1), 0) from (select count(*) n from results group by device_id, device_seq) c)
    )::int as n`,
  results:
    'select count(*)::int as n from results r join items i on i.id = r.item_id where i.batch_id = any($1::uuid[])',
  superseded: `select count(*)::int as n from results r join items i on i.id = r.item_id
    where i.batch_id = any($1::uuid[]) and not r.effective`,
  alarms: 'select count(*)::int as n from alarms',
  session_events: 'select count(*)::int as n from session_events',
} as const;

type Name = keyof typeof statements;

/**
 * Counts in the hub's database, past the hub and past the app.
 * @param acknowledged ids of the results that the page said were saved; those without a row come back as `missing`
 */
export async function countInHub(
  databaseUrl: string,
  batchIds: readonly string[],
  acknowledged: readonly string[],
): Promise<HubCounts> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const counts = {} as Record<Name, number>;
    for (const name of Object.keys(statements) as Name[]) {
      const text = statements[name];
      const { rows } = await client.query<{ n: number }>(text, text.includes('$1') ? [batchIds] : []);
      counts[name] = rows[0]?.n ?? 0;
    }
    const found = await client.query<{ id: string }>('select id::text as id from results where id = any($1::uuid[])', [
      acknowledged,
    ]);
    const there = new Set(found.rows.map((row) => row.id));
    return { ...counts, missing: acknowledged.filter((id) => !there.has(id)) };
  } finally {
    await client.end();
  }
}
