import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { v7 } from 'uuid';
import type { Item } from '#contract/batches.ts';
import type { TestDevice, TestHub } from './hub.ts';
import { insertRecords, makeBatch, pullItems, pullPage } from './hub-records.ts';

/** Somebody who may call the hub, with things of their own that others may want. */
export interface Resident {
  readonly device: TestDevice;
  /** Items that this person holds; the first has a clip. */
  readonly items: readonly Item[];
  readonly batch: string;
  readonly clip: string;
  /** A cursor of this person's change log. */
  readonly cursor: string;
}

async function giveClip(hub: TestHub, record: string): Promise<string> {
  const bytes = Buffer.from(`the clip of ${record}`);
  const { sha256 } = await hub.hub.context.objects.put(Readable.from([bytes]));
  const { pool } = hub.hub.context.database;
  await pool.query('insert into objects (sha256, bytes, mime) values ($1, $2, $3)', [
    sha256,
    bytes.length,
    'video/mp4',
  ]);
  await pool.query('insert into record_clips (record_id, ordinal, sha256) values ($1, 0, $2)', [record, sha256]);
  const clips = [{ ordinal: 0, sha256, bytes: bytes.length, mime: 'video/mp4', duration_s: null }];
  await pool.query('update records set clips = $2, has_clip = true where id = $1', [record, JSON.stringify(clips)]);
  return sha256;
}

/** Gives a person a batch of ten items, a clip in the first, and a cursor. */
export async function settleIn(hub: TestHub, device: TestDevice): Promise<Resident> {
  const record_ids = (await insertRecords(hub, 10, v7())) as Item['record_id'][];
  const clip = await giveClip(hub, record_ids[0] ?? '');
  const batch = await makeBatch(hub, { assignees: [device.person.id], filter: { record_ids } });
  const items = (await pullItems(hub, device)).filter((item) => item.batch_id === batch);
  const { head } = await pullPage(hub, device);
  return { device, items, batch, clip, cursor: head.cursor };
}

/** A line of the session log in somebody's name from some device. */
export function eventOf(person: TestDevice, from: TestDevice): string {
  return JSON.stringify({
    id: v7(),
    session_id: v7(),
    person_id: person.person.id,
    device_id: from.device_id,
    device_seq: 1,
    at: '2026-05-02T18:00:00.000Z',
    detail: { type: 'sign_in' },
    prev: null,
  });
}

/** A hash under which nothing is stored. */
export const unknownClip = createHash('sha256').update('no such clip').digest('hex');

/** A report of a result that could not be delivered; `over` adds to it. */
export function parkedOf(item_id: string, over: object = {}): { readonly path: string; readonly body: unknown } {
  const reason = { code: 'verdict-invalid', detail: '', at: '2026-05-02T18:00:00Z', body: null };
  const result = { ...reason, id: v7(), item_id, sha256: unknownClip, ...over };
  return { path: '/v1/parked-results', body: { results: [result] } };
}

/** The resident's item at a place. */
export function item(resident: Resident, place: number): Item {
  const found = resident.items[place];
  if (found === undefined) throw new Error('no such item');
  return found;
}

/** A batch of one record, dealt to the resident. */
export const newBatchFor = (resident: Resident): unknown => ({
  name: 'Made in a test',
  mode: 'open',
  priority: 1,
  due_at: null,
  filter: { record_ids: [item(resident, 9).record_id] },
  draw: { method: 'pack_order', size: 1 },
  assignees: [resident.device.person.id],
});
