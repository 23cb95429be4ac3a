import { killApp } from '#scripts/lib/app-kills.ts';
import { seeded } from '#scripts/lib/chance.ts';
import { killServer } from '#scripts/lib/server-kills.ts';
import { killStorage } from '#scripts/lib/storage-kills.ts';
import type { Fault, FaultForm } from '../fault.ts';

const kills: Readonly<Record<FaultForm, { readonly app: number; readonly storage: number; readonly server: number }>> =
  {
    smoke: { app: 1, storage: 12, server: 1 },
    short: { app: 150, storage: 1_000, server: 100 },
    long: { app: 1_500, storage: 10_000, server: 1_000 },
  };

/** Kills the storage process, hub and database, and the whole app at random moments, and counts what is gone, twice or torn. */
export const fault: Fault = async ({ form, seed, say }) => {
  const { app, storage, server } = kills[form];
  const chances = seeded(seed);
  const chance = (): number => chances.next();
  say(`killing the storage process ${storage} times`);
  const ofStorage = await killStorage(storage, chance);
  say(`killing hub and database ${server} times`);
  const ofServer = await killServer(server, chance);
  say(`killing the app ${app} times`);
  const ofApp = await killApp(app, chance, say);
  return [
    { figure: 'storage process killed', tried: storage, seed, ...ofStorage },
    { figure: 'hub and database killed', tried: server, seed, ...ofServer },
    { figure: 'app killed', tried: app, seed, ...ofApp },
  ];
};
