import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Batch, Item } from '#contract/batches.ts';
import type { Role } from '#contract/people.ts';
import { policyVersion } from '#contract/policies.ts';
import { databaseFile } from '#core/signed-in.ts';
import { write } from '#core/storage/database.ts';
import { openDatabase } from '#core/storage/open.ts';
import { madeOwner } from '#scripts/lib/made-key.ts';
import { putPolicyVersion } from '#core/storage/policies.ts';
import { noChoices } from '#domain/review/verdict-form.ts';
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

const cores: TestCore[] = [];
afterEach(async () => {
  for (const each of cores.splice(0)) await each.close();
});

const policy = (version: string, effective_at: string) =>
  policyVersion.parse({
    policy_id: 'hate',
    version,
    violation_types: ['hate_speech'],
    effective_at,
    summary: null,
    texts: { en: { markdown: `# Hate speech ${version}\n\nText`, sha256: 'a'.repeat(64) } },
  });

interface Desk {
  readonly core: TestCore;
  readonly items: readonly Item[];
}

function deskWith(makeItems: (assignee: string) => { batches: Batch[]; items: Item[] }, role: Role = 'reviewer'): Desk {
  const who = madeCredential(role);
  const { batches, items } = makeItems(who.person.id);
  const core = startTestCore(who, {}, (dataDir) => {
    seed(dataDir, who, batches, items);
    const { db } = openDatabase(databaseFile(dataDir, who.person.id), 'seed', madeOwner(who.person.id));
    write(db, (tx) => {
      putPolicyVersion(tx, 'hate@1', policy('2026-01', '2026-01-15T00:00:00Z'));
      putPolicyVersion(tx, 'hate@2', policy('2026-04', '2026-04-15T00:00:00Z'));
    });
    db.close();
  });
  cores.push(core);
  return { core, items };
}

const secret = 'ban_30d_secret';
const record = {
  id: 'rec-0',
  stage: 'live',
  surface: 'live',
  occurred_at: '2026-02-01T00:00:00Z',
  signals: [{ kind: 'model', label: secret, score: 0.9 }],
  decision: { action: secret, violation_type: 'hate_speech', policy: 'hate@2026-01', at: '2026-02-01T00:00:00Z' },
  appeal: { status: secret },
};

function oneItem(mode: Batch['mode']): Desk {
  return deskWith((assignee) => {
    const batch = madeBatch({ mode });
    return { batches: [batch], items: [madeItem(batch, 0, assignee, { record })] };
  });
}

const view = async ({ core, items }: Desk, index = 0) =>
  must(await core.client.review.item({ item_id: items[index]?.id as never }));

describe('an item of a blind batch', () => {
  it('holds nothing of the decision before the verdict, and all of it after', async () => {
    const desk = oneItem('blind');
    const before = await view(desk);
    expect(JSON.stringify(before)).not.toContain(secret);
    expect(before).toMatchObject({ blinded: true, enforced: true, policy: null });
    must(await desk.core.client.review.submit(uphold(desk.items[0]?.id ?? '')));
    const after = await view(desk);
    expect(after).toMatchObject({
      blinded: false,
      record: { decision: { action: secret } },
      verdict: { kind: 'uphold' },
    });
    must(await desk.core.client.review.undo({ item_id: null }));
    expect(JSON.stringify(await view(desk))).not.toContain(secret);
  });

  it('shows the policy of the type that the reviewer names', async () => {
    const desk = oneItem('blind');
    const choices = { ...noChoices, corrected_violation_type: 'hate_speech' as never };
    const draft = { kind: 'overturn' as const, choices, playhead_s: null, clip_ordinal: null };
    must(await desk.core.client.review.saveDraft({ item_id: desk.items[0]?.id as never, draft }));
    expect((await view(desk)).policy?.policy.version).toBe('2026-01');
  });
});

describe('an item of an open batch', () => {
  it('comes with the policy version that the decision names', async () => {
    const { policy: shown } = await view(oneItem('open'));
    expect(shown?.policy.version).toBe('2026-01');
    expect(shown?.versions).toEqual(['2026-01', '2026-04']);
    expect(Object.keys(shown?.policy.texts ?? {})).toEqual(['en']);
  });

  it('is refused a verdict that misses what its kind needs, and nothing is written', async () => {
    const desk = oneItem('open');
    const answer = await desk.core.client.review.submit({ ...uphold(desk.items[0]?.id ?? ''), kind: 'policy_gap' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'field-missing', params: { field: 'note' } } });
    expect((await view(desk)).verdict).toBeNull();
  });
});

describe('what was begun', () => {
  it('is there after a restart, at the same item, until it becomes a verdict', async () => {
    const desk = deskWith((assignee) => {
      const batch = madeBatch();
      return { batches: [batch], items: [0, 1, 2].map((position) => madeItem(batch, position, assignee)) };
    });
    const item_id = desk.items[1]?.id as never;
    const { batch } = await view(desk, 1);
    must(await desk.core.client.sessions.report({ detail: { type: 'item_shown', item_id, batch_id: batch.id } }));
    // The page reads ahead; that is nowhere to come back to.
    await view(desk, 2);
    const draft = {
      kind: 'escalate' as const,
      choices: { ...noChoices, note: 'señal' },
      playhead_s: 7.25,
      clip_ordinal: 0,
    };
    must(await desk.core.client.review.saveDraft({ item_id, draft }));
    await desk.core.restart();
    expect(must(await desk.core.client.review.resume({ batch_id: null })).item_id).toBe(item_id);
    expect((await view(desk, 1)).draft).toEqual(draft);
    must(await desk.core.client.review.submit({ item_id, ...draft, kind: 'escalate', policy_read: null }));
    expect((await view(desk, 1)).draft).toBeNull();
    must(await desk.core.client.review.undo({ item_id }));
    expect((await view(desk, 1)).draft).toEqual(draft);
  });
});

describe('the queue', () => {
  it('goes by priority, then due time, then position, and ends with what was skipped', async () => {
    const desk = deskWith((assignee) => {
      const calm = madeBatch({ priority: 0 });
      const later = madeBatch({ priority: 3, due_at: '2026-06-02T00:00:00.000Z' });
      const sooner = madeBatch({ priority: 3, due_at: '2026-06-01T00:00:00.000Z' });
      const items = [
        madeItem(sooner, 0, assignee),
        madeItem(sooner, 1, assignee),
        madeItem(later, 0, assignee),
        madeItem(calm, 0, assignee),
      ];
      return { batches: [calm, later, sooner], items };
    });
    const ids = desk.items.map((each) => each.id as string);
    const order: (string | null)[] = [];
    let here = must(await desk.core.client.review.resume({ batch_id: null })).item_id as string | null;
    must(await desk.core.client.review.skip({ item_id: here as never }));
    expect(here).toBe(ids[0]);
    here = ids[1] ?? null;
    while (here !== null) {
      order.push(here);
      here = must(await desk.core.client.review.submit(uphold(here))).next_id;
    }
    expect(order).toEqual([ids[1], ids[2], ids[3], ids[0]]);
    expect(must(await desk.core.client.review.resume({ batch_id: null })).item_id).toBeNull();
    expect((await view(desk, 2)).previous_id).toBe(ids[1]);
  });
});

describe('the session log on this device', () => {
  const all = { from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };

  it('is written for the reviewer whose it is, and for nobody else', async () => {
    const desk = oneItem('open');
    must(await desk.core.client.review.submit(uphold(desk.items[0]?.id ?? '')));
    must(await desk.core.client.sessions.report({ detail: { type: 'break_start' } }));
    desk.core.core().lockChanged(true);
    const own = desk.core.credential()?.person.id as never;
    const done = must(await desk.core.client.sessions.exportLog({ ...all, reviewers: [own], format: 'ndjson' }));
    const path = join(desk.core.dataDir, 'exports', done.name);
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(done).toMatchObject({ source: 'device', rows: lines.length, bytes: statSync(path).size });
    expect(lines.map((line) => (JSON.parse(line) as { detail: { type: string } }).detail.type)).toEqual([
      'app_started',
      'verdict',
      'break_start',
      'lock',
    ]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    for (const reviewers of [[], [own, madeCredential().person.id as never]]) {
      const answer = await desk.core.client.sessions.exportLog({ ...all, reviewers, format: 'csv' });
      expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    }
  });

  it('is given to a supervisor from the device when the hub is away, and the answer says so', async () => {
    const desk = deskWith(() => ({ batches: [], items: [] }), 'supervisor');
    const done = must(await desk.core.client.sessions.exportLog({ ...all, reviewers: [], format: 'csv' }));
    expect(done).toMatchObject({ source: 'device', rows: 1 });
    expect(readFileSync(join(desk.core.dataDir, 'exports', done.name), 'utf8').startsWith('\uFEFF"at"')).toBe(true);
    expect(desk.core.events.some((event) => event.name === 'export.progress')).toBe(true);
  });

  it('holds a change of language once, and preferences survive a restart', async () => {
    const desk = oneItem('open');
    must(await desk.core.client.preferences.set({ language: 'es' }));
    must(await desk.core.client.preferences.set({ policy_language: 'es' }));
    await desk.core.restart();
    expect(must(await desk.core.client.preferences.get({}))).toMatchObject({ language: 'es', policy_language: 'es' });
    const types = must(await desk.core.client.sessions.recent({ limit: 50 })).map((event) => event.detail.type);
    expect(types).toEqual(['app_started', 'language_changed', 'app_started']);
  });
});
