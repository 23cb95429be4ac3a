import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFolderStore } from '#server/object-store/folder-store.ts';
import { objectStoreSuite } from './object-store-suite.ts';

let parent: string;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'lupa-test-objects-'));
});
afterAll(() => rm(parent, { recursive: true, force: true }));

const fresh = async () => createFolderStore(await mkdtemp(join(parent, 'store-')));

objectStoreSuite('folder', fresh);

it('a folder store leaves nothing half-written behind', async () => {
  const folder = await mkdtemp(join(parent, 'clean-'));
  const store = await createFolderStore(folder);
  await store.put(Readable.from([Buffer.from('x')]));
  await expect(store.put(Readable.from([Buffer.from('y')]), 'a'.repeat(64))).rejects.toThrow('expected sha256');
  expect(await readdir(join(folder, 'incoming'))).toEqual([]);
});
