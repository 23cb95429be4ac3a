import { generateKeyPairSync } from 'node:crypto';
import { v7 } from 'uuid';
import { type Batch, batch, type Item, item } from '#contract/batches.ts';
import { type Credential, credential } from '#contract/core-link.ts';
import type { Role } from '#contract/people.ts';
import { databaseFile } from '#core/signed-in.ts';
import { putBatch } from '#core/storage/batches.ts';
import { write } from '#core/storage/database.ts';
import { putItem } from '#core/storage/items.ts';
import { openDatabase } from '#core/storage/open.ts';
import { madeOwner } from './made-key.ts';

/** An address at which nothing listens. */
export const NOWHERE = 'http://127.0.0.1:9';

/** A made-up device. */
export function madeCredential(role: Role = 'reviewer', hubUrl = NOWHERE): Credential {
  return credential.parse({
    hub_url: hubUrl,
    device_id: v7(),
    key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
    tokens: { access_token: 'a'.repeat(40), refresh_token: 'r'.repeat(40) },
    person: { id: v7(), name: 'Ana Ruiz', role, languages: ['en', 'es'] },
  });
}

/** A made-up batch. */
export function madeBatch(over: Partial<Batch> = {}): Batch {
  return batch.parse({
    id: v7(),
    name: 'Second looks',
    mode: 'open',
    priority: 1,
    due_at: null,
    created_at: '2026-05-02T18:00:00.000Z',
    ...over,
  });
}

/** A made-up item of a batch. */
export function madeItem(of: Batch, position: number, assignee: string, over: Record<string, unknown> = {}): Item {
  const record = {
    id: `rec-${position}`,
    stage: 'live',
    surface: 'live',
    decision: { action: 'ban_7d', violation_type: 'hate_speech' },
  };
  return item.parse({
    id: v7(),
    batch_id: of.id,
    record_id: record.id,
    assignee,
    position,
    round: 1,
    clips: [],
    record,
    ...over,
  });
}

/** Puts batches and items into a person's database before a core opens it, as a pull would. */
export function seed(dataDir: string, who: Credential, batches: readonly Batch[], items: readonly Item[]): void {
  const { db } = openDatabase(databaseFile(dataDir, who.person.id), 'seed', madeOwner(who.person.id));
  write(db, (tx) => {
    for (const each of batches) putBatch(tx, each);
    for (const each of items) {
      const { subject, decision } = each.record;
      const about = {
        language: subject?.language ?? null,
        violation_type: decision?.violation_type ?? null,
        subject_id: subject?.id ?? null,
      };
      putItem(tx, { ...each, ...about }, Buffer.from(JSON.stringify(each)), 0);
    }
  });
  db.close();
}

/** The value of a result; throws the failure otherwise. */
export function must<Value>(
  result: { ok: true; value: Value } | { ok: false; error: { code: string; detail: string } },
): Value {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail}`);
  return result.value;
}

/** An uphold of an item, as the page submits it. */
export function uphold(itemId: string) {
  return {
    item_id: itemId,
    kind: 'uphold' as const,
    choices: {
      corrected_action: null,
      corrected_violation_type: null,
      corrected_severity: null,
      note: '',
      flagged: false,
      evidence: [],
    },
    policy_read: null,
    playhead_s: null,
    clip_ordinal: null,
  };
}
