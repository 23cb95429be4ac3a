import { readFileSync } from 'node:fs';
import { type Chance, seeded } from '#scripts/lib/chance.ts';
import type { Fault, FaultFigure, FaultForm } from '../../fault.ts';
import { type Outcome, tryDamaged } from './damage-trial.ts';
import { makeUsedDatabase, type UsedDatabase } from './used-database.ts';

const TRIALS: Readonly<Record<FaultForm, { readonly flips: number; readonly cuts: number }>> = {
  smoke: { flips: 20, cuts: 8 },
  short: { flips: 200, cuts: 50 },
  long: { flips: 2_000, cuts: 500 },
};
const PAGE_BYTES = 8_192;

/** One other byte in one page; the pages take turns, so that each is met. */
function flip(whole: Buffer, turn: number, chance: Chance): Buffer {
  const damaged = Buffer.from(whole);
  const pages = whole.length / PAGE_BYTES;
  const page = turn < pages ? turn : chance.int(pages);
  const at = page * PAGE_BYTES + chance.int(PAGE_BYTES);
  damaged[at] = (damaged[at] ?? 0) ^ (1 + chance.int(255));
  return damaged;
}

async function trials(
  figure: string,
  used: UsedDatabase,
  copies: readonly Buffer[],
  say: (text: string) => void,
): Promise<FaultFigure> {
  const sum = { lost: 0, undetected: 0, crashes: 0 };
  for (const [at, damaged] of copies.entries()) {
    const outcome: Outcome = await tryDamaged(used, damaged);
    for (const key of ['lost', 'undetected', 'crashes'] as const) sum[key] += outcome[key];
    if (Object.values(outcome).some((count) => count > 0)) say(`${figure} ${at}: ${JSON.stringify(outcome)}`);
  }
  return { figure, tried: copies.length, ...sum };
}

/** Damages a used database in many ways, each time in another copy, and lets a device go on with it. */
export const fault: Fault = async ({ form, seed, say }) => {
  const used = await makeUsedDatabase();
  try {
    const whole = readFileSync(used.file);
    const chance = seeded(seed);
    const { flips, cuts } = TRIALS[form];
    say(`${used.results.size} results in ${whole.length} bytes`);
    const flipped = Array.from({ length: flips }, (_, turn) => flip(whole, turn, chance));
    const cut = Array.from({ length: cuts }, (_, at) => whole.subarray(0, Math.floor((whole.length * at) / cuts)));
    return [
      { ...(await trials('one byte changed in a database', used, flipped, say)), seed },
      await trials('a database cut short', used, cut, say),
    ];
  } finally {
    used.remove();
  }
};
