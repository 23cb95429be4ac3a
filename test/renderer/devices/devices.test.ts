import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';
import { waitForClip, waitForNotice } from '#test/support/review-page.ts';

let pages: MemoryPages;
let page: Page;

beforeAll(async () => {
  pages = await startMemoryPages();
});
afterAll(() => pages.close());
afterEach(() => page.close());

async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

describe('a supervisor', () => {
  it('sees every device and takes one out of use, by keys alone, after a reason', async () => {
    page = await pages.open({ role: 'supervisor', language: 'es' });
    await waitForClip(page);
    await press('g', 'd');
    await page.locator('#devices-find:focus').waitFor();
    expect(await page.locator('[data-device]').count()).toBe(4);
    const own = page.locator('[data-device]', { hasText: 'Lupa · memory' });
    expect(await own.locator('button').count()).toBe(0);
    await page.keyboard.type('noel windows');
    const noel = page.locator('[data-device]');
    await noel.filter({ hasText: /Noel Park.*revisión.*Laptop · Windows.*20 may 2026.*En uso/s }).waitFor();
    expect(await noel.count()).toBe(1);

    await press('Tab', 'Tab', 'Enter');
    await page.locator('#revoke-reason:focus').waitFor();
    await press('Enter');
    await page.keyboard.type('Left on a train');
    await press('Enter');
    await waitForNotice(page, 'devices.revoked');
    await page.locator('#devices-find:focus').waitFor();
    await page.locator('[data-device][data-state="revoked"]', { hasText: 'Fuera de uso' }).waitFor();
    const asked = await page.evaluate(() => window.lupaMemory?.calls.filter(({ name }) => name === 'devices.revoke'));
    expect(asked).toMatchObject([{ input: { reason: 'Left on a train' } }]);
  });

  it('can think better of it, and reads in words why the hub did not do it', async () => {
    page = await pages.open({ role: 'supervisor' });
    await waitForClip(page);
    await press('g', 'd');
    const button = page.locator('[data-device]', { hasText: 'Noel Park' }).locator('button').first();
    await button.press('Enter');
    await page.locator('#revoke-reason:focus').waitFor();
    await press('Escape');
    await page.locator('[data-device] button:focus').waitFor();
    await page.evaluate(() => window.lupaMemory?.fail('devices.revoke', 'hub-unreachable'));
    await button.press('Enter');
    await page.locator('#revoke-reason:focus').waitFor();
    await page.keyboard.type('Stolen');
    await press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await page.locator('[data-state="revoked"]').count()).toBe(0);
  });
});

describe('a reviewer', () => {
  it('has no way there', async () => {
    page = await pages.open({});
    await waitForClip(page);
    await press('g', 'd', 'g', 's');
    await page.locator('[data-screen="sessions"]').waitFor();
    expect(await page.locator('[data-command="go.devices"]').count()).toBe(0);
    const asked = await page.evaluate(() => window.lupaMemory?.calls.filter(({ name }) => name === 'devices.list'));
    expect(asked).toEqual([]);
  });
});
