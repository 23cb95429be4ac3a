import { afterEach, describe, expect, it } from 'vitest';
import type { Batch, Item } from '#contract/batches.ts';
import { until } from '#scripts/lib/until.ts';
import {
  madeBatch,
  madeCredential,
  madeItem,
  must,
  seed,
  startTestCore,
  type TestCore,
  uphold,
} from '#test/support/core.ts';
import {
  answer,
  givePage,
  pageOf,
  receiptFor,
  refuse,
  type Script,
  type ScriptedHub,
  startScriptedHub,
} from '#test/support/scripted-hub.ts';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Desk {
  readonly core: TestCore;
  readonly hub: ScriptedHub;
  readonly batch: Batch;
  readonly items: readonly Item[];
}

async function openDesk(script: Script): Promise<Desk> {
  const hub = await startScriptedHub(script);
  closing.push(() => hub.close());
  const who = madeCredential('reviewer', hub.url);
  const batch = madeBatch();
  const items = [0, 1, 2].map((position) => madeItem(batch, position, who.person.id));
  const core = startTestCore(who, {}, (dataDir) => seed(dataDir, who, [batch], items));
  closing.push(() => core.close());
  return { core, hub, batch, items };
}

const statusOf = async (desk: Desk) => must(await desk.core.client.sync.status({}));
const decide = async (desk: Desk, index: number) =>
  must(await desk.core.client.review.submit(uphold(desk.items[index]?.id ?? '')));
const uploadsOf = async (desk: Desk) =>
  must(await desk.core.client.review.recent({ limit: 10 }))
    .map((each) => each.upload)
    .reverse();
const toState = (desk: Desk, state: string) =>
  until(`the status is ${state}`, async () => {
    const status = await statusOf(desk);
    return status.sync.state === state && (state !== 'up_to_date' || status.pending_results === 0) ? status : null;
  });

describe('answers that no healthy hub gives', () => {
  it.each([
    [
      'a portal’s page',
      (response: Parameters<Script>[1]) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Log in</h1>'),
    ],
    [
      'a redirect',
      (response: Parameters<Script>[1]) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
    ],
    ['JSON of another program', (response: Parameters<Script>[1]) => answer(response, 200, { ok: true })],
    [
      'half a receipt',
      (response: Parameters<Script>[1]) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"receipts":[{'),
    ],
    ['no receipts', (response: Parameters<Script>[1]) => answer(response, 200, { receipts: [] })],
  ])('are not taken for a receipt: %s', async (_, give) => {
    let strange = 3;
    const desk = await openDesk((asked, response) => {
      if (asked.path !== '/v1/results' || strange-- <= 0) return false;
      give(response);
      return true;
    });
    await decide(desk, 0);
    await until('it was refused once', () => strange < 3);
    expect(await uploadsOf(desk)).toEqual(['pending']);
    await toState(desk, 'up_to_date');
    expect(await uploadsOf(desk)).toEqual(['acked']);
    const bodies = new Set(desk.hub.asked.flatMap((each) => each.results.map((result) => result.body + result.sha256)));
    expect(bodies.size).toBe(1);
  });

  it('are not taken for a receipt when the hash is another', async () => {
    let wrong = true;
    const desk = await openDesk((asked, response) => {
      if (asked.path !== '/v1/results' || !wrong) return false;
      wrong = false;
      return answer(response, 200, {
        receipts: asked.results.map((each) => receiptFor(each, { sha256: 'a'.repeat(64) as never })),
      });
    });
    await decide(desk, 0);
    await toState(desk, 'up_to_date');
    expect(desk.hub.asked.filter((each) => each.results.length > 0)).toHaveLength(2);
  });

  it('park a refused result where it is seen, and let later ones go on', async () => {
    let refused: string | null = null;
    const desk = await openDesk((asked, response) => {
      if (asked.path !== '/v1/results') return false;
      refused ??= asked.results[0]?.id ?? null;
      const receipts = asked.results.map((each) =>
        each.id === refused
          ? receiptFor(each, { status: 'refused', reason: 'verdict-item-unknown', effective: false, server_seq: null })
          : receiptFor(each),
      );
      return answer(response, 200, { receipts });
    });
    const first = await decide(desk, 0);
    await until('it is parked', async () => (await uploadsOf(desk))[0] === 'parked');
    await decide(desk, 1);
    await until('the later one is through', async () => (await uploadsOf(desk))[1] === 'acked');
    expect((await statusOf(desk)).sync).toEqual({ state: 'needs_attention', code: 'verdict-item-unknown', count: 1 });
    const [entry] = must(await desk.core.client.sync.attention({}));
    expect(entry).toMatchObject({ result_id: first.result_id, code: 'verdict-item-unknown' });
    refused = 'none';
    must(await desk.core.client.sync.now({}));
    await toState(desk, 'up_to_date');
  });

  it('that refuse a whole request find the one result that causes it', async () => {
    const bad: { id: string | null } = { id: null };
    let open = false;
    const desk = await openDesk((asked, response) => {
      if (asked.path !== '/v1/results') return false;
      if (!open) return refuse(response, 503, 'hub-unavailable');
      return asked.results.some((each) => each.id === bad.id) ? refuse(response, 400, 'invalid-request') : false;
    });
    await decide(desk, 0);
    bad.id = (await decide(desk, 1)).result_id;
    await decide(desk, 2);
    open = true;
    must(await desk.core.client.sync.now({}));
    await until('two are through', async () => (await uploadsOf(desk)).filter((each) => each === 'acked').length === 2);
    expect(await uploadsOf(desk)).toEqual(['acked', 'parked', 'acked']);
  });
});

/** A core that comes back to work shows its first item before it speaks with the hub. */
function firstPull(desk: Desk): Promise<unknown> {
  return until('the log was read', () => desk.hub.asked.some((each) => each.path === '/v1/changes'));
}

describe('a hub that begins another life', () => {
  it('is offered again what an earlier one had confirmed', async () => {
    let epoch = 'first';
    const desk = await openDesk((asked, response) => {
      if (asked.path === '/v1/changes') return givePage(response, pageOf([], { epoch, cursor: epoch }));
      if (asked.path === '/v1/results')
        return answer(response, 200, { receipts: asked.results.map((each) => receiptFor(each, { epoch })) });
      return false;
    });
    await firstPull(desk);
    const { result_id } = await decide(desk, 0);
    await toState(desk, 'up_to_date');
    epoch = 'second';
    await until(
      'it is offered again',
      () =>
        desk.hub.asked.filter(
          ({ path, results }) => path === '/v1/results' && results.some((one) => one.id === result_id),
        ).length === 2,
    );
    await toState(desk, 'up_to_date');
  });

  it('whose log is too old is pulled from the start: what it does not send goes, decisions stay', async () => {
    let expired = false;
    let again: Item[] = [];
    let desk: Desk | null = null;
    const script: Script = (asked, response) => {
      if (asked.path !== '/v1/changes') return false;
      if (asked.cursor === 'old' && expired) return refuse(response, 410, 'cursor-expired');
      if (!expired) return givePage(response, pageOf([], { cursor: 'old' }));
      const batch = desk?.batch;
      const changes = [
        { kind: 'batch', op: 'put', id: batch?.id ?? '', body: batch },
        ...again.map((body) => ({ kind: 'item', op: 'put', id: body.id, body })),
      ];
      return givePage(response, pageOf(asked.cursor === null ? changes : [], { cursor: 'new' }));
    };
    desk = await openDesk(script);
    const held = desk;
    const { batch, items } = desk;
    await firstPull(desk);
    await decide(desk, 0);
    await toState(desk, 'up_to_date');
    again = items.slice(0, 2);
    expired = true;
    const queue = await until('the third item is gone', async () => {
      const entries = must(await held.core.client.batches.items({ batch_id: batch.id }));
      return entries.length === 2 ? entries : null;
    });
    expect(queue.map((entry) => entry.state)).toEqual(['decided', 'open']);
  });

  it('sends a page with a cut line, and nothing of it is applied', async () => {
    let cut = 1;
    let desk: Desk | null = null;
    desk = await openDesk((asked, response) => {
      if (asked.path !== '/v1/changes' || desk === null || asked.cursor === 'c') return false;
      const fresh = madeItem(desk.batch, 9, desk.items[0]?.assignee ?? '');
      const text = pageOf([
        { kind: 'item', op: 'put', id: fresh.id, body: fresh },
        { kind: 'batch', op: 'put', id: desk.batch.id, body: desk.batch },
      ]);
      return givePage(response, cut-- > 0 ? text.slice(0, -20) : text);
    });
    const held = desk;
    await until(
      'the whole page is here',
      async () => must(await held.core.client.batches.items({ batch_id: held.batch.id })).length === 4,
    );
    expect(held.core.logged.some((line) => line.event === 'sync_failed')).toBe(true);
  });
});
