import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Credential } from '#contract/core-link.ts';
import type { Item } from '#contract/batches.ts';
import { ipcContract } from '#contract/ipc.ts';
import { type Core, createCore } from '#core/create-core.ts';
import { type Fetch, systemFetch } from '#core/ports/network.ts';
import { type Ports, systemPorts } from '#core/ports/ports.ts';
import { databaseFile } from '#core/signed-in.ts';
import { openDatabase } from '#core/storage/open.ts';
import type { Chance } from './chance.ts';
import { type Acknowledged, addHarm, checkDatabase, type DeviceHarm, NO_HARM } from './device-check.ts';
import { credentialOf, type Device } from './device.ts';
import { must, uphold } from './made-desk.ts';
import { MADE_KEYS, madeOwner } from './made-key.ts';
import { itemsOf, type ServerRoom } from './server-room.ts';
import { until } from './until.ts';

const DEVICES = 3;
const FEWEST_STEPS = 10;
const MORE_STEPS = 12;

/** What becomes of a device's requests: answered, never sent, or done by the hub while nobody hears of it. */
type Weather = 'clear' | 'cut' | 'answers lost';

/** What a history is made of; more frequent steps stand more than once. */
const STEPS = [
  'decide',
  'decide',
  'decide',
  'decide',
  'undo',
  'redo',
  'exchange',
  'exchange',
  'clear',
  'clear',
  'cut',
  'answers lost',
  'restart',
] as const;

const submission = ({ id }: Item) => ipcContract.review.submit.input.parse(uphold(id));

/** One device of a history: a real core in this process, and the weather between it and the hub. */
class HistoryDesk {
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'lupa-history-'));
  readonly #device: Device;
  readonly #items: readonly Item[];
  readonly #seen: Acknowledged = { verdicts: new Set(), undone: 0 };
  #kept: Credential | null;
  #weather: Weather = 'clear';
  #core: Core;

  constructor(url: string, device: Device, items: readonly Item[]) {
    this.#device = device;
    this.#items = items;
    this.#kept = credentialOf(url, device);
    this.#core = this.#start();
  }

  get deviceId(): string {
    return this.#device.device_id;
  }

  get acknowledged(): ReadonlySet<string> {
    return this.#seen.verdicts;
  }

  #start(): Core {
    const fetch: Fetch = async (url, init) => {
      const weather = this.#weather;
      if (weather === 'cut') throw new Error('the cable is out');
      const answer = await systemFetch(url, init);
      if (weather === 'clear') return answer;
      await answer.body?.cancel();
      throw new Error('the answer was lost');
    };
    const ports: Ports = {
      ...systemPorts,
      fetch,
      log: () => undefined,
      emit: () => undefined,
      openBrowser: () => Promise.resolve(false),
      storeCredential: (next) => {
        this.#kept = next;
        return Promise.resolve(true);
      },
    };
    return createCore(ports, { data_dir: this.#dataDir, app_version: '0', credential: this.#kept, keys: MADE_KEYS });
  }

  async step(step: (typeof STEPS)[number], chance: Chance): Promise<void> {
    const { review, sync } = this.#core.handlers;
    switch (step) {
      case 'decide': {
        const { result_id } = must(await review.submit(submission(chance.pick(this.#items))));
        this.#seen.verdicts.add(result_id);
        return;
      }
      case 'undo': {
        const undone = await review.undo({ item_id: null });
        if (undone.ok) this.#seen.undone += 1;
        return;
      }
      case 'redo':
        await review.redo({});
        return;
      case 'exchange':
        await sync.now({});
        return;
      case 'restart':
        await this.#core.stop();
        this.#core = this.#start();
        return;
      case 'clear':
      case 'cut':
      case 'answers lost':
        this.#weather = step;
    }
  }

  /** Gives up when the device's work does not come to the hub although nothing stands between them. */
  async settle(): Promise<void> {
    this.#weather = 'clear';
    await until('everything is uploaded', async () => {
      const status = must(await this.#core.handlers.sync.now({}));
      return status.pending_results === 0;
    });
  }

  /** Waits until the hub has told what there is to decide. */
  async arrive(): Promise<void> {
    await until('the batch is pulled', async () => {
      await this.#core.handlers.sync.now({});
      return must(await this.#core.handlers.review.resume({ batch_id: null })).item_id !== null;
    });
  }

  /** Ends the device and compares what it holds with what it had said and with what the hub has of it. */
  async close(atHub: ReadonlyMap<string, string>): Promise<DeviceHarm> {
    await this.#core.stop();
    const { person } = this.#device;
    const { db } = openDatabase(databaseFile(this.#dataDir, person.id), 'history', madeOwner(person.id));
    try {
      const own = db.all<{ id: string; sha256: string }>(
        'SELECT r.id, o.sha256 FROM result r JOIN outbox o ON o.seq = r.seq',
      );
      const missing = own.filter(({ id, sha256 }) => atHub.get(id) !== sha256).length;
      const { lost, ...harm } = checkDatabase(db, this.#seen);
      return { ...harm, lost: lost + missing, unpaired: harm.unpaired + (atHub.size - own.length + missing) };
    } finally {
      db.close();
      rmSync(this.#dataDir, { recursive: true, force: true });
    }
  }
}

async function resultsOf(room: ServerRoom, desk: HistoryDesk): Promise<Map<string, string>> {
  const sql = 'select id::text, sha256 from results where device_id = $1';
  const rows = await room.ask<{ id: string; sha256: string }>(sql, [desk.deviceId]);
  return new Map(rows.map(({ id, sha256 }) => [id, sha256]));
}

async function arrive(room: ServerRoom): Promise<HistoryDesk> {
  const device = await room.enrol();
  const desk = new HistoryDesk(room.url, device, await itemsOf(room.url, device));
  await desk.arrive();
  return desk;
}

/** One history of the devices, and then peace; answers how many verdicts that were called saved the hub lacks. */
async function live(room: ServerRoom, desks: readonly HistoryDesk[], chance: Chance): Promise<number> {
  const steps = FEWEST_STEPS + chance.int(MORE_STEPS);
  for (let step = 0; step < steps; step += 1) await chance.pick(desks).step(chance.pick(STEPS), chance);
  let lost = 0;
  for (const desk of desks) {
    await desk.settle();
    const atHub = await resultsOf(room, desk);
    lost += [...desk.acknowledged].filter((id) => !atHub.has(id)).length;
  }
  return lost;
}

/**
 * Lets three devices of one person live through histories one after the other: verdicts on the same items, undo and redo, exchanges, cut cables, lost
 * answers and restarts in any order. After each the cable is whole, and the hub must have everything that a device had called saved, once.
 * @throws Error when a device does not come to rest
 */
export async function liveHistories(room: ServerRoom, count: number, chance: Chance): Promise<DeviceHarm> {
  const desks = await Promise.all(Array.from({ length: DEVICES }, () => arrive(room)));
  let harm = NO_HARM;
  for (let history = 0; history < count; history += 1) {
    harm = addHarm(harm, { ...NO_HARM, lost: await live(room, desks, chance) });
  }
  for (const desk of desks) harm = addHarm(harm, await desk.close(await resultsOf(room, desk)));
  return harm;
}
