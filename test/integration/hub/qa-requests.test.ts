import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { NewQaDraw, QaRequest, samplePreview, Sampling } from '#contract/qa-requests.ts';
import { sampling as samplingShape } from '#contract/qa-requests.ts';
import { startTestHub, type TestDevice, type TestHub } from '#test/support/hub.ts';
import { insertRecords, pullItems } from '#test/support/hub-records.ts';

let hub: TestHub;
let reviewer: TestDevice;

beforeAll(async () => {
  hub = await startTestHub();
  reviewer = await hub.addDevice(await hub.addPerson('reviewer', 'Ana'));
  await insertRecords(hub, 300, 'rec');
  const { pool } = hub.hub.context.database;
  await pool.query("update records set region = case when pack_order % 10 = 0 then 'ES' else 'MX' end");
  await pool.query(`insert into predictions (line_sha256, record_id, model, version, label, score, raw)
    select id, id, 'm', '1', 'hate', case when region = 'ES' then 0.9 else 0.1 end, '{}' from records`);
});
afterAll(() => hub.stop());

async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await hub.request(hub.supervisor, method, path, body);
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

const question = (filter: object) => ({
  question: 'Is MX judged as ES is?',
  reason: 'An appeal',
  filter,
  due_at: null,
});
const ask = async (filter: object) =>
  call<{ request: QaRequest; alike: string[] }>('POST', '/v1/qa-requests', question(filter));
const preview = (id: string, sampling: Sampling) =>
  call<z.infer<typeof samplePreview>>('POST', `/v1/qa-requests/${id}/preview`, sampling);
const drawOf = (over: Partial<NewQaDraw> = {}): object => ({
  sampling: byRegion,
  seed: 'first',
  frame_hash: null,
  batch: { name: 'Drawn', mode: 'blind', priority: 1, due_at: null, assignees: [reviewer.person.id] },
  ...over,
});
const drawnRecords = async (batch: string) => {
  const { rows } = await hub.hub.context.database.pool.query<{
    record_id: string;
    stratum: string;
    probability: number;
  }>('select record_id, stratum, probability from drawn_records where batch_id = $1 order by record_id', [batch]);
  return rows;
};
type Drawn = { batch: { id: string }; draw: QaRequest['draws'][number] };
const draw = (id: string, body: object) => call<Drawn>('POST', `/v1/qa-requests/${id}/draws`, body);

const byRegion: Sampling = {
  how: { method: 'stratified', allocation: { kind: 'equal' } },
  stratify_by: 'region',
  size: { by: 'count', count: 40 },
};

describe('a QA request', () => {
  it('says which earlier ones are about the same records', async () => {
    const first = await ask({ regions: ['MX'] });
    expect(first.alike).toEqual([]);
    expect(first.request.asked_by).toBe(hub.supervisor.person.id);
    expect((await ask({ regions: ['MX'] })).alike).toEqual([first.request.id]);
  });

  it('is refused when its filter has half a character, of which nobody could say again what it was', async () => {
    const half = question({ teams: ['night\ud800'] });
    const answer = await hub.request(hub.supervisor, 'POST', '/v1/qa-requests', half);
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: { code: 'invalid-request' } }]);
  });

  it('has its plan shown before anything is drawn', async () => {
    const { request } = await ask({});
    const { plan, margin } = await preview(request.id, { ...byRegion, size: { by: 'count', count: 80 } });
    expect(plan).toEqual({
      population: 300,
      size: 80,
      strata: [
        { stratum: 'ES', population: 30, size: 30 },
        { stratum: 'MX', population: 270, size: 50 },
      ],
      notices: [{ kind: 'stratum_below_quota', stratum: 'ES', quota: 40, population: 30 }],
      refusal: null,
    });
    expect(margin).toBeCloseTo(0.0941, 3);
    const size = { by: 'margin', margin: 0.05, confidence: 0.95, expected_rate: 0.5 } as const;
    expect((await preview(request.id, { how: { method: 'simple' }, stratify_by: null, size })).plan.size).toBe(169);
  });

  it('with an empty population says so, and cannot be drawn', async () => {
    const { request } = await ask({ regions: ['nowhere'] });
    expect((await preview(request.id, byRegion)).plan.refusal).toEqual({ kind: 'empty_population', of: null });
    await expect(draw(request.id, drawOf())).rejects.toThrow(
      'nothing can be drawn: {\\"kind\\":\\"empty_population\\"}',
    );
  });

  it('is refused a stratified draw that does not say by what', () => {
    expect(samplingShape.safeParse({ ...byRegion, stratify_by: null }).success).toBe(false);
  });
});

describe('a sample', () => {
  it('comes to its reviewer as announced, with the probability of each record, and in the audit', async () => {
    const { request } = await ask({});
    const { plan, frame_hash } = await preview(request.id, byRegion);
    const { batch, draw: made } = await draw(request.id, drawOf({ frame_hash }));
    expect(made).toMatchObject({ batch_id: batch.id, plan, frame_hash, seed: 'first', sampling: byRegion });
    const records = await drawnRecords(batch.id);
    const items = (await pullItems(hub, reviewer)).filter((item) => item.batch_id === batch.id);
    expect(items.map((item) => item.record_id).toSorted()).toEqual(records.map((record) => record.record_id));
    const kinds = new Set(records.map(({ stratum, probability }) => `${stratum} ${probability.toFixed(4)}`));
    expect([...kinds].toSorted()).toEqual(['ES 0.6667', 'MX 0.0741']);
    const listed = await call<QaRequest[]>('GET', '/v1/qa-requests');
    expect(listed.find(({ id }) => id === request.id)?.draws).toEqual([made]);
    await expect
      .poll(async () => {
        const { rows } = await hub.hub.context.database.pool.query<{ line: string }>('select line from audit_entries');
        return rows.some(({ line }) => line.includes('"sample_drawn"') && line.includes(batch.id));
      })
      .toBe(true);
  });

  it('is the same for the same seed and frame, wherever it is drawn, and another for another seed', async () => {
    const [one, two] = [(await ask({})).request.id, (await ask({})).request.id];
    const how: Sampling = { how: { method: 'risk_weighted' }, stratify_by: null, size: { by: 'count', count: 30 } };
    const first = await draw(one, drawOf({ sampling: how }));
    const again = await draw(two, drawOf({ sampling: how }));
    const other = await draw(two, drawOf({ sampling: how, seed: 'second' }));
    expect(again.draw.frame_hash).toBe(first.draw.frame_hash);
    expect(await drawnRecords(again.batch.id)).toEqual(await drawnRecords(first.batch.id));
    expect(await drawnRecords(other.batch.id)).not.toEqual(await drawnRecords(first.batch.id));
  });

  it('is not drawn twice for one request, nor from a population that changed since the preview', async () => {
    const { request } = await ask({ regions: ['ES'] });
    const { batch } = await draw(request.id, drawOf());
    await expect(draw(request.id, drawOf())).rejects.toThrow(`the very same sample was drawn into batch ${batch.id}`);
    const { frame_hash } = await preview(request.id, byRegion);
    await hub.hub.context.database.pool.query("update records set region = 'ES' where id = 'rec-000007'");
    const seen = drawOf({ frame_hash, seed: 'second' });
    await expect(draw(request.id, seen)).rejects.toThrow('the population changed since the preview');
  });
});
