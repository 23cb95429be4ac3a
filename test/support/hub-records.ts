import type { z } from 'zod';
import { type Item, type NewBatch, newBatch } from '#contract/batches.ts';
import { changesPageHead } from '#contract/sync.ts';
import type { ResultEnvelope } from '#contract/verdicts.ts';
import { ImportTally } from '#domain/packs/import-tally.ts';
import { saveImportReport } from '#server/storage/import-runs.ts';
import type { TestDevice, TestHub } from './hub.ts';

export { envelopeOf, verdictOn, withdrawalOf } from '#scripts/lib/made-results.ts';

/** One change as a device reads it. */
export interface ReadChange {
  readonly seq: number;
  readonly kind: string;
  readonly op: string;
  readonly id: string;
  readonly body: unknown;
}

/** A page of changes, taken apart. */
export interface ReadPage {
  readonly head: z.infer<typeof changesPageHead>;
  readonly changes: readonly ReadChange[];
}

/** Pulls one page. */
export async function pullPage(hub: TestHub, device: TestDevice, cursor?: string, limit = 1000): Promise<ReadPage> {
  const query = new URLSearchParams({ limit: String(limit), ...(cursor === undefined ? {} : { cursor }) });
  const response = await hub.request(device, 'GET', `/v1/changes?${query.toString()}`);
  if (response.status !== 200) throw new Error(`changes: ${response.status} ${await response.text()}`);
  const [first = '', ...lines] = (await response.text()).split('\n').slice(0, -1);
  return {
    head: changesPageHead.parse(JSON.parse(first)),
    changes: lines.map((line) => {
      const [head = '', body = '', ...record] = line.split('\t');
      const whole = JSON.parse(body) as Record<string, unknown>;
      if (record.length > 0) whole['record'] = JSON.parse(record.join('\t'));
      return { ...JSON.parse(head), body: whole } as ReadChange;
    }),
  };
}

/** Pulls all pages since the start. */
export async function pullAll(hub: TestHub, device: TestDevice, limit = 1000): Promise<ReadChange[]> {
  const all: ReadChange[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await pullPage(hub, device, cursor, limit);
    all.push(...page.changes);
    cursor = page.head.cursor;
    if (!page.head.more) return all;
  }
}

/** The items a device holds now. */
export async function pullItems(hub: TestHub, device: TestDevice): Promise<Item[]> {
  const changes = await pullAll(hub, device);
  return changes.filter((c) => c.kind === 'item' && c.op === 'put').map((c) => c.body as Item);
}

/** Puts plain records straight into the database, faster than an import. */
export async function insertRecords(hub: TestHub, count: number, prefix = 'rec'): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(6, '0')}`);
  const { pool } = hub.hub.context.database;
  await saveImportReport(hub.hub.context.database.db, new ImportTally('made', 'made').report('done'), new Date());
  await pool.query(
    `insert into records (id, pack_order, content_sha256, raw, clips, stage, surface, has_clip, import_id)
     select id, nextval('record_order'), md5(id), '{"id":"' || id || '","stage":"live","surface":"live"}', '[]',
       'live', 'live', false, 'made' from unnest($1::text[]) as fresh (id)`,
    [ids],
  );
  return ids;
}

/** Makes a batch over HTTP, all records in pack order by default; returns its id. */
export async function makeBatch(hub: TestHub, input: Partial<NewBatch> & Pick<NewBatch, 'assignees'>): Promise<string> {
  const body = newBatch.parse({
    name: 'Second looks',
    mode: 'open',
    priority: 1,
    due_at: null,
    filter: {},
    draw: { method: 'pack_order', size: 100_000 },
    ...input,
  });
  const response = await hub.request(hub.supervisor, 'POST', '/v1/batches', body);
  if (response.status !== 200) throw new Error(`batch: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { batch: { id: string } }).batch.id;
}

/** Pushes envelopes and returns the receipts. */
export async function push(hub: TestHub, device: TestDevice, envelopes: readonly ResultEnvelope[]) {
  const response = await hub.request(device, 'POST', '/v1/results', { results: envelopes });
  if (response.status !== 200) throw new Error(`results: ${response.status} ${await response.text()}`);
  type Receipts = {
    receipts: { id: string; status: string; effective: boolean; server_seq: number | null; reason: string | null }[];
  };
  return ((await response.json()) as Receipts).receipts;
}
