import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Reserve } from '#core/storage/reserve.ts';

const folder = mkdtempSync(join(tmpdir(), 'lupa-reserve-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('is laid in once, however many ask for it at the same time', async () => {
  const reserve = new Reserve(folder);
  expect(await Promise.all([reserve.fill(), reserve.fill(), reserve.fill()])).toEqual([true, true, true]);
  expect(readdirSync(folder)).toEqual(['ballast']);
});

it('is whole or not there once it has settled', async () => {
  const reserve = new Reserve(folder);
  reserve.release();
  void reserve.fill();
  await reserve.settle();
  expect(reserve.isThere).toBe(true);
  expect(readdirSync(folder)).toEqual(['ballast']);
});
