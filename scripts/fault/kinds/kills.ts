import { seeded } from '#scripts/lib/chance.ts';
import { killServer } from '#scripts/lib/server-kills.ts';
import { killStorage } from '#scripts/lib/storage-kills.ts';
import type { Fault, FaultForm } from '../fault.ts';

const kills: Readonly<Record<FaultForm, { readonly storage: number; readonly server: number }>> = {
  smoke: { storage: 12, server: 1 },
  short: { storage: 1_000, server: 100 },
  long: { storage: 10_000, server: 1_000 },
};

/** Kills the storage process, and hub and database, at random moments, and counts what is gone, twice or torn. */
export const fault: Fault = async ({ form, seed, say }) => {
  const { storage, server } = kills[form];
  const chances = seeded(seed);
  const chance = (): number => chances.next();
  say(`killing the storage process ${storage} times`);
  const ofStorage = await killStorage(storage, chance);
  say(`killing hub and database ${server} times`);
  const ofServer = await killServer(server, chance);
  return [
    { figure: 'storage process killed', tried: storage, seed, ...ofStorage },
    { figure: 'hub and database killed', tried: server, seed, ...ofServer },
  ];
};
