import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type NetworkRoom, openNetworkRoom } from '#scripts/lib/network-room.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import type { Fault, FaultForm } from '../fault.ts';

/** Items of one tour, and how long tours are begun again. Seconds. */
const FORMS: Readonly<Record<FaultForm, { readonly items: number; readonly seconds: number }>> = {
  smoke: { items: 3, seconds: 0 },
  short: { items: 40, seconds: 300 },
  long: { items: 40, seconds: 1_800 },
};

const tourReport = z.object({ reviewed: z.number().int(), uploaded: z.number().int() });

async function runInRoom(room: NetworkRoom, command: string, ...args: readonly string[]): Promise<void> {
  const inside = room.enter(command, ...args);
  const child = spawn(inside.file, inside.args, { cwd: REPOSITORY, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(String(text)));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${command} in the network room ended with ${code}:\n${said.join('').slice(-4_000)}`);
}

/** A room that does not count what leaves it would find nothing for ever: two kinds of leaving are tried first. */
async function proveItCounts(room: NetworkRoom): Promise<void> {
  const attempts = [
    "require('node:dgram').createSocket('udp4').send('x', 9, '203.0.113.9', () => process.exit(0))",
    "require('node:net').connect(443, '203.0.113.9').on('error', () => {}); setTimeout(() => process.exit(0), 500)",
    "require('node:dns').resolve('lupa.invalid', () => process.exit(0))",
  ];
  for (const attempt of attempts) {
    const before = await room.packetsOut();
    await runInRoom(room, process.execPath, '-e', attempt);
    if ((await room.packetsOut()) === before) throw new Error(`the network room did not count: ${attempt}`);
  }
}

/** One whole tour (hub, workstation, outage, kill, export) in the room; answers how many items were reviewed. */
async function tourInRoom(room: NetworkRoom, items: number): Promise<number> {
  const out = await mkdtemp(join(tmpdir(), 'lupa-egress-'));
  try {
    const tour = join(REPOSITORY, 'scripts', 'tour', 'main.ts');
    await runInRoom(room, process.execPath, tour, '--items', String(items), '--out', out);
    const report = tourReport.parse(JSON.parse(await readFile(join(out, 'report.json'), 'utf8')));
    if (report.uploaded < items) throw new Error(`only ${report.uploaded} of ${items} reached the hub: no true tour`);
    return report.reviewed;
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

/**
 * The whole product at work in a network namespace where the hub is the only other address: each packet that tries to go anywhere else,
 * a question for a name included, counts.
 */
export const fault: Fault = async ({ form, say }) => {
  const { items, seconds } = FORMS[form];
  const room = await openNetworkRoom();
  try {
    await proveItCounts(room);
    const before = await room.packetsOut();
    const since = performance.now();
    let tried = 0;
    do {
      tried += await tourInRoom(room, items);
      say(`${tried} items reviewed, ${(await room.packetsOut()) - before} packets out`);
    } while ((performance.now() - since) / 1_000 < seconds);
    return [{ figure: 'items reviewed in a closed network', tried, egress: (await room.packetsOut()) - before }];
  } finally {
    await room.close();
  }
};
