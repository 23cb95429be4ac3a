import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOpenIdSettings } from '#server/identity/settings.ts';
import type { DrivenApp } from '#scripts/lib/electron-app.ts';
import { until } from '#scripts/lib/until.ts';
import { press } from '#scripts/tour/hands.ts';
import { screenIs } from '#scripts/tour/page-reader.ts';
import { appYard } from '#test/support/app.ts';
import { TestBrowser } from '#test/support/browser.ts';
import { startTestHub, type TestHub } from '#test/support/hub.ts';
import { startIdentityProvider, type TestIdentityProvider } from '#test/support/identity-provider.ts';

const apps = appYard();
let provider: TestIdentityProvider;
let hub: TestHub;
beforeAll(async () => {
  provider = await startIdentityProvider();
  provider.accounts.set('ana', { name: 'Ana Ruiz', roles: 'bilingual_reviewer' });
  const identity = readOpenIdSettings({ LUPA_OIDC_ISSUER: provider.issuer, LUPA_OIDC_CLIENT_ID: 'lupa' });
  hub = await startTestHub({}, {}, identity);
});
afterAll(async () => {
  await hub.stop();
  provider.stop();
});

/** Takes the place of the system's browser: keeps the addresses that it was sent to. */
async function watchBrowser({ app }: DrivenApp): Promise<() => Promise<string[]>> {
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = (url) => {
      opened.push(url);
      return Promise.resolve();
    };
  });
  return () => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
}

describe('signing in with the system’s browser', () => {
  it('goes from the address of the hub to the queue by keys alone, and the browser is sent to the provider only', async () => {
    const lupa = await apps.open(apps.folder());
    const opened = await watchBrowser(lupa);
    await screenIs(lupa.page, 'enrol');
    await lupa.page.locator('#enrol-hub:focus').waitFor();
    await lupa.page.keyboard.type(hub.url);
    await press(lupa.page, 'Tab');
    const button = lupa.page.locator('button[type="submit"]', { hasText: provider.host });
    await button.waitFor();

    await press(lupa.page, 'Enter');
    await lupa.page.locator('[data-in-browser] button:focus').waitFor();
    await until('the browser is sent', async () => (await opened()).length === 1);
    await press(lupa.page, 'Enter');
    await button.waitFor();

    await lupa.page.locator('#enrol-code').focus();
    await press(lupa.page, 'Enter');
    const address = await until('the browser is sent again', async () => (await opened())[1] ?? null);
    expect(new URL(address).host).toBe(provider.host);
    await new TestBrowser().signIn(address, 'ana');
    await screenIs(lupa.page, 'queue');
    expect(await lupa.call('people', 'current', {})).toMatchObject({
      value: { state: 'signed_in', person: { name: 'Ana Ruiz', role: 'bilingual_reviewer' } },
    });
  });
});
