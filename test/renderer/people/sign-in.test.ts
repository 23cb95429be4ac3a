import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type MemoryPages, startMemoryPages } from '#test/support/chromium.ts';

let pages: MemoryPages;
let page: Page;

beforeAll(async () => {
  pages = await startMemoryPages();
});
afterAll(() => pages.close());
afterEach(() => page.close());

async function openSignIn(options: Record<string, string> = {}): Promise<void> {
  page = await pages.open({ 'signed-out': '1', 'identity-provider': '1', ...options });
  await page.locator('[data-screen="enrol"]').waitFor();
  await page.locator('#enrol-code').fill('');
}

const called = (name: string): Promise<number> =>
  page.evaluate((wanted) => window.lupaMemory?.calls.filter((call) => call.name === wanted).length ?? 0, name);

describe('the sign-in screen of a hub with an identity provider', () => {
  it.each([
    ['en', 'Sign in with Example ID', 'at login.example.org'],
    ['es', 'Iniciar sesión con Example ID', 'en login.example.org'],
  ])('offers it by name and says where the browser goes (%s)', async (language, name, where) => {
    await openSignIn({ language });
    await page.locator('button[type="submit"]', { hasText: name }).waitFor();
    expect(await page.locator('form').innerText()).toContain('login.example.org');
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: where }).waitFor();
  });

  it('waits for the browser, can be given up, and leads to the queue when the person is back', async () => {
    await openSignIn();
    await page.keyboard.press('Enter');
    await page.locator('[data-in-browser] button:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('button[type="submit"]').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.locator('button[type="submit"]').press('Enter');
    await page.locator('[data-in-browser]').waitFor();
    await page.evaluate(() => window.lupaMemory?.comeBack());
    await page.locator('[data-screen="queue"]').waitFor();
  });

  it('takes a code instead, when one is typed', async () => {
    await openSignIn();
    await page.locator('#enrol-code').fill('demo-code');
    await page.keyboard.press('Enter');
    await page.locator('[data-screen="queue"]').waitFor();
    expect(await called('people.signIn')).toBe(0);
  });

  it('says in words why the provider did not let somebody in', async () => {
    await openSignIn();
    await page.evaluate(() => window.lupaMemory?.fail('people.signIn', 'sign-in-no-role'));
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'no role in Lupa' }).waitFor();
  });
});

describe('the sign-in screen of a hub without one', () => {
  it('asks for a code as ever', async () => {
    page = await pages.open({ 'signed-out': '1' });
    await page.locator('button[type="submit"]', { hasText: 'Enrol' }).waitFor();
    expect(await page.locator('#enrol-code').getAttribute('required')).toBe('');
  });
});

describe('a device that was without the hub for too long', () => {
  it.each([
    ['en', 'Locked until the hub answers', 'The hub does not answer yet'],
    ['es', 'Bloqueado hasta que responda el centro', 'El centro sigue sin responder'],
  ])('says why, tries the hub by Enter and can be left (%s)', async (language, title, tried) => {
    page = await pages.open({ 'grant-over': '1', language });
    await page.getByRole('heading', { name: title }).waitFor();
    await page.locator('button[type="submit"]:focus').waitFor();
    expect(await page.locator('[data-screen="queue"], [data-screen="review"]').count()).toBe(0);
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: tried }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('[data-screen="enrol"]').waitFor();
  });
});

describe('a device that was taken out of use', () => {
  it('says so, and how many verdicts wait for whom, beside the way in', async () => {
    page = await pages.open({ 'signed-out': '1', revoked: '1' });
    await page.getByRole('alert').filter({ hasText: '2 verdicts of Alba Ríos were not sent' }).waitFor();
  });
});
