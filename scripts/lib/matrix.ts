import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { hubApi } from '#contract/hub-api.ts';
import type { Credential, WireResult } from '#contract/core-link.ts';
import { type Acknowledged, checkDevice } from './device-check.ts';
import { credentialOf } from './device.ts';
import { type ExchangePoint, type FaultProxy, type NetworkFault, openFaultProxy } from './fault-proxy.ts';
import { CoreGone, type ForkedCore, warmCore } from './forked-core.ts';
import { must, uphold } from './made-desk.ts';
import type { ServerRoom } from './server-room.ts';
import { until } from './until.ts';

/** What befalls a verdict on its way. */
export const faults = [
  'core killed',
  'hub killed',
  'database killed',
  'cut',
  'half-open',
  'delay',
  'drip',
  'truncate',
  'duplicate',
  'reorder',
  'server error',
  'client error',
  'portal',
  'gzip bomb',
] as const;
export type MatrixFault = (typeof faults)[number];

/** Where it is then, from the key to the mark that the hub has it. */
export const points = [
  'before the commit',
  'after the commit',
  'before sending',
  'half of the request sent',
  'request received',
  'in the hub’s transaction',
  'committed in the hub',
  'half of the answer sent',
  'before the mark',
] as const;
export type MatrixPoint = (typeof points)[number];

const exchangePoint: Readonly<Record<MatrixPoint, ExchangePoint>> = {
  'before the commit': 'arrived',
  'after the commit': 'arrived',
  'before sending': 'arrived',
  'half of the request sent': 'half sent',
  'request received': 'sent',
  'in the hub’s transaction': 'sent',
  'committed in the hub': 'answered',
  'half of the answer sent': 'half passed',
  'before the mark': 'passed',
};

/** How long a hub needs to come from a request to the lock that it waits for. */
const INTO_TRANSACTION_MS = 150;

interface Desk {
  readonly dataDir: string;
  readonly who: Credential;
  readonly proxy: FaultProxy;
  readonly entry: string;
  core: ForkedCore;
}

const call = async (desk: Desk, group: string, name: string, input: unknown): Promise<unknown> =>
  must(await desk.core.call(group, name, input));

async function openItem(desk: Desk): Promise<string> {
  return until('the batch is pulled', async () => {
    const place = z
      .object({ item_id: z.string().nullable() })
      .parse(await call(desk, 'review', 'resume', { batch_id: null }));
    return place.item_id;
  });
}

async function strike(room: ServerRoom, desk: Desk, fault: MatrixFault): Promise<NetworkFault | null> {
  switch (fault) {
    case 'core killed':
      await desk.core.kill();
      return null;
    case 'hub killed':
      await room.killHub();
      return null;
    case 'database killed':
      await room.killDatabase();
      return null;
    default:
      return fault;
  }
}

/** Holds the item that the hub's transaction needs, strikes while it waits, and lets go. */
async function strikeInTransaction(room: ServerRoom, desk: Desk, item: string, fault: MatrixFault) {
  const holder = await room.connect();
  await holder.query('begin');
  await holder.query('select from items where id = $1 for update', [item]);
  return async (): Promise<NetworkFault | null> => {
    await pause(INTO_TRANSACTION_MS);
    const network = await strike(room, desk, fault);
    await holder.end().catch(() => undefined);
    return network;
  };
}

/** Decides, with the fault where it belongs; answers the id when the core had said that it is saved. */
async function decideUnder(
  room: ServerRoom,
  desk: Desk,
  item: string,
  fault: MatrixFault,
  point: MatrixPoint,
): Promise<string | null> {
  const path = hubApi.pushResults.path;
  // A core that was killed has perhaps not said any more that the verdict is saved.
  const submit = (): Promise<WireResult | null> =>
    desk.core.call('review', 'submit', uphold(item)).catch((error: unknown) => {
      if (error instanceof CoreGone && fault === 'core killed') return null;
      throw error;
    });
  const idOf = (result: WireResult | null): string | null =>
    result === null ? null : z.object({ result_id: z.string() }).parse(must(result)).result_id;
  const early = fault.endsWith('killed') && (point === 'before the commit' || point === 'after the commit');
  if (early) {
    const submitted = submit();
    if (point === 'before the commit') {
      await strike(room, desk, fault);
      return idOf(await submitted);
    }
    const id = idOf(await submitted);
    await strike(room, desk, fault);
    return id;
  }
  const act =
    point === 'in the hub’s transaction'
      ? await strikeInTransaction(room, desk, item, fault)
      : () => strike(room, desk, fault);
  desk.proxy.next(path, exchangePoint[point], act);
  const id = idOf(await submit());
  await desk.proxy.done();
  return id;
}

/** What one cell left behind. */
export interface CellHarm {
  readonly lost: number;
  readonly duplicated: number;
  readonly unpaired: number;
  readonly crashes: number;
}

async function settle(room: ServerRoom, desk: Desk, fault: MatrixFault): Promise<void> {
  if (fault === 'hub killed' || fault === 'database killed') await room.restart();
  if (fault === 'core killed') desk.core = await warmCore(desk.entry)(desk.dataDir, desk.who);
  await until('everything is uploaded', async () => {
    const status = z.object({ pending_results: z.number() }).parse(await call(desk, 'sync', 'now', {}));
    return status.pending_results === 0;
  });
  await desk.core.stop();
}

/** One verdict, one fault at one point, and then peace: what the hub and the device hold in the end. */
export async function tryCell(
  room: ServerRoom,
  entry: string,
  fault: MatrixFault,
  point: MatrixPoint,
): Promise<CellHarm> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lupa-cell-'));
  const proxy = await openFaultProxy(room.url);
  try {
    const device = await room.enrol();
    const { device_id, person } = device;
    const who = credentialOf(proxy.url, device);
    const desk: Desk = { dataDir, who, proxy, entry, core: await warmCore(entry)(dataDir, who) };
    const item = await openItem(desk);
    const said = await decideUnder(room, desk, item, fault, point);
    await settle(room, desk, fault);
    const seen: Acknowledged = { verdicts: new Set(said === null ? [] : [said]), undone: 0 };
    const found = checkDevice(dataDir, person.id, seen);
    const rows = await room.ask<{ id: string }>('select id::text from results where device_id = $1', [device_id]);
    const atHub = new Set(rows.map((row) => row.id));
    return {
      ...found,
      lost: found.lost + [...seen.verdicts].filter((id) => !atHub.has(id)).length,
      duplicated: found.duplicated + Math.max(0, rows.length - 1),
    };
  } finally {
    await proxy.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
