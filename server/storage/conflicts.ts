import type { HubDatabase } from './open.ts';

/** A verdict or withdrawal on an item that more than one device decided on. */
export interface MetResult {
  readonly id: string;
  readonly type: 'verdict' | 'withdrawal';
  readonly item_id: string;
  readonly round: number;
  readonly batch_id: string;
  readonly batch: string;
  readonly record_id: string;
  readonly person: string;
  readonly device_id: string;
  readonly device_seq: number;
  readonly supersedes: string | null;
  readonly in_turn: boolean;
  readonly effective: boolean;
  readonly received_at: Date;
  readonly body: string;
}

/** Most items that are looked at; a supervisor acts on the newest first. */
const MOST = 500;

/** All results of the items and rounds that more than one device sent results on, the last touched item first, each in order of arrival. */
export async function readMetResults(database: HubDatabase): Promise<MetResult[]> {
  const { rows } = await database.pool.query<MetResult>(
    `with met as (
       select item_id, round, max(server_seq) as last from results
       group by item_id, round having count(distinct device_id) > 1 order by last desc limit ${MOST}
     )
     select r.id, r.type, r.item_id, r.round, i.batch_id, b.name as batch, i.record_id, p.name as person, r.device_id,
       r.device_seq, r.supersedes, r.in_turn, r.effective, r.received_at, r.body
     from met m join results r on r.item_id = m.item_id and r.round = m.round join people p on p.id = r.person_id
     join items i on i.id = m.item_id join batches b on b.id = i.batch_id
     order by m.last desc, r.server_seq`,
  );
  return rows;
}
