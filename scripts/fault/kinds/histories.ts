import { seeded } from '#scripts/lib/chance.ts';
import { addHarm, type DeviceHarm, NO_HARM } from '#scripts/lib/device-check.ts';
import { liveHistories } from '#scripts/lib/histories.ts';
import { checkHub } from '#scripts/lib/hub-check.ts';
import { openServerRoom } from '#scripts/lib/server-room.ts';
import type { Fault, FaultForm } from '../fault.ts';

const histories: Readonly<Record<FaultForm, number>> = { smoke: 6, short: 1_000, long: 10_000 };
/** So many histories devices live through before new ones take their place: what they hold grows. */
const OF_ONE_LIFE = 100;
/** Groups of devices that work on the same items at the same time. */
const SIDE_BY_SIDE = 3;

/** Lets devices of one person decide, undo, exchange, lose the network and start anew in any order against a real hub. */
export const fault: Fault = async ({ form, seed, say }) => {
  const room = await openServerRoom();
  const lives = Array.from({ length: Math.ceil(histories[form] / OF_ONE_LIFE) }, (_, life) => ({
    count: Math.min(OF_ONE_LIFE, histories[form] - life * OF_ONE_LIFE),
    chance: seeded(seed + life),
  }));
  let harm: DeviceHarm = NO_HARM;
  let tried = 0;
  const lane = async (): Promise<void> => {
    for (let life = lives.shift(); life !== undefined; life = lives.shift()) {
      harm = addHarm(harm, await liveHistories(room, life.count, life.chance));
      tried += life.count;
      say(`${tried} of ${histories[form]}`);
    }
  };
  try {
    const lanes = await Promise.allSettled(Array.from({ length: SIDE_BY_SIDE }, lane));
    for (const each of lanes) if (each.status === 'rejected') throw each.reason;
    const { twice, odd } = await checkHub(room);
    const all = addHarm(harm, { ...NO_HARM, duplicated: twice, unpaired: odd });
    return [{ figure: 'sync histories', tried, seed, ...all }];
  } finally {
    await room.close();
  }
};
