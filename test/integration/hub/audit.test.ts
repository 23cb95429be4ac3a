import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditEntry, consistencyProof, type HubLogState, hubLogState } from '#contract/audit.ts';
import { canonicalJson, type Json } from '#domain/audit/canonical-json.ts';
import { commitment } from '#domain/audit/entry.ts';
import { leafHash } from '#domain/audit/hashing.ts';
import { provesConsistency } from '#domain/audit/merkle-proofs.ts';
import { envelopeOf, insertRecords, makeBatch, pullItems, verdictOn } from '#test/support/hub-records.ts';
import { startTestHub, type TestDevice, type TestHub } from '#test/support/hub.ts';
import { sha256 } from '#test/support/sha256.ts';
import { smallTree } from '#test/support/small-tree.ts';

let hub: TestHub;
let ana: TestDevice;
beforeAll(async () => {
  hub = await startTestHub();
  ana = await hub.addDevice(await hub.addPerson('reviewer', 'Ana Ruiz'));
});
afterAll(() => hub.stop());

const query = async <Row extends Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  (await hub.hub.context.database.pool.query<Row>(sql, values)).rows;
const lines = async (): Promise<string[]> => {
  await hub.hub.context.audit.place();
  return (await query<{ line: string }>('select line from audit_entries order by seq')).map((row) => row.line);
};
const entries = async () => (await lines()).map((line) => auditEntry.parse(JSON.parse(line)));
async function head(): Promise<HubLogState> {
  await hub.hub.context.audit.signedHead();
  return hubLogState.parse(await (await hub.request(ana, 'GET', '/v1/audit/head')).json());
}
const treeOf = ({ latest }: HubLogState) => ({ size: latest.head.tree_size, root: latest.head.root });

describe('the audit of the hub', () => {
  it('tells of what was done, by whom, in one chain from the first life on', async () => {
    const record_ids = (await insertRecords(hub, 2, 'audited')) as never[];
    await makeBatch(hub, { assignees: [ana.person.id], filter: { record_ids } });
    const [item] = await pullItems(hub, ana);
    const envelope = envelopeOf(verdictOn(item as never, ana, 1));
    await hub.request(ana, 'POST', '/v1/results', { results: [envelope] });
    await hub.request(ana, 'GET', '/v1/people');
    await hub.request({ key: ana.key }, 'POST', '/v1/enrol', {
      code: 'AAAA-BBBB-CCCC',
      device_name: 'd',
      app_version: '0',
    });

    const all = await entries();
    expect(all.map(({ act }) => act)).toEqual(
      expect.arrayContaining(['person_added', 'code_made', 'signed_in', 'batch_drawn', 'results_stored']),
    );
    expect(all[0]).toMatchObject({ act: 'life_begun', seq: 0, prev: null });
    expect(all.find(({ act }) => act === 'request_refused')).toMatchObject({
      actor: ana.person.id,
      device: ana.device_id,
      facts: { code: 'forbidden', what: 'listPeople', untold: 0 },
    });
    expect(all.find(({ act }) => act === 'sign_in_refused')).toMatchObject({ actor: null });
    const texts = await lines();
    expect(all.map(({ prev }) => prev)).toEqual([null, ...texts.slice(0, -1).map((line) => leafHash(sha256, line))]);
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index));
  });

  it('holds no name and no content, only commitments that hold against what is stored', async () => {
    const all = await entries();
    expect((await lines()).join()).not.toMatch(/Ana Ruiz|Test device|uphold/);
    const stored = all.find(({ act }) => act === 'results_stored');
    const ids = stored?.facts['results'] as string[];
    const rows = await query<{ id: string; sha256: string }>('select id, sha256 from results where id = any($1)', [
      ids,
    ]);
    const [sealed] = await query<{ salt: string }>('select salt from audit_sealed where id = $1', [stored?.id]);
    const content = rows.map((row) => [row.id, row.sha256]);
    expect(commitment(sha256, sealed?.salt ?? '', content)).toBe(stored?.sealed);
  });

  it('has heads that its key signed, over the very tree of its lines', async () => {
    const state = await head();
    const { latest, public_key } = state;
    const text = Buffer.from(canonicalJson(latest.head));
    expect(verify(null, text, createPublicKey(public_key), Buffer.from(latest.signature, 'base64'))).toBe(true);
    const all = await lines();
    expect(treeOf(state)).toEqual(smallTree(all).rootAt(latest.head.tree_size));
  });

  it('proves that each head grows out of every earlier one', async () => {
    const older = await head();
    for (let more = 0; more < 13; more += 1) await hub.addPerson('reviewer');
    const newer = await head();
    const { tree_size: from } = older.latest.head;
    const { tree_size: to } = newer.latest.head;
    expect(to).toBe(from + 13);
    const answer = await hub.request(ana, 'GET', `/v1/audit/consistency?from=${from}&to=${to}`);
    const { proof } = consistencyProof.parse(await answer.json());
    expect(provesConsistency(sha256, treeOf(older), treeOf(newer), proof)).toBe(true);
  });

  it('keeps its tree when what is behind an entry is forgotten, and the commitment says nothing any more', async () => {
    const before = await lines();
    const added = (await entries()).find(({ act }) => act === 'person_added');
    const kept = 'select salt, content from audit_sealed where id = $1';
    const [sealed] = await query<{ salt: string; content: string }>(kept, [added?.id]);
    const content = JSON.parse(sealed?.content ?? '') as Json;
    expect(commitment(sha256, sealed?.salt ?? '', content)).toBe(added?.sealed);
    const answer = await hub.request(hub.supervisor, 'POST', `/v1/audit/entries/${added?.id}/forget`, {});
    expect(answer.status).toBe(200);
    expect(await query(kept, [added?.id])).toEqual([]);
    const after = await lines();
    expect(after.slice(0, before.length)).toEqual(before);
    expect(auditEntry.parse(JSON.parse(after.at(-1) ?? '')).facts).toEqual({ entry: added?.id });
    expect(treeOf(await head())).toEqual(smallTree(after).rootAt(after.length));
  });

  it('cannot be changed or emptied in the database', async () => {
    for (const table of ['audit_entries', 'audit_nodes']) {
      await expect(query(`update ${table} set hash = 'x'`)).rejects.toThrow(`${table} is never changed`);
      await expect(query(`delete from ${table}`)).rejects.toThrow(`${table} is never changed`);
      await expect(query(`truncate ${table}`)).rejects.toThrow(`${table} is never changed`);
    }
  });

  it('is not filled by somebody who knocks again and again', async () => {
    const refusals = async () =>
      (await entries()).filter(({ act, facts }) => act === 'request_refused' && facts['what'] === 'listImports');
    for (let time = 0; time < 25; time += 1) await hub.request(ana, 'GET', '/v1/imports');
    expect(await refusals()).toHaveLength(10);
  });
});
