import { afterEach, describe, expect, it } from 'vitest';
import type { CoreHandlers } from '#contract/ipc.ts';
import { ipcContract } from '#contract/ipc.ts';
import { fail } from '#contract/result.ts';
import { CodedError } from '#core/coded-error.ts';
import { systemClock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import { createRouter, type Router } from '#core/router.ts';
import { startTestCore, type TestCore } from '#test/support/core.ts';

const cores: TestCore[] = [];
afterEach(async () => {
  for (const each of cores.splice(0)) await each.close();
});

function signedOut(): TestCore {
  const core = startTestCore(null);
  cores.push(core);
  return core;
}

/** A router whose `people.current` does the given thing. */
function routerThat(current: () => unknown): { call: Router; logged: string[]; surprises: () => number } {
  const logged: string[] = [];
  let surprises = 0;
  const log: Log = (event, fields) => void logged.push(JSON.stringify({ event, ...fields }));
  const handlers = { people: { current } } as unknown as CoreHandlers;
  return {
    logged,
    surprises: () => surprises,
    call: createRouter(handlers, systemClock, log, () => {
      surprises += 1;
    }),
  };
}

const ask = async (current: () => unknown) => routerThat(current).call('people', 'current', {});

describe('the core’s router', () => {
  it('has a handler for every core call of the contract, and for nothing else', () => {
    const handled = Object.entries(signedOut().core().handlers).flatMap(([group, calls]) =>
      Object.keys(calls).map((name) => `${group}.${name}`),
    );
    const agreed = Object.entries(ipcContract).flatMap(([group, calls]) =>
      Object.entries(calls)
        .filter(([, call]) => call.owner === 'core')
        .map(([name]) => `${group}.${name}`),
    );
    expect(handled.sort()).toEqual(agreed.sort());
  });

  it.each([
    ['nothing', 'there'],
    ['people', 'nothing'],
    ['constructor', 'name'],
    ['__proto__', 'toString'],
    ['people', 'constructor'],
    ['app', 'quit'],
  ])('refuses %s.%s', async (group, name) => {
    expect(await signedOut().core().call(group, name, {})).toMatchObject({
      ok: false,
      error: { code: 'invalid-request' },
    });
  });

  it('says where an input is wrong', async () => {
    const answer = await signedOut().core().call('review', 'resume', { batch_id: 'no id' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
    expect(JSON.stringify(answer)).toContain('batch_id');
  });

  it('answers every call but those of the sign-in with signed-out when nobody is signed in', async () => {
    const core = signedOut().core();
    const answer = await core.call('batches', 'list', {});
    expect(answer).toMatchObject({ ok: false, error: { code: 'signed-out' } });
    expect(await core.call('people', 'current', {})).toEqual({
      ok: true,
      value: { state: 'signed_out', revoked: null },
    });
  });

  it('hands on expected failures as they are', async () => {
    expect(await ask(() => fail('forbidden', 'no'))).toEqual(fail('forbidden', 'no'));
  });

  it('turns a surprise into internal, and logs no content', async () => {
    const { call, logged } = routerThat(() => {
      throw new Error('the note said: secret');
    });
    expect(await call('people', 'current', {})).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(logged.join('\n')).toContain('call_failed');
    expect(logged.join('\n')).not.toContain('secret');
  });

  it('catches an answer that is not what was agreed', async () => {
    expect(await ask(() => ({ ok: true, value: { state: 'somewhere' } }))).toMatchObject({
      error: { code: 'internal' },
    });
  });

  it.each([
    ['SQLITE_FULL', 'disk-full'],
    ['ENOSPC', 'disk-full'],
    ['SQLITE_IOERR_FSYNC', 'disk-error'],
    ['EIO', 'disk-error'],
    ['SQLITE_CORRUPT', 'disk-error'],
  ])('tells %s as %s', async (code, expected) => {
    const thrown = Object.assign(new Error('disk'), { code });
    const answer = await ask(() => {
      throw thrown;
    });
    expect(answer).toMatchObject({ ok: false, error: { code: expected } });
  });

  it('tells a coded error by its code', async () => {
    const answer = await ask(() => {
      throw new CodedError('durability-refused', 'NORMAL');
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'durability-refused' } });
  });
});
