import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importPack } from '#server/usecases/import/import-pack.ts';
import { startTestHub, type TestDevice, type TestHub } from '#test/support/hub.ts';
import { makeBatch, pullItems } from '#test/support/hub-records.ts';

let hub: TestHub;
let folder: string;
let ana: TestDevice;
let sam: TestDevice;
let path: string;
let sha256: string;
const clip = Buffer.from(Array.from({ length: 5000 }, (_, index) => index % 256));

beforeAll(async () => {
  hub = await startTestHub();
  folder = await mkdtemp(join(tmpdir(), 'lupa-test-clips-'));
  await mkdir(join(folder, 'clips'));
  await writeFile(join(folder, 'pack.json'), JSON.stringify({ format: 'lupa-pack/1', name: 'One clip' }));
  await writeFile(join(folder, 'clips/a.mp4'), clip);
  const clips = [{ path: 'clips/a.mp4', mime: 'video/mp4' }];
  await writeFile(join(folder, 'records.jsonl'), JSON.stringify({ id: 'r', stage: 'live', surface: 'live', clips }));
  await importPack(hub.hub.context, folder);
  ana = await hub.addDevice(await hub.addPerson('reviewer'));
  sam = await hub.addDevice(await hub.addPerson('reviewer'));
  await makeBatch(hub, { assignees: [ana.person.id] });
  sha256 = (await pullItems(hub, ana))[0]?.clips[0]?.sha256 ?? '';
  path = `/v1/objects/${sha256}`;
});
afterAll(async () => {
  await hub.stop();
  await rm(folder, { recursive: true, force: true });
});

const bytesOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());

describe('clips', () => {
  it('come whole, with a name that never changes', async () => {
    const response = await hub.request(ana, 'GET', path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('video/mp4');
    expect(response.headers.get('etag')).toBe(`"${sha256}"`);
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(await bytesOf(response)).toEqual(clip);
  });

  it('come in parts', async () => {
    const response = await hub.request(ana, 'GET', path, undefined, { range: 'bytes=1000-1999' });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe('bytes 1000-1999/5000');
    expect(await bytesOf(response)).toEqual(clip.subarray(1000, 2000));
  });

  it('have no part outside themselves', async () => {
    const response = await hub.request(ana, 'GET', path, undefined, { range: 'bytes=5000-' });
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe('bytes */5000');
    expect(await response.json()).toMatchObject({ error: { code: 'range-not-satisfiable' } });
  });

  it('can be asked about without their bytes', async () => {
    const response = await hub.request(ana, 'HEAD', path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe('5000');
    expect((await bytesOf(response)).length).toBe(0);
  });

  it('are not sent again to who has them', async () => {
    const response = await hub.request(ana, 'GET', path, undefined, { 'if-none-match': `"${sha256}"` });
    expect(response.status).toBe(304);
  });

  it('are there for who holds the item and for supervisors, and for nobody else', async () => {
    expect((await hub.request(hub.supervisor, 'HEAD', path)).status).toBe(200);
    expect((await hub.request(sam, 'GET', path)).status).toBe(404);
    expect((await hub.request(null, 'GET', path)).status).toBe(401);
    expect((await hub.request(ana, 'GET', `/v1/objects/${'0'.repeat(64)}`)).status).toBe(404);
    expect((await hub.request(ana, 'GET', '/v1/objects/..%2f..%2fetc%2fpasswd')).status).toBe(400);
  });
});
