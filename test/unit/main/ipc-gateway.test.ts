import { describe, expect, it } from 'vitest';
import type { WireResult } from '#contract/core-link.ts';
import { fail, ok } from '#contract/result.ts';
import { createGateway, MOST_REQUEST_CHARACTERS } from '#main/ipc-gateway.ts';

const page = { origin: 'app://ui', isTopFrameOfOurWindow: true };

function gatewayWith(coreAnswer: WireResult = { ok: true, value: {} }) {
  const forwarded: unknown[] = [];
  const info = {
    version: '1',
    electron: '33',
    platform: 'linux',
    protection: 'keyring' as const,
    lock: { locked: false } as const,
    enrol_hint: null,
  };
  const gateway = createGateway({
    shell: {
      app: {
        info: () => ok(info),
        saveExportAs: ({ name }) => (name === 'gone.csv' ? fail('not-found', 'gone') : ok({ saved: true })),
        saveTextAs: () => ok({ saved: true }),
        openText: () => ok(null),
        setMenus: () => ok({}),
        quit: () => {
          throw new Error('the window is gone');
        },
      },
      vault: {
        state: () => ok({ language: 'en', vault: { state: 'locked' } }),
        choosePassphrase: () => ok({}),
        unlock: () => fail('passphrase-wrong', 'another one'),
        changePassphrase: () => ok({}),
        keepNothing: () => ok({}),
        startOver: () => ok({}),
      },
      lock: { now: () => ok({}), open: () => ok({}) },
    },
    core: (request) => {
      forwarded.push(request);
      return Promise.resolve(coreAnswer);
    },
    onCoreAnswer: () => undefined,
    log: () => undefined,
  });
  return { gateway, forwarded, info };
}

describe('the gateway between page and programs', () => {
  it.each([
    ['another origin', { origin: 'https://example.com', isTopFrameOfOurWindow: true }],
    ['a frame inside the page', { origin: 'app://ui', isTopFrameOfOurWindow: false }],
    ['a frame that is gone', { origin: null, isTopFrameOfOurWindow: false }],
    ['an origin that only begins like ours', { origin: 'app://ui.example', isTopFrameOfOurWindow: true }],
  ])('refuses %s', async (_who, sender) => {
    const { gateway, forwarded } = gatewayWith();
    const result = await gateway(sender, { group: 'app', name: 'info', input: {} });
    expect(result).toMatchObject({ ok: false, error: { code: 'sender-refused' } });
    expect(forwarded).toEqual([]);
  });

  it.each([
    null,
    'text',
    [],
    { group: 'app' },
    { group: 'app', name: 'info', input: {}, more: 1 },
    { group: '__proto__', name: 'toString', input: {} },
    { group: 'constructor', name: 'name', input: {} },
    { group: 'app', name: 'hasOwnProperty', input: {} },
    { group: 'review', name: '__proto__', input: {} },
    { group: 'app', name: 'missing', input: {} },
    { group: 'app', name: 'info', input: { unexpected: true } },
    { group: 'app', name: 'saveExportAs', input: { name: '../../etc/passwd' } },
  ])('refuses the odd call %j', async (raw) => {
    const { gateway, forwarded } = gatewayWith();
    expect(await gateway(page, raw)).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
    expect(forwarded).toEqual([]);
  });

  it('refuses a call that is too large or cannot be measured', async () => {
    const { gateway, forwarded } = gatewayWith();
    const large = { group: 'review', name: 'item', input: { text: 'x'.repeat(MOST_REQUEST_CHARACTERS) } };
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    for (const raw of [large, { group: 'review', name: 'item', input: circular }]) {
      expect(await gateway(page, raw)).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
    }
    expect(forwarded).toEqual([]);
  });

  it('answers the shell’s calls itself and forwards the core’s', async () => {
    const { gateway, forwarded, info } = gatewayWith({ ok: true, value: { state: 'signed_out', revoked: null } });
    expect(await gateway(page, { group: 'app', name: 'info', input: {} })).toEqual({ ok: true, value: info });
    expect(await gateway(page, { group: 'people', name: 'current', input: {} })).toEqual({
      ok: true,
      value: { state: 'signed_out', revoked: null },
    });
    expect(forwarded).toEqual([{ group: 'people', name: 'current', input: {} }]);
  });

  it('passes expected failures on and turns surprises into internal', async () => {
    const { gateway } = gatewayWith();
    expect(await gateway(page, { group: 'app', name: 'saveExportAs', input: { name: 'gone.csv' } })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
    expect(await gateway(page, { group: 'app', name: 'quit', input: {} })).toMatchObject({
      ok: false,
      error: { code: 'internal' },
    });
  });
});
