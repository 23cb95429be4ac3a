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
