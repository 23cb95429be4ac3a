import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportReport } from '#contract/packs.ts';
import { describeImport } from '#server/usecases/import/describe.ts';
import { importPack } from '#server/usecases/import/import-pack.ts';
import { demoCodes, seedDemo } from '#server/usecases/seed-demo.ts';
import { startTestHub, type TestHub } from '#test/support/hub.ts';
import { makeBatch, pullItems } from '#test/support/hub-records.ts';
import { hostileLines, lastLine, longLine, realClipSha256, writeHostilePack } from './hostile-pack.ts';

const fieldPack = fileURLToPath(new URL('../../../../shared/data/field-pack', import.meta.url));

let hub: TestHub;
let folder: string;
let hostile: ImportReport;
let hostilePack: string;
let answeredMeanwhile = 0;

const storedIds = async (): Promise<string[]> => {
  const { rows } = await hub.hub.context.database.pool.query<{ id: string }>(
    'select id from records order by pack_order',
  );
  return rows.map((row) => row.id);
};

beforeAll(async () => {
  hub = await startTestHub();
  folder = await mkdtemp(join(tmpdir(), 'lupa-test-packs-'));
  hostilePack = await writeHostilePack(folder);
  const asking = setInterval(() => {
    fetch(`${hub.url}/readyz`).then(
      (response) => {
        if (response.status === 200) answeredMeanwhile += 1;
      },
      () => undefined,
    );
  }, 10);
  hostile = await importPack(hub.hub.context, hostilePack);
  clearInterval(asking);
});
afterAll(async () => {
  await hub.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('a hostile pack', () => {
  it('has each bad line refused with its number and reason', () => {
    const wanted = hostileLines.flatMap(({ reason }, index) => (reason === null ? [] : [[index + 1, reason]]));
    const refused = hostile.issues.filter((issue) => issue.kind === 'refused' && issue.file === 'records.jsonl');
    const found = refused.map((issue) => [issue.line, issue.reason]);
    expect(found.toSorted((a, b) => Number(a[0]) - Number(b[0]))).toEqual([...wanted, [longLine, 'line_too_long']]);
    expect(hostile.records.refused).toBe(refused.length);
  });

  it('has everything else imported, also after a line of 50 MB', async () => {
    const wanted = hostileLines.flatMap(({ id }) => (id === undefined ? [] : [id]));
    expect(await storedIds()).toEqual([...wanted, 'after-all-that']);
    expect(hostile).toMatchObject({ state: 'done', pack: 'Hostile pack', records: { imported: wanted.length + 1 } });
    expect(lastLine).toBeGreaterThan(longLine);
  });

  it('keeps the hub answering meanwhile', () => {
    expect(answeredMeanwhile).toBeGreaterThan(0);
  });

  it('notes a clip that never came, and computes the hash of one that came without', async () => {
    expect(hostile.issues).toContainEqual(expect.objectContaining({ kind: 'notice', reason: 'file_missing' }));
    const reviewer = await hub.addDevice(await hub.addPerson('reviewer'));
    await makeBatch(hub, { assignees: [reviewer.person.id] });
    const items = new Map((await pullItems(hub, reviewer)).map((item) => [String(item.record_id), item]));
    expect(items.get('absent-clip')?.clips).toMatchObject([{ sha256: null, bytes: null }]);
    expect(items.get('unhashed-clip')?.clips).toMatchObject([{ sha256: realClipSha256, bytes: 15 }]);
    expect(items.get('text-as-video')?.clips).toMatchObject([{ mime: 'video/mp4' }]);
    expect(items.get('nul-in-text')?.record.transcript).toEqual([{ text: 'a\0b' }]);
    expect(items.get('tabs')?.record).toEqual({ id: 'tabs', stage: 'live', surface: 'post' });
  });

  it('refuses lines about records nobody knows, and a second answer under the same name', () => {
    const gold = hostile.issues.filter((issue) => issue.file === 'gold.jsonl');
    expect(gold.map((issue) => [issue.line, issue.reason])).toEqual([
      [2, 'unknown_record'],
      [3, 'same_id_other_content'],
    ]);
  });

  it('brings nothing new when it is imported again', async () => {
    const again = await importPack(hub.hub.context, hostilePack);
    expect(again.records).toEqual({
      imported: 0,
      unchanged: hostile.records.imported,
      refused: hostile.records.refused,
    });
    expect(again.objects).toEqual({ imported: 0, unchanged: hostile.objects.imported, refused: 0 });
  });

  it('is told to the terminal with file, line and reason', () => {
    expect(describeImport(hostile)).toContainEqual(expect.stringMatching(/refused: records\.jsonl:5: not_json/));
  });
});

describe('an import', () => {
  it('refuses other content under a known id', async () => {
    const pack = join(folder, 'other-content');
    await mkdir(pack);
    await writeFile(join(pack, 'pack.json'), JSON.stringify({ format: 'lupa-pack/1', name: 'Other' }));
    await writeFile(join(pack, 'records.jsonl'), '{"id":"twice","stage":"post_ban","surface":"post"}\n');
    const report = await importPack(hub.hub.context, pack);
    expect(report.issues).toMatchObject([{ line: 1, reason: 'same_id_other_content' }]);
  });

  it.each([
    ['nothing there', null],
    ['no pack.json', { 'records.jsonl': '' }],
    ['a pack.json of another format', { 'pack.json': '{"format":"other/9","name":"x"}' }],
    ['a damaged archive', 'not a zip'],
  ])('of %s is refused as a whole and reported', async (name, content) => {
    const path = join(folder, name.replaceAll(' ', '-'));
    if (typeof content === 'string') await writeFile(path, content);
    else if (content !== null) {
      await mkdir(path);
      for (const [file, text] of Object.entries(content)) await writeFile(join(path, file), text ?? '');
    }
    const report = await importPack(hub.hub.context, path);
    expect(report).toMatchObject({ state: 'refused', issue_count: 1 });
    const listed = await hub.request(hub.supervisor, 'GET', `/v1/imports/${report.id}`);
    expect(await listed.json()).toEqual(report);
  });

  it('adds a policy’s missing language later, and refuses to change a text', async () => {
    const pack = join(folder, 'policies');
    await mkdir(pack);
    const list = (files: object) =>
      JSON.stringify([
        {
          id: 'hate',
          violation_types: ['hate_speech'],
          versions: [{ version: '1', effective_at: '2026-01-01T00:00:00Z', files }],
        },
        { id: 7 },
      ]);
    await writeFile(join(pack, 'pack.json'), JSON.stringify({ format: 'lupa-pack/1', name: 'Policies' }));
    await writeFile(join(pack, 'records.jsonl'), '');
    await writeFile(join(pack, 'en.md'), '# Hate');
    await writeFile(join(pack, 'policies.json'), list({ en: 'en.md', es: 'es.md' }));
    const first = await importPack(hub.hub.context, pack);
    expect(first.policies).toEqual({ imported: 1, unchanged: 0, refused: 1 });
    await writeFile(join(pack, 'es.md'), '# Odio');
    expect((await importPack(hub.hub.context, pack)).policies).toMatchObject({ imported: 1 });
    expect((await importPack(hub.hub.context, pack)).policies).toMatchObject({ imported: 0, unchanged: 1 });
    await writeFile(join(pack, 'en.md'), '# Hatred');
    const changed = await importPack(hub.hub.context, pack);
    expect(changed.issues.map((issue) => issue.reason)).toContain('same_id_other_content');
  });

  it('goes on where a killed one ended', async () => {
    const { context } = hub.hub;
    const pack = join(folder, 'large');
    await mkdir(pack);
    await writeFile(join(pack, 'pack.json'), JSON.stringify({ format: 'lupa-pack/1', name: 'Large' }));
    const lines = Array.from(
      { length: 1200 },
      (_, index) => `{"id":"large-${index}","stage":"live","surface":"chat"}\n`,
    );
    await writeFile(join(pack, 'records.jsonl'), lines.join(''));
    const killed = importPack({ ...context, newId: () => 'killed-run' }, pack, () => {
      throw new Error('power cut');
    });
    await expect(killed).rejects.toThrow('power cut');
    const report = await importPack(context, pack);
    expect(report.records).toEqual({ imported: 700, unchanged: 500, refused: 0 });
  });

  it('of the demo pack and people can be repeated without a change', async () => {
    await seedDemo(hub.hub.context);
    const first = await storedIds();
    expect(await demoCodes(hub.hub.context)).toHaveLength(2);
    const lines = await seedDemo(hub.hub.context);
    expect(await storedIds()).toEqual(first);
    expect(lines.filter((line) => line.startsWith('demo: batch'))).toEqual([]);
  });
});

// Real material lies beside the project on some machines only; where it does not, there is nothing to hold the importer against.
describe.each([fieldPack].filter((path) => existsSync(path)))('the field pack', (pack) => {
  it('comes in whole, and changes nothing a second time', async () => {
    const first = await importPack(hub.hub.context, pack);
    expect(first).toMatchObject({
      records: { imported: 9020, unchanged: 0, refused: 0 },
      annotations: { imported: 30_683 },
      gold: { imported: 9003 },
      predictions: { imported: 18_959 },
      issue_count: 0,
    });
    const again = await importPack(hub.hub.context, pack);
    expect(again).toMatchObject({
      records: { imported: 0, unchanged: 9020, refused: 0 },
      objects: { imported: 0, unchanged: first.objects.imported },
      policies: { imported: 0, unchanged: first.policies.imported },
      annotations: { imported: 0, unchanged: 30_683 },
    });
  });
});
