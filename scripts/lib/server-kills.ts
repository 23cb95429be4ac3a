import { setTimeout as pause } from 'node:timers/promises';
import type { Item } from '#contract/batches.ts';
import { hubApi } from '#contract/hub-api.ts';
import type { Receipt } from '#contract/sync.ts';
import type { ResultEnvelope } from '#contract/verdicts.ts';
import { type Device, fetchAs } from './device.ts';
import { checkHub } from './hub-check.ts';
import { envelopeOf, verdictOn } from './made-results.ts';
import { itemsOf, openServerRoom, type ServerRoom } from './server-room.ts';

const PER_PUSH = 10;
const LONGEST_LIFE_MS = 150;

/** What came of killing hub and database together. */
export interface ServerHarm {
  readonly lost: number;
  readonly duplicated: number;
  readonly unpaired: number;
  readonly acknowledged: number;
}

/** Sends one push; null when the hub went away before its answer was whole. */
async function push(url: string, device: Device, results: readonly ResultEnvelope[]): Promise<Receipt[] | null> {
  try {
    const body = JSON.stringify({ results });
    const answer = await fetchAs(url + hubApi.pushResults.path, device, { method: 'POST', body });
    return answer.ok ? hubApi.pushResults.response.parse(await answer.json()).receipts : null;
  } catch {
    return null;
  }
}

/** A device that sends again what was not answered. */
class Sender {
  readonly #device: Device;
  readonly #items: readonly Item[];
  readonly made = new Map<string, string>();
  readonly receipted = new Map<string, string>();
  #waiting: ResultEnvelope[] = [];
  #seq = 0;

  constructor(device: Device, items: readonly Item[]) {
    this.#device = device;
    this.#items = items;
  }

  #make(): void {
    this.#waiting = this.#items.slice(0, PER_PUSH).map((item) => {
      this.#seq += 1;
      return envelopeOf(verdictOn(item, this.#device, this.#seq));
    });
    for (const each of this.#waiting) this.made.set(each.id, each.sha256);
  }

  /** One push; false when the hub did not answer. */
  async send(url: string): Promise<boolean> {
    if (this.#waiting.length === 0) this.#make();
    const receipts = await push(url, this.#device, this.#waiting);
    if (receipts === null) return false;
    for (const { id, sha256, status } of receipts) if (status !== 'refused') this.receipted.set(id, sha256);
    this.#waiting = [];
    return true;
  }
}

async function compare(room: ServerRoom, sender: Sender): Promise<ServerHarm> {
  const rows = await room.ask<{ id: string; sha256: string; body: string }>(
    'select id::text, sha256, body from results',
  );
  const stored = new Map(rows.map((row) => [row.id, row.sha256]));
  const missing = [...sender.receipted].filter(([id, sha256]) => stored.get(id) !== sha256);
  const strangers = rows.filter((row) => sender.made.get(row.id) !== row.sha256);
  const { twice, odd } = await checkHub(room);
  return {
    lost: missing.length + (sender.made.size - stored.size),
    duplicated: rows.length - stored.size + twice,
    unpaired: strangers.length + odd,
    acknowledged: sender.receipted.size,
  };
}

/**
 * Kills hub and database in one go at random moments of a push, in either order, and brings them back; the device sends again what was not answered.
 * @throws Error when the hub does not come back
 */
export async function killServer(kills: number, chance: () => number): Promise<ServerHarm> {
  const room = await openServerRoom();
  try {
    const device = await room.enrol();
    const sender = new Sender(device, await itemsOf(room.url, device));
    for (let kill = 0; kill < kills; kill += 1) {
      const sending = (async () => {
        while (await sender.send(room.url));
      })();
      await pause(chance() * LONGEST_LIFE_MS);
      if (chance() < 0.5) {
        await room.killHub();
        await pause(chance() * 5);
      }
      await room.killDatabase();
      await sending;
      await room.restart();
    }
    if (!(await sender.send(room.url))) throw new Error('the hub does not answer after the last restart');
    return await compare(room, sender);
  } finally {
    await room.close();
  }
}
