import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '#contract/people.ts';
import type { Ports } from '#core/ports/ports.ts';
import { makeDeviceKey } from '#core/sync/proof.ts';
import { readOpenIdSettings } from '#server/identity/settings.ts';
import { mayOpenForSignIn } from '#domain/people/addresses.ts';
import { TestBrowser } from '#test/support/browser.ts';
import { must, startTestCore, type TestCore } from '#test/support/core.ts';
import { startTestHub, type TestHub } from '#test/support/hub.ts';
import { startIdentityProvider, type TestIdentityProvider } from '#test/support/identity-provider.ts';

let now = Date.now();
let provider: TestIdentityProvider;
let hub: TestHub;
const cores: TestCore[] = [];
beforeAll(async () => {
  provider = await startIdentityProvider();
  provider.accounts.set('ana', { name: 'Ana Ruiz', locale: 'es-MX', roles: ['staff', 'lupa-bilingual'] });
  provider.accounts.set('chief', { name: 'Marisol Vega', roles: ['lupa-bilingual', 'lupa-chief'] });
  provider.accounts.set('sam', { name: 'Sam Lee', locale: 'en', roles: 'lupa-reviewer' });
  provider.accounts.set('guest', { name: 'A guest', roles: [] });
  const identity = readOpenIdSettings({
    LUPA_OIDC_ISSUER: provider.issuer,
    LUPA_OIDC_CLIENT_ID: 'lupa',
    LUPA_OIDC_ROLES: 'lupa-reviewer=reviewer,lupa-bilingual=bilingual_reviewer,lupa-chief=supervisor',
  });
  hub = await startTestHub({ now: () => new Date(now) }, {}, identity);
});
afterEach(async () => {
  for (const each of cores.splice(0)) await each.close();
});
afterAll(async () => {
  await hub.stop();
  provider.stop();
});

type Visit = (browser: TestBrowser, url: string) => Promise<unknown>;
const as =
  (login: string): Visit =>
  (browser, url) =>
    browser.signIn(url, login);

/** A device nobody is signed in on, whose system browser does what the test says. */
function device(visit: Visit) {
  const browser = new TestBrowser();
  const visits: Promise<unknown>[] = [];
  const openBrowser: Ports['openBrowser'] = (url, host) => {
    if (!mayOpenForSignIn(new URL(url), host)) return Promise.resolve(false);
    visits.push(visit(browser, url));
    return Promise.resolve(true);
  };
  const core = startTestCore(null, { openBrowser });
  cores.push(core);
  const words = { title: 'Back to <Lupa>', text: 'Close this page.' };
  const signIn = () => core.client.people.signIn({ hub_url: hub.url, device_name: 'Laptop', words });
  return { core, browser, visits, signIn };
}

const codeOf = (result: { ok: true } | { ok: false; error: { code: string } }): string =>
  result.ok ? 'ok' : result.error.code;

describe('signing in at the identity provider', () => {
  it.each<[string, string, Role, string[]]>([
    ['ana', 'Ana Ruiz', 'bilingual_reviewer', ['en', 'es']],
    ['chief', 'Marisol Vega', 'supervisor', ['en', 'es']],
    ['sam', 'Sam Lee', 'reviewer', ['en']],
  ])('makes %s a person with a role, in the system’s browser', async (login, name, role, languages) => {
    const { core, signIn, visits, browser } = device(as(login));
    expect(must(await core.client.people.options({ hub_url: hub.url })).identity_provider).toEqual({
      name: provider.host,
      host: provider.host,
    });
    const identity = must(await signIn());
    expect(identity).toMatchObject({ state: 'signed_in', person: { name, role, languages } });
    await Promise.all(visits);
    const last = new URL(browser.visited.at(-1) ?? '');
    expect([last.hostname, last.pathname]).toEqual(['127.0.0.1', '/callback']);
    expect(core.credential()).toMatchObject({ hub_url: hub.url, person: { name } });
    expect(must(await core.client.sync.now({})).reachable).toBe(true);
  });

  it('knows somebody again on another device, and their role as it is now', async () => {
    provider.accounts.set('new', { name: 'New Person', roles: 'lupa-reviewer' });
    const first = must(await device(as('new')).signIn());
    provider.accounts.set('new', { name: 'New Person', roles: 'lupa-chief' });
    const second = must(await device(as('new')).signIn());
    if (first.state !== 'signed_in' || second.state !== 'signed_in') throw new Error('signed out');
    expect(second.person).toEqual({ ...first.person, role: 'supervisor' });
    expect(second.device_id).not.toBe(first.device_id);
  });

  it('ends in a page that says so, with nothing in it that runs', async () => {
    let page = '';
    const { signIn, visits } = device(async (browser, url) => {
      page = (await browser.signIn(url, 'ana')).text;
    });
    must(await signIn());
    await Promise.all(visits);
    expect(page).toContain('Back to &#60;Lupa&#62;');
    expect(page).not.toMatch(/<script|<Lupa/);
  });

  it('keeps out whoever has no role here', async () => {
    expect(codeOf(await device(as('guest')).signIn())).toBe('sign-in-no-role');
  });

  it('says when the person turned back at the provider', async () => {
    expect(codeOf(await device((browser, url) => browser.abort(url)).signIn())).toBe('sign-in-refused');
  });

  it('can be given up and begun again', async () => {
    let asked = 0;
    const desk = device((browser, url) => {
      asked += 1;
      return asked === 1 ? desk.core.client.people.cancelSignIn({}) : browser.signIn(url, 'ana');
    });
    expect(codeOf(await desk.signIn())).toBe('sign-in-cancelled');
    expect(must(await desk.signIn()).state).toBe('signed_in');
  });

  it('does not open a browser for a host that was not named', async () => {
    const core = startTestCore(null, {
      openBrowser: (url) => Promise.resolve(mayOpenForSignIn(new URL(url), 'login.example.org')),
    });
    cores.push(core);
    const words = { title: '', text: '' };
    const result = await core.client.people.signIn({ hub_url: hub.url, device_name: 'Laptop', words });
    expect(codeOf(result)).toBe('browser-not-opened');
  });
});

describe('the loopback address', () => {
  it('turns away whoever brings another state, another path or another host, and still takes the right visit', async () => {
    const statuses: number[] = [];
    const { signIn } = device(async (browser, url) => {
      const back = new URL(new URL(url).searchParams.get('redirect_uri') ?? '');
      for (const bad of [`${back.href}?code=x&state=wrong`, `${back.origin}/?code=x`, `${back.origin}/favicon.ico`]) {
        statuses.push((await fetch(bad)).status);
      }
      const named = back.href.replace('127.0.0.1', 'localhost');
      statuses.push(
        await fetch(named).then(
          (answer) => answer.status,
          () => 404,
        ),
      );
      await browser.signIn(url, 'ana');
    });
    expect(must(await signIn()).state).toBe('signed_in');
    expect(statuses).toEqual([404, 404, 404, 404]);
  });
});

describe('the hub as relying party', () => {
  /** Goes the whole way up to the code, as somebody who can read the browser. */
  async function caught() {
    const key = await makeDeviceKey();
    const begin = { redirect_uri: 'http://127.0.0.1:9/callback', code_challenge: 'A'.repeat(43) };
    const response = await hub.request({ key }, 'POST', '/v1/sign-in', begin);
    const begun = (await response.json()) as { attempt_id: string; authorization_url: string };
    const browser = new TestBrowser();
    // Nobody listens there: the last address has the code.
    await browser.signIn(begun.authorization_url, 'ana').catch(() => undefined);
    return { key, attempt: begun.attempt_id, callback: new URL(browser.visited.at(-1) ?? '').searchParams.toString() };
  }

  const finish = (key: Awaited<ReturnType<typeof makeDeviceKey>>, attempt: string, callback: string) =>
    hub.request({ key }, 'POST', `/v1/sign-in/${attempt}`, {
      callback,
      code_verifier: 'B'.repeat(43),
      device_name: 'd',
      app_version: '0',
    });

  const errorOf = async (response: Response): Promise<string> =>
    ((await response.json()) as { error: { code: string } }).error.code;

  it('takes a code only with the verifier of its challenge', async () => {
    const { key, attempt, callback } = await caught();
    expect(callback).toContain('code=');
    expect(await errorOf(await finish(key, attempt, callback))).toBe('sign-in-refused');
  });

  it('takes nothing from another key, after ten minutes, or twice', async () => {
    const first = await caught();
    expect(await errorOf(await finish(await makeDeviceKey(), first.attempt, first.callback))).toBe('sign-in-expired');
    await finish(first.key, first.attempt, first.callback);
    expect(await errorOf(await finish(first.key, first.attempt, first.callback))).toBe('sign-in-expired');
    const late = await caught();
    now += 600_000;
    expect(await errorOf(await finish(late.key, late.attempt, late.callback))).toBe('sign-in-expired');
  });

  it('takes no other state than its own', async () => {
    const { key, attempt, callback } = await caught();
    const changed = new URLSearchParams(callback);
    changed.set('state', 'another');
    expect(await errorOf(await finish(key, attempt, changed.toString()))).toBe('sign-in-refused');
  });

  it('says when the provider is not there', async () => {
    const identity = readOpenIdSettings({ LUPA_OIDC_ISSUER: 'http://127.0.0.1:9', LUPA_OIDC_CLIENT_ID: 'lupa' });
    const alone = await startTestHub({}, {}, identity);
    try {
      const begin = { redirect_uri: 'http://127.0.0.1:9/callback', code_challenge: 'A'.repeat(43) };
      const response = await alone.request({ key: await makeDeviceKey() }, 'POST', '/v1/sign-in', begin);
      expect([response.status, await errorOf(response)]).toEqual([503, 'identity-provider-unreachable']);
    } finally {
      await alone.stop();
    }
  });
});

describe('the settings of the identity provider', () => {
  const base = { LUPA_OIDC_ISSUER: 'https://login.example.org/realm', LUPA_OIDC_CLIENT_ID: 'lupa' };

  it('are none without an issuer, and have sensible values otherwise', () => {
    expect(readOpenIdSettings({})).toBeNull();
    expect(readOpenIdSettings(base)).toMatchObject({
      name: 'login.example.org',
      host: 'login.example.org',
      scope: 'openid profile',
      roleClaim: 'roles',
      clientSecret: null,
    });
  });

  it.each([
    ['an issuer in the clear', { ...base, LUPA_OIDC_ISSUER: 'http://login.example.org' }, 'LUPA_OIDC_ISSUER'],
    ['an issuer that is no address', { ...base, LUPA_OIDC_ISSUER: 'login' }, 'LUPA_OIDC_ISSUER'],
    ['no client id', { ...base, LUPA_OIDC_CLIENT_ID: '' }, 'LUPA_OIDC_CLIENT_ID'],
    ['a role that does not exist', { ...base, LUPA_OIDC_ROLES: 'a=admin' }, 'LUPA_OIDC_ROLES'],
    ['a mapping without a value', { ...base, LUPA_OIDC_ROLES: 'reviewer' }, 'LUPA_OIDC_ROLES'],
  ])('say what is wrong: %s', (_what, env, variable) => {
    expect(() => readOpenIdSettings(env)).toThrow(variable);
  });
});
