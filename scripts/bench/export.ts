import { generateKeyPairSync } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import type { Credential } from '#contract/core-link.ts';
import { credential as credentialSchema } from '#contract/core-link.ts';
import { plainCsv, type SessionEvent, type SessionLogFormat, sessionEvent } from '#contract/sessions.ts';
import { createCore } from '#core/create-core.ts';
import { type Ports, systemPorts } from '#core/ports/ports.ts';
import { databaseFile } from '#core/signed-in.ts';
import { write } from '#core/storage/database.ts';
import { openDatabase } from '#core/storage/open.ts';
import { addSessionEvent } from '#core/storage/session-events.ts';
import { type Bench, type Figure, rateFigure } from './measure.ts';
import { MADE_KEYS, madeOwner } from '#scripts/lib/made-key.ts';

const events = 200_000;
const rounds = 3;

const offline: Ports = {
  ...systemPorts,
  fetch: () => Promise.reject(new Error('no network')),
  log: () => undefined,
  emit: () => undefined,
  storeCredential: () => Promise.resolve(true),
  openBrowser: () => Promise.resolve(false),
};

function someCredential(): Credential {
  const person = { id: uuidv7(), name: 'Bench', role: 'supervisor', languages: ['en', 'es'] };
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  const tokens = { access_token: 'a'.repeat(43), refresh_token: 'r'.repeat(43) };
  return credentialSchema.parse({ hub_url: 'http://127.0.0.1:9', device_id: uuidv7(), person, key, tokens });
}

function fill(dataDir: string, credential: Credential): void {
  const { db } = openDatabase(databaseFile(dataDir, credential.person.id), 'bench', madeOwner(credential.person.id));
  const session = uuidv7();
  const event = (seq: number): SessionEvent =>
    sessionEvent.parse({
      id: uuidv7(),
      session_id: session,
      person_id: credential.person.id,
      device_id: credential.device_id,
      device_seq: seq,
      at: new Date(1_780_000_000_000 + seq * 1_000).toISOString(),
      detail: { type: 'verdict', item_id: uuidv7(), result_id: uuidv7(), kind: 'uphold', supersedes: null },
    });
  for (let seq = 1; seq <= events; seq += 10_000) {
    write(db, (tx) => {
      for (let each = seq; each < seq + 10_000; each += 1) {
        const one = event(each);
        addSessionEvent(tx, one, JSON.stringify(one));
      }
    });
  }
  db.close();
}

/** The least an export can cost: the stored text of every row straight into a file. Rows per second. */
async function bareExport(database: string, file: string): Promise<number> {
  const db = new Database(database, { readonly: true });
  const start = performance.now();
  const out = createWriteStream(file);
  let piece = '';
  for (const row of db.prepare('SELECT body FROM session_event ORDER BY seq').iterate() as IterableIterator<{
    body: string;
  }>) {
    piece += `${row.body}\n`;
    if (piece.length > 1 << 20) {
      out.write(piece);
      piece = '';
    }
  }
  out.end(piece);
  await finished(out);
  db.close();
  return events / ((performance.now() - start) / 1000);
}

/** `export_rows_per_s` of the session log from this device, as CSV and as NDJSON, to a finished, synchronised file. */
export const bench: Bench = async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'lupa-bench-export-'));
  try {
    const credential = someCredential();
    fill(dataDir, credential);
    const floor: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      floor.push(await bareExport(databaseFile(dataDir, credential.person.id), join(dataDir, `floor-${round}`)));
    }
    const core = createCore(offline, { data_dir: dataDir, app_version: '0', credential, keys: MADE_KEYS });
    const figures: Record<string, Figure> = {};
    for (const format of ['csv', 'ndjson'] satisfies SessionLogFormat[]) {
      const samples: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const start = performance.now();
        const answer = await core.handlers.sessions.exportLog({
          from: '2020-01-01T00:00:00.000Z',
          to: '2100-01-01T00:00:00.000Z',
          reviewers: [],
          format,
          csv: plainCsv,
        });
        if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.detail}`);
        samples.push(answer.value.rows / ((performance.now() - start) / 1000));
      }
      figures[`export_${format}_rows_per_s`] = rateFigure({
        samples,
        floor,
        floorIs: 'the stored JSON text of every row written to a file, no columns, no checks, no synchronisation',
        atLeast: 100_000,
      });
    }
    await core.stop();
    return figures;
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
};
