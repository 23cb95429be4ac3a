import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '#scripts/lib/until.ts';
import { madeBatch, madeItem, must, seed, startTestCore, type TestCore, uphold } from '#test/support/core.ts';
import { startTestHub, type TestHub } from '#test/support/hub.ts';

let hub: TestHub;
let core: TestCore;
const ids: string[] = [];
beforeAll(async () => {
  hub = await startTestHub();
  const device = await hub.addDevice(await hub.addPerson('reviewer'));
  const who = { ...device, hub_url: hub.url };
  const batch = madeBatch();
  const items = [0, 1, 2].map((place) => madeItem(batch, place, device.person.id));
  ids.push(...items.map(({ id }) => id));
  core = startTestCore(who, {}, (dataDir) => seed(dataDir, who, [batch], items));
});
afterAll(async () => {
  await core.close();
  await hub.stop();
});

const status = async () => must(await core.client.sync.status({}));

describe('check 18: a halted exchange', () => {
  it('keeps what is decided on the device until a person lets it go on, and nothing of it is asked of the hub', async () => {
    await until('the hub was heard', async () => (await status()).reachable);
    must(await core.client.sync.pause({}));
    for (const id of ids) must(await core.client.review.submit(uphold(id)));
    // Longer than the pause between two looks at the outbox of a lane that runs.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await status()).toMatchObject({ paused: true, pending_results: 3 });
    must(await core.client.sync.resume({}));
    // The hub does not know these made-up items; what counts is that it was asked and has answered each.
    await until('nothing waits', async () => (await status()).pending_results === 0);
    expect(await status()).toMatchObject({ paused: false });
  });

  it('goes on by itself when a person asks for an exchange now, and at the next start', async () => {
    must(await core.client.sync.pause({}));
    expect(must(await core.client.sync.now({}))).toMatchObject({ paused: false });
    must(await core.client.sync.pause({}));
    await core.restart();
    expect(await status()).toMatchObject({ paused: false });
  });
});
