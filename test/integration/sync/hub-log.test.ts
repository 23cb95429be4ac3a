import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionId } from '#contract/ids.ts';
import type { SessionEvent } from '#contract/sessions.ts';
import { DeviceNumbers } from '#core/account.ts';
import { HubLogWatch } from '#core/audit/hub-log-watch.ts';
import { systemPorts } from '#core/ports/ports.ts';
import { openDatabase } from '#core/storage/open.ts';
import { madeOwner } from '#scripts/lib/made-key.ts';
import { createHubClient } from '#core/sync/hub-client.ts';
import { credentialOf } from '#scripts/lib/device.ts';
import { must } from '#test/support/core.ts';
import { startTestHub, type TestDevice, type TestHub } from '#test/support/hub.ts';
import { smallTree } from '#test/support/small-tree.ts';

let hub: TestHub;
let other: TestHub;
let device: TestDevice;
const folder = mkdtempSync(join(tmpdir(), 'lupa-hub-log-'));
beforeAll(async () => {
  hub = await startTestHub();
  other = await startTestHub();
  device = await hub.addDevice(await hub.addPerson('reviewer'));
});
afterAll(async () => {
  await Promise.all([hub.stop(), other.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

/** A workstation that looks at a hub's audit when told to. */
function watcher(name: string) {
  const { db } = openDatabase(join(folder, name, 'lupa.db'), 'test', madeOwner(name));
  const place = {
    db,
    ports: {
      ...systemPorts,
      log: () => undefined,
      emit: () => undefined,
      storeCredential: () => Promise.resolve(true),
      openBrowser: () => Promise.resolve(false),
    },
    credential: credentialOf(hub.url, device),
    sessionId: sessionId.parse(v7()),
    numbers: new DeviceNumbers(db, device.device_id),
  };
  const told: string[] = [];
  return {
    told,
    async look(at: TestHub, as = device): Promise<string> {
      await at.hub.context.audit.signedHead();
      return must(
        await new HubLogWatch(
          place,
          createHubClient(place.ports, at.url, { kind: 'device', credential: credentialOf(at.url, as) }),
          (code) => told.push(code),
        ).look(),
      );
    },
    kept: () => db.first<{ head: string }>('SELECT head FROM hub_log')?.head,
    logged: () =>
      db
        .all<{ body: string }>('SELECT body FROM session_event')
        .map((row) => (JSON.parse(row.body) as SessionEvent).detail),
    close: () => db.close(),
  };
}

/** Writes another history into the hub's database: one entry changed, and the whole tree made to fit. Nobody but its owner can. */
async function rewrite(of: TestHub): Promise<void> {
  const { pool } = of.hub.context.database;
  const client = await pool.connect();
  const { rows } = await client.query<{ line: string }>('select line from audit_entries order by seq');
  const lines = rows.map(({ line }, seq) =>
    seq === 1 ? line.replace('"act":"person_added"', '"act":"code_made"') : line,
  );
  await client.query('set session_replication_role = replica');
  for (const [place, hash] of smallTree(lines).nodes) {
    const [level, position] = place.split('/');
    await client.query('update audit_nodes set hash = $3 where level = $1 and position = $2', [level, position, hash]);
  }
  await client.query('update audit_entries set line = $1 where seq = 1', [lines[1]]);
  await client.query('set session_replication_role = default');
  client.release();
}

describe('a device that watches the audit of its hub', () => {
  it('believes a log that grows, as long as it grows', async () => {
    const ana = watcher('grows');
    expect(await ana.look(hub)).toBe('first');
    const first = ana.kept();
    for (let more = 0; more < 5; more += 1) {
      await hub.addPerson('reviewer');
      expect(await ana.look(hub)).toBe('grown');
    }
    expect(ana.kept()).not.toBe(first);
    expect(await ana.look(hub)).toBe('grown');
    expect(ana.told).toEqual([]);
    ana.close();
  });

  it('does not believe another hub at the same address', async () => {
    const ana = watcher('other');
    await ana.look(hub);
    const kept = ana.kept();
    const stranger = await other.addDevice(await other.addPerson('reviewer'));
    expect(await ana.look(other, stranger)).toBe('forged');
    expect(ana.told).toEqual(['hub-log-rewritten']);
    expect(ana.kept()).toBe(kept);
    ana.close();
  });

  it('finds out a hub whose history was rewritten, although its key signs it, says so once in its own log and keeps what it knew', async () => {
    const ana = watcher('rewritten');
    await ana.look(hub);
    const kept = ana.kept();
    await hub.hub.context.audit.stop();
    await rewrite(hub);
    await hub.addPerson('reviewer');
    expect(await ana.look(hub)).toBe('rewritten');
    expect(await ana.look(hub)).toBe('rewritten');
    expect(ana.kept()).toBe(kept);
    expect(ana.told).toEqual(['hub-log-rewritten', 'hub-log-rewritten']);
    expect(ana.logged()).toMatchObject([{ type: 'hub_log_doubted', judged: 'rewritten' }]);
    ana.close();
  });
});
