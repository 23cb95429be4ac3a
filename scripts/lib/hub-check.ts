import type { ServerRoom } from './server-room.ts';

/** What no hub may hold, whatever happened to it. */
export interface HubTrouble {
  /** Items with two results that count, and results of a device under one number. */
  readonly twice: number;
  /** Results whose bytes are not those of their hash, and decided items of which none counts. */
  readonly odd: number;
}

const TWICE = `select from results where effective group by item_id, round having count(*) > 1
  union all select from results group by device_id, device_seq having count(*) > 1`;
const ODD = `select from results where sha256 <> encode(sha256(convert_to(body, 'UTF8')), 'hex')
  union all select from (select distinct item_id, round from results) r
    where not exists (select from results e where e.item_id = r.item_id and e.round = r.round and e.effective)`;

/** Counts what no hub may hold. */
export async function checkHub(room: Pick<ServerRoom, 'ask'>): Promise<HubTrouble> {
  return { twice: (await room.ask(TWICE)).length, odd: (await room.ask(ODD)).length };
}
