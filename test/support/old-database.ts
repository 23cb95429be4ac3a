import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { policyVersion } from '#contract/policies.ts';
import { madeBatch, madeCredential, madeItem } from '#scripts/lib/made-desk.ts';
import { envelopeOf, verdictOn } from '#scripts/lib/made-results.ts';

/** What must lie nowhere in plain once rows are sealed. */
export const WORDS = 'confidential words';

function verdictWithNote(...made: Parameters<typeof verdictOn>) {
  const verdict = verdictOn(...made);
  return { ...verdict, choices: { ...verdict.choices, note: `${WORDS} of a verdict` } };
}

/** Everything that somebody worked with, in the columns that the first schema had and every later one until rows were sealed. */
export function fillOldDatabase(raw: Database.Database): void {
  const who = madeCredential();
  const batch = madeBatch();
  const insert = (table: string, row: Record<string, unknown>) => {
    const names = Object.keys(row);
    raw.prepare(`INSERT INTO ${table} (${names.join()}) VALUES (${names.map((name) => `:${name}`).join()})`).run(row);
  };
  const markdown = '# Spam\n\n## What counts {#what}\n\nThe same words again and again.\n';
  const texts = { en: { markdown, sha256: createHash('sha256').update(markdown).digest('hex') } };
  const head = { policy_id: 'spam', version: '1', effective_at: '2026-01-01T00:00:00Z' };
  const policy = policyVersion.parse({ ...head, violation_types: ['spam'], summary: null, texts });
  insert('policy_version', { ...head, change_id: 'c1', violation_types: '["spam"]', body: JSON.stringify(policy) });
  insert('batch', { id: batch.id, body: JSON.stringify(batch) });
  insert('preference', { name: 'language', value: '"es"' });
  insert('clip', { sha256: 'a'.repeat(64), bytes: 9, state: 'ready' });
  for (let position = 0; position < 12; position += 1) {
    const subject = { id: `subject-${position % 3}`, language: 'en' };
    const transcript = [{ start_s: 0, end_s: 1, text: `${WORDS} of a transcript` }];
    const record = { id: `rec-${position}`, stage: 'live', surface: 'live', subject, transcript };
    const item = madeItem(batch, position, who.person.id, { record });
    const { id, batch_id, record_id, round } = item;
    const place = { position, round, language: 'en', state: 'open', generation: 0 };
    insert('item', { id, batch_id, record_id, ...place, body: JSON.stringify(item) });
    insert('item_clip', { item_id: id, ordinal: 1, sha256: 'a'.repeat(64) });
    insert('draft', { item_id: id, body: JSON.stringify({ note: `${WORDS} of a note` }) });
    const { body: text, sha256, ...result } = envelopeOf(verdictWithNote(item, who, position + 1));
    const [seq, device_id, body] = [position + 1, who.device_id, Buffer.from(text)];
    const numbers = { seq, device_id, device_seq: seq };
    insert('result', { ...numbers, id: result.id, item_id: id, type: 'verdict', origin: 'submit', body });
    insert('outbox', { seq, payload: body, sha256, state: position % 4 === 0 ? 'parked' : 'pending' });
    insert('session_event', {
      ...numbers,
      id: result.id,
      at: '2026-05-02T18:09:41.000Z',
      body: text.replace(WORDS, ''),
    });
  }
}
