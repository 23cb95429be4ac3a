import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hubApi } from '#contract/hub-api.ts';
import type { DeviceTokens } from '#contract/people.ts';
import { type DeviceKey, NONCE_HEADER, PROOF_HEADER } from '#contract/proof.ts';
import { makeDeviceKey, makeProof, type Proven } from '#core/sync/proof.ts';
import { startTestHub, type TestDevice, type TestHub } from '#test/support/hub.ts';
import { v7 } from 'uuid';

const MINUTE = 60_000;

let now = Date.parse('2026-05-02T12:00:00Z');
let hub: TestHub;
let ana: TestDevice;
beforeAll(async () => {
  hub = await startTestHub({ now: () => new Date(now) });
});
beforeEach(async () => {
  ana = await hub.addDevice(await hub.addPerson('reviewer'));
});
afterAll(() => hub.stop());

const later = (milliseconds: number): void => {
  now += milliseconds;
};

/** Asks for new tokens and leaves the device as it was. */
async function refresh(device: TestDevice, refresh_token = device.tokens.refresh_token, key = device.key) {
  const body = { device_id: device.device_id, refresh_token };
  const response = await hub.request({ key }, 'POST', '/v1/tokens', body);
  return response.status === 200 ? hubApi.refreshTokens.response.parse(await response.json()) : null;
}

/** Asks who this is, with some access token and key, and without renewing anything. */
async function me(token: string, key: DeviceKey, over: Partial<Proven> = {}, headers: Record<string, string> = {}) {
  const { headers: answered } = await fetch(`${hub.url}/healthz`);
  const nonce = answered.get(NONCE_HEADER);
  const url = `${hub.url}/v1/me`;
  const proof = await makeProof(key, { method: 'GET', url, token, nonce, id: v7(), now, ...over });
  return fetch(url, { headers: { authorization: `DPoP ${token}`, [PROOF_HEADER]: proof, ...headers } });
}

const works = async ({ access_token }: DeviceTokens): Promise<boolean> =>
  (await me(access_token, ana.key)).status === 200;

const codeOf = async (response: Response): Promise<string> =>
  ((await response.json()) as { error: { code: string } }).error.code;

describe('an access token', () => {
  it('lets its device in for ten minutes', async () => {
    later(10 * MINUTE - 1);
    expect(await works(ana.tokens)).toBe(true);
    later(1);
    expect(await works(ana.tokens)).toBe(false);
  });

  it('is worth nothing with another key, without a proof, or as a bearer token', async () => {
    const { access_token } = ana.tokens;
    expect((await me(access_token, await makeDeviceKey())).status).toBe(401);
    const bare = { authorization: `DPoP ${access_token}` };
    expect((await fetch(`${hub.url}/v1/me`, { headers: bare })).status).toBe(401);
    const bearer = await me(access_token, ana.key, {}, { authorization: `Bearer ${access_token}` });
    expect(bearer.status).toBe(401);
    expect((await me(access_token, ana.key)).status).toBe(200);
  });
});

describe('a proof', () => {
  it.each([
    ['another method', { method: 'POST' }],
    ['another path', { url: 'http://127.0.0.1/v1/people' }],
    ['another host', { url: 'http://elsewhere.test/v1/me' }],
    ['another token', { token: 'x'.repeat(43) }],
    ['no token', { token: null }],
  ])('for %s is refused', async (_what, over) => {
    expect(await codeOf(await me(ana.tokens.access_token, ana.key, over))).toBe('unauthenticated');
  });

  it('is taken once', async () => {
    const id = v7();
    expect((await me(ana.tokens.access_token, ana.key, { id })).status).toBe(200);
    expect(await codeOf(await me(ana.tokens.access_token, ana.key, { id }))).toBe('unauthenticated');
  });

  it('needs a nonce of the last five minutes, which each answer brings', async () => {
    const without = await me(ana.tokens.access_token, ana.key, { nonce: null });
    expect(without.status).toBe(401);
    const nonce = without.headers.get(NONCE_HEADER);
    expect(await codeOf(without)).toBe('proof-nonce');
    expect((await me(ana.tokens.access_token, ana.key, { nonce })).status).toBe(200);
    later(5 * MINUTE);
    expect(await codeOf(await me(ana.tokens.access_token, ana.key, { nonce }))).toBe('proof-nonce');
  });

  it('does not depend on the clock of the device', async () => {
    const wrong = now - 400 * 24 * 60 * MINUTE;
    expect((await me(ana.tokens.access_token, ana.key, { now: wrong })).status).toBe(200);
  });

  it('that is signed by another key than it names, or is no proof at all, is refused', async () => {
    const { access_token } = ana.tokens;
    const forged = (
      await makeProof(await makeDeviceKey(), {
        method: 'GET',
        url: `${hub.url}/v1/me`,
        token: access_token,
        nonce: null,
        id: v7(),
        now,
      })
    ).split('.');
    const real = (
      await makeProof(ana.key, {
        method: 'GET',
        url: `${hub.url}/v1/me`,
        token: access_token,
        nonce: null,
        id: v7(),
        now,
      })
    ).split('.');
    for (const proof of [[real[0], real[1], forged[2]].join('.'), 'no proof', '..', '']) {
      const response = await me(access_token, ana.key, {}, { [PROOF_HEADER]: proof });
      expect(await codeOf(response)).toBe('unauthenticated');
    }
  });
});

describe('a refresh token', () => {
  it('is turned into new tokens, and the new one again', async () => {
    const first = await refresh(ana);
    expect(first).toMatchObject({ expires_in: 600 });
    expect(first?.refresh_token).not.toBe(ana.tokens.refresh_token);
    later(60 * MINUTE);
    const second = await refresh(ana, first?.refresh_token);
    expect(second !== null && (await works(second))).toBe(true);
  });

  it('gives the same answer again within a minute, also when that was used', async () => {
    const first = await refresh(ana);
    if (first === null) throw new Error('refused');
    expect(await works(first)).toBe(true);
    later(MINUTE);
    expect(await refresh(ana)).toEqual({ ...first, expires_in: 540 });
  });

  it('gives the same answer again for days, as long as nobody has used that: it was lost', async () => {
    const lost = await refresh(ana);
    later(3 * 24 * 60 * MINUTE);
    const found = await refresh(ana);
    expect(found).toEqual({ ...lost, expires_in: 0 });
    const next = await refresh(ana, found?.refresh_token);
    expect(next !== null && (await works(next))).toBe(true);
  });

  it('that comes after its successor was in use signs the device out and raises an alarm', async () => {
    const first = await refresh(ana);
    if (first === null) throw new Error('refused');
    expect(await works(first)).toBe(true);
    later(MINUTE + 1);
    expect(await refresh(ana)).toBeNull();
    expect(await works(first)).toBe(false);
    expect(await refresh(ana, first.refresh_token)).toBeNull();
    const { rows } = await hub.hub.context.database.pool.query('select code from alarms where device_id = $1', [
      ana.device_id,
    ]);
    expect(rows).toEqual([{ code: 'refresh-token-reused' }]);
  });

  it('is refused from another key, and that harms nobody', async () => {
    expect(await refresh(ana, ana.tokens.refresh_token, await makeDeviceKey())).toBeNull();
    expect(await refresh(ana)).not.toBeNull();
  });

  it('is over after thirty days', async () => {
    later(30 * 24 * 60 * MINUTE);
    expect(await refresh(ana)).toBeNull();
  });

  it('rotates once when it comes on many connections at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(ana)));
    expect(new Set(answers.map((answer) => answer?.refresh_token)).size).toBe(1);
  });

  it('need not be known to a database from a backup: there the key alone does, until the device was heard', async () => {
    const { pool } = hub.hub.context.database;
    expect(await works(ana.tokens)).toBe(true);
    await pool.query(`update device_tokens set epoch = 'before the restore' where device_id = $1`, [ana.device_id]);
    const unknown = 'u'.repeat(43);
    expect(await refresh(ana, unknown, await makeDeviceKey())).toBeNull();
    const tokens = await refresh(ana, unknown);
    expect(tokens !== null && (await works(tokens))).toBe(true);
    expect(await refresh(ana, unknown)).toBeNull();
  });
});
