import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scorecard } from '#contract/batches.ts';
import { credentialOf } from '#scripts/lib/device.ts';
import { until } from '#scripts/lib/until.ts';
import { must, startTestCore, uphold } from '#test/support/core.ts';
import { insertRecords, makeBatch } from '#test/support/hub-records.ts';
import { startTestHub, type TestHub } from '#test/support/hub.ts';

const card: Scorecard = {
  criteria: [
    { id: 'policy', title: { en: 'Right policy?', es: '¿Política correcta?' }, weight: 3, critical: true },
    { id: 'time', title: { en: 'In time?', es: '¿A tiempo?' }, weight: 1, critical: false },
  ],
};

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
  await insertRecords(hub, 1);
});
afterAll(() => hub.stop());

describe('a scorecard that a batch asks for', () => {
  it('comes to the device with the batch, and its answers and score go to the hub with the verdict', async () => {
    const person = await hub.addPerson('reviewer');
    await makeBatch(hub, { assignees: [person.id], scorecard: card });
    const device = await hub.addDevice(person);
    const core = startTestCore(credentialOf(hub.url, device));
    const batch = await until('the batch is pulled', async () => {
      const [first] = must(await core.client.batches.list({}));
      return first?.progress.total === 1 ? first.batch : null;
    });
    expect(batch.scorecard).toEqual(card);
    const [item] = must(await core.client.batches.items({ batch_id: batch.id }));
    const given = uphold(item?.item_id ?? '');
    const choices = { ...given.choices, scorecard: { policy: 'yes', time: 'no' } as const };
    must(await core.client.review.submit({ ...given, choices }));
    const body = await until('the verdict is at the hub', async () => {
      const { rows } = await hub.hub.context.database.pool.query<{ body: unknown }>(
        'select body::jsonb as body from results where person_id = $1',
        [person.id],
      );
      return rows[0]?.body ?? null;
    });
    expect(body).toMatchObject({ score: 0.75, choices: { scorecard: { policy: 'yes', time: 'no' } } });
    await core.close();
  });

  it('is refused when it is not whole: no criteria, no weight, or one id twice', async () => {
    const person = await hub.addPerson('reviewer');
    const base = { name: 'x', mode: 'open', priority: 1, due_at: null, filter: {}, assignees: [person.id] };
    const [one] = card.criteria;
    for (const criteria of [[], [{ ...one, weight: 0 }], [one, one]]) {
      const body = { ...base, draw: { method: 'pack_order', size: 1 }, scorecard: { criteria } };
      const answer = await hub.request(hub.supervisor, 'POST', '/v1/batches', body);
      expect(answer.status).toBe(400);
    }
  });
});
