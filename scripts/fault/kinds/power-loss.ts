import { seeded } from '#scripts/lib/chance.ts';
import { losePower, traceLife, withoutSyncs } from '#scripts/lib/power-loss.ts';
import type { Fault, FaultForm } from '../fault.ts';

const sizes: Readonly<Record<FaultForm, { readonly verdicts: number; readonly states: number }>> = {
  smoke: { verdicts: 20, states: 60 },
  short: { verdicts: 60, states: 2_000 },
  long: { verdicts: 150, states: 20_000 },
};

/**
 * Takes the power away at many moments of a real core's life, replayed from what it asked of the disk, and counts what it had called saved and is gone.
 * On a disk that never waits the same must be seen to lose something, or nothing was tested.
 */
export const fault: Fault = async ({ form, seed, say }) => {
  const { verdicts, states } = sizes[form];
  const chances = seeded(seed);
  const chance = (): number => chances.next();
  const life = await traceLife(verdicts);
  say(`${life.steps.length} steps traced; ${states} power cuts`);
  const careless = losePower(withoutSyncs(life), 40, chance);
  if (careless.lost === 0) throw new Error('a disk that never waits lost nothing: the replay does not see losses');
  return [{ figure: 'power lost', tried: states, seed, ...losePower(life, states, chance) }];
};
