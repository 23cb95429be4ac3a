import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { afterAll, describe, expect, it } from 'vitest';
import { fail, ok } from '#contract/result.ts';
import type { Receipt } from '#contract/sync.ts';
import { type ResultEnvelope, resultDocument } from '#contract/verdicts.ts';
import { systemPorts } from '#core/ports/ports.ts';
import { type Database, write } from '#core/storage/database.ts';
import { keepFrozen } from '#core/storage/frozen.ts';
import { openDatabase } from '#core/storage/open.ts';
import { madeOwner } from '#scripts/lib/made-key.ts';
import { offerParkedAgain, releaseInFlight } from '#core/storage/outbox.ts';
import { openResult } from '#core/storage/result-cells.ts';
import type { HubClient } from '#core/sync/hub-client.ts';
import { type HubResult, invalidAnswer, unreachable } from '#core/sync/hub-http.ts';
import { Uploader } from '#core/sync/uploader.ts';
import { madeBatch, madeItem, madeCredential } from '#test/support/core.ts';
import { verdictOn } from '#test/support/hub-records.ts';
import { receiptFor } from '#test/support/scripted-hub.ts';

const folder = mkdtempSync(join(tmpdir(), 'lupa-outbox-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the network and the hub do with one push. */
const weathers = [
  'healthy',
  'unreachable',
  'answer lost',
  'half the receipts',
  'hashes of others',
  'ids of others',
  'whole push refused',
  'too large for something between',
  'killed before the answer',
] as const;
type Weather = (typeof weathers)[number];

type Step =
  | { readonly do: 'decide'; readonly poison: boolean; readonly long: boolean }
  | { readonly do: 'push'; readonly weather: Weather }
  | { readonly do: 'restart' }
  | { readonly do: 'offer parked again' };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('decide' as const),
        poison: fc.nat({ max: 3 }).map((n) => n === 0),
        long: fc.nat({ max: 9 }).map((n) => n === 0),
      }),
    },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('push' as const), weather: fc.constantFrom(...weathers) }) },
    { weight: 1, arbitrary: fc.constant({ do: 'restart' } as const) },
    { weight: 1, arbitrary: fc.constant({ do: 'offer parked again' } as const) },
  ),
  { minLength: 4, maxLength: 30 },
);

interface Row {
  readonly id: string;
  readonly state: string;
  readonly sha256: string;
  readonly payload: Buffer;
  readonly receipt: string | null;
  readonly last_error: string | null;
}

/** A device's outbox with a hub that remembers, and any weather between them. */
class World {
  readonly #file = join(folder, v7(), 'lupa.db');
  readonly #device = madeCredential();
  readonly #item = madeItem(madeBatch(), 0, this.#device.person.id);
  readonly made = new Map<string, { readonly sha256: string; readonly poison: boolean; readonly long: boolean }>();
  readonly atHub = new Map<string, string>();
  db: Database = openDatabase(this.#file, 'test', madeOwner('somebody')).db;
  #weather: Weather = 'healthy';
  #uploader = this.#newUploader();

  #newUploader(): Uploader {
    const pushResults = (envelopes: readonly ResultEnvelope[]) => this.#answer(envelopes);
    // Of the hub's client, only the push is used here.
    const hub = { pushResults } as Partial<HubClient> as HubClient;
    const ports = {
      ...systemPorts,
      log: () => undefined,
      emit: () => undefined,
      storeCredential: async () => true,
      openBrowser: async () => false,
    };
    return new Uploader({ db: this.db, ports, credential: this.#device }, hub);
  }

  decide(poison: boolean, long: boolean): void {
    const device = this.#device;
    const note = long ? 'n'.repeat(70_000) : poison ? 'poison' : '';
    const document = resultDocument.parse(verdictOn(this.#item, device, this.made.size + 1));
    // The contract's form would not take such a note; the outbox must bear whatever got into it.
    const bytes = Buffer.from(JSON.stringify({ ...document, note }));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    write(this.db, (tx) => keepFrozen(tx, document, 'submit', bytes));
    this.made.set(document.id, { sha256, poison, long });
  }

  async push(weather: Weather): Promise<void> {
    this.#weather = weather;
    if (weather === 'killed before the answer') {
      void this.#uploader.pushResults();
      return this.restart();
    }
    await this.#uploader.pushResults();
  }

  restart(): void {
    this.db.close();
    this.db = openDatabase(this.#file, 'test', madeOwner('somebody')).db;
    write(this.db, (tx) => releaseInFlight(tx));
    this.#uploader = this.#newUploader();
  }

  rows(): Row[] {
    return this.db
      .all<Row>(
        'SELECT r.id, o.state, o.sha256, o.payload, o.receipt, o.last_error FROM outbox o JOIN result r ON r.seq = o.seq',
      )
      .map((row) => ({ ...row, payload: openResult(this.db, row.id, row.payload) }));
  }

  #isPoison = (envelope: ResultEnvelope): boolean => this.made.get(envelope.id)?.poison ?? true;

  #receive(envelopes: readonly ResultEnvelope[]): Receipt[] {
    return envelopes.map((envelope) => {
      const sha256 = createHash('sha256').update(envelope.body).digest('hex');
      if (this.#isPoison(envelope) || sha256 !== envelope.sha256)
        return receiptFor(envelope, {
          status: 'refused',
          reason: 'verdict-invalid',
          server_seq: null,
          effective: false,
        });
      const known = this.atHub.has(envelope.id);
      this.atHub.set(envelope.id, sha256);
      return receiptFor(envelope, { status: known ? 'duplicate' : 'stored' });
    });
  }

  #answer(envelopes: readonly ResultEnvelope[]): Promise<HubResult<{ receipts: Receipt[] }>> {
    const refuse = (code: 'invalid-request' | 'too-large') => ({ ...fail(code, ''), retry_after_ms: null });
    const receipts = (all: Receipt[]) => Promise.resolve(ok({ receipts: all }));
    const other = createHash('sha256').update('other').digest('hex') as Receipt['sha256'];
    switch (this.#weather) {
      case 'healthy':
        return receipts(this.#receive(envelopes));
      case 'unreachable':
        return Promise.resolve(unreachable('ECONNREFUSED'));
      case 'answer lost':
        this.#receive(envelopes);
        return Promise.resolve(unreachable('ECONNRESET'));
      case 'half the receipts':
        return receipts(this.#receive(envelopes).slice(0, Math.floor(envelopes.length / 2)));
      case 'hashes of others':
        return receipts(envelopes.map((each) => receiptFor(each, { sha256: other })));
      case 'ids of others':
        return receipts(envelopes.map((each) => receiptFor(each, { id: v7() as Receipt['id'] })));
      case 'whole push refused':
        if (envelopes.some(this.#isPoison)) return Promise.resolve(refuse('invalid-request'));
        return receipts(this.#receive(envelopes));
      case 'too large for something between':
        if (envelopes.length > 1) return Promise.resolve(refuse('too-large'));
        return receipts(this.#receive(envelopes));
      case 'killed before the answer':
        this.#receive(envelopes);
        return new Promise(() => undefined);
      default:
        return Promise.resolve(invalidAnswer('no such weather'));
    }
  }
}

/** What holds at every moment: each verdict made has its one row with its own bytes, and no state says more than is true. */
function expectConserved(world: World): void {
  const rows = world.rows();
  expect(rows.map((row) => row.id).sort()).toEqual([...world.made.keys()].sort());
  for (const row of rows) {
    const made = world.made.get(row.id);
    expect(row.sha256).toBe(made?.sha256);
    expect(createHash('sha256').update(row.payload).digest('hex')).toBe(row.sha256);
  }
  const acked = rows.filter((row) => row.state === 'acked');
  expect(acked.filter((row) => world.atHub.get(row.id) !== row.sha256)).toEqual([]);
  const parked = rows.filter((row) => row.state === 'parked');
  expect(parked.filter((row) => !/"code":"[a-z-]+"/.test(row.last_error ?? ''))).toEqual([]);
  const innocent = parked.map((row) => world.made.get(row.id)).filter((made) => !made?.poison && !made?.long);
  expect(innocent).toEqual([]);
}

describe('the outbox', () => {
  it('keeps every verdict in exactly one row through any weather; in the end all are at the hub, and only poison is parked', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const world = new World();
        for (const step of history) {
          if (step.do === 'decide') world.decide(step.poison, step.long);
          if (step.do === 'push') await world.push(step.weather);
          if (step.do === 'restart') world.restart();
          if (step.do === 'offer parked again') write(world.db, (tx) => offerParkedAgain(tx));
          expectConserved(world);
        }
        world.restart();
        for (let left = history.length + 2; left > 0; left -= 1) await world.push('healthy');
        expectConserved(world);
        for (const row of world.rows()) {
          const { poison, long } = world.made.get(row.id) ?? { poison: false, long: false };
          expect(row.state).toBe(poison || long ? 'parked' : 'acked');
        }
        world.db.close();
      }),
      { numRuns: 30 },
    );
  });

  it('refuses to delete a row, to change its bytes, or to change or delete a result', () => {
    const world = new World();
    world.decide(false, false);
    const attempts = [
      'DELETE FROM outbox',
      "UPDATE outbox SET payload = x'00'",
      "UPDATE outbox SET sha256 = ''",
      'DELETE FROM result',
      "UPDATE result SET body = x'00'",
    ];
    for (const sql of attempts) expect(() => write(world.db, (tx) => tx.run(sql))).toThrow(/never/);
    expectConserved(world);
    world.db.close();
  });
});
