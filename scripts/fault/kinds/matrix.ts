import { addHarm, type DeviceHarm, NO_HARM } from '#scripts/lib/device-check.ts';
import { buildCore } from '#scripts/lib/forked-core.ts';
import { faults, type MatrixFault, type MatrixPoint, points, tryCell } from '#scripts/lib/matrix.ts';
import { openServerRoom } from '#scripts/lib/server-room.ts';
import type { Fault, FaultForm } from '../fault.ts';

type Cell = { readonly fault: MatrixFault; readonly point: MatrixPoint };

const all: readonly Cell[] = faults.flatMap((fault) => points.map((point) => ({ fault, point })));
/** The answer is lost after the commit, a portal answers, and the core dies before its mark. */
const few: readonly Cell[] = [
  { fault: 'cut', point: 'committed in the hub' },
  { fault: 'portal', point: 'before sending' },
  { fault: 'core killed', point: 'before the mark' },
];

const rounds: Readonly<Record<FaultForm, number>> = { smoke: 1, short: 1, long: 10 };
/** Faults that only their own device feels can be tried side by side. */
const SIDE_BY_SIDE = 6;

const isShared = ({ fault }: Cell): boolean => fault === 'hub killed' || fault === 'database killed';

/** Tries every fault at every point of a verdict's way from the key to the mark, with a real core, hub and database. */
export const fault: Fault = async ({ form, say }) => {
  const room = await openServerRoom();
  const entry = await buildCore();
  let harm: DeviceHarm = NO_HARM;
  let tried = 0;
  const attempt = async (cell: Cell): Promise<void> => {
    const left = await tryCell(room, entry, cell.fault, cell.point);
    tried += 1;
    harm = addHarm(harm, left);
    if (Object.values(left).some((count) => count > 0)) say(`${cell.fault}, ${cell.point}: ${JSON.stringify(left)}`);
  };
  try {
    const cells = Array.from({ length: rounds[form] }, () => (form === 'smoke' ? few : all)).flat();
    for (const cell of cells.filter(isShared)) await attempt(cell);
    const waiting = cells.filter((cell) => !isShared(cell));
    const lane = async (): Promise<void> => {
      for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) await attempt(cell);
    };
    // The others still need the room when one has failed.
    const lanes = await Promise.allSettled(Array.from({ length: SIDE_BY_SIDE }, lane));
    for (const each of lanes) if (each.status === 'rejected') throw each.reason;
    return [{ figure: 'fault matrix', tried, ...harm }];
  } finally {
    await room.close();
  }
};
