import { describe, expect, it } from 'vitest';
import type { Credential, FromCore, ToCore } from '#contract/core-link.ts';
import { type CoreProcess, CoreSupervisor } from '#main/core-supervisor.ts';

class FakeCore implements CoreProcess {
  readonly sent: ToCore[] = [];
  isKilled = false;
  #message: (message: unknown) => void = () => undefined;
  #exit: (code: number) => void = () => undefined;
  send(message: ToCore): void {
    this.sent.push(message);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#message = listener;
  }
  onExit(listener: (code: number) => void): void {
    this.#exit = listener;
  }
  kill(): void {
    this.isKilled = true;
    this.end(0);
  }
  says(message: FromCore): void {
    this.#message(message);
  }
  saysAnything(message: unknown): void {
    this.#message(message);
  }
  end(code = 9): void {
    this.#exit(code);
  }
  callIds(): number[] {
    return this.sent.flatMap((each) => (each.type === 'call' ? [each.call_id] : []));
  }
}

const startOptions = { data_dir: '/data', app_version: '1.2.3', keys: { clips: '', rows: '' }, credential: null };

function house() {
  const cores: FakeCore[] = [];
  const events: { name: string; payload: unknown }[] = [];
  const delays: number[] = [];
  const stored: (Credential | null)[] = [];
  const world = { now: 0, isPatient: false, gaveUp: 0, pending: [] as (() => void)[], canStore: true };
  const supervisor = new CoreSupervisor({
    spawn: () => {
      const core = new FakeCore();
      cores.push(core);
      return core;
    },
    startWith: () => startOptions,
    storeCredential: (credential) => {
      stored.push(credential);
      return world.canStore;
    },
    openBrowser: () => Promise.resolve(false),
    onEvent: (name, payload) => events.push({ name, payload }),
    onGiveUp: () => {
      world.gaveUp += 1;
    },
    now: () => world.now,
    after: (delay, action) => {
      delays.push(delay);
      if (world.isPatient) world.pending.push(action);
      else action();
    },
    log: () => undefined,
  });
  const newest = (): FakeCore => {
    const core = cores.at(-1);
    if (core === undefined) throw new Error('no core was started');
    return core;
  };
  return { supervisor, cores, events, delays, stored, world, newest };
}

const request = { group: 'sync', name: 'status', input: {} };

describe('the core supervisor', () => {
  it('starts the core with the folder, the version and the credential', () => {
    const { supervisor, newest } = house();
    supervisor.start();
    expect(newest().sent).toEqual([{ type: 'start', ...startOptions }]);
  });

  it('answers at once that everything is locked while the core was not started', async () => {
    const { supervisor, cores } = house();
    expect(await supervisor.call(request)).toMatchObject({ ok: false, error: { code: 'locked' } });
    expect(cores).toEqual([]);
  });

  it('holds calls back until the core has started, then sends them in order', async () => {
    const { supervisor, newest } = house();
    supervisor.start();
    const first = supervisor.call(request);
    const second = supervisor.call({ ...request, name: 'now' });
    expect(newest().callIds()).toEqual([]);
    newest().says({ type: 'started' });
    const [a, b] = newest().callIds();
    newest().says({ type: 'answer', call_id: b as number, result: { ok: true, value: 'b' } });
    newest().says({ type: 'answer', call_id: a as number, result: { ok: true, value: 'a' } });
    expect([await first, await second]).toEqual([
      { ok: true, value: 'a' },
      { ok: true, value: 'b' },
    ]);
  });

  it('answers calls in flight with core-restarted when the core dies, and goes on with a new one', async () => {
    const { supervisor, cores, newest, events, delays } = house();
    supervisor.start();
    newest().says({ type: 'started' });
    const call = supervisor.call(request);
    newest().end();
    expect(await call).toMatchObject({ ok: false, error: { code: 'core-restarted' } });
    expect(cores).toHaveLength(2);
    expect(delays).toEqual([]);
    newest().says({ type: 'started' });
    expect(events).toEqual([{ name: 'core.restarted', payload: { restarts: 1 } }]);
  });

  it('keeps a call that came between two cores for the second one', async () => {
    const { supervisor, newest } = house();
    supervisor.start();
    newest().says({ type: 'started' });
    newest().end();
    const call = supervisor.call(request);
    newest().says({ type: 'started' });
    const [id] = newest().callIds();
    newest().says({ type: 'answer', call_id: id as number, result: { ok: true, value: 1 } });
    expect(await call).toEqual({ ok: true, value: 1 });
  });

  it('waits longer each time, gives up visibly after five restarts in a minute, and can be asked to try again', async () => {
    const { supervisor, cores, newest, delays, world } = house();
    supervisor.start();
    for (let end = 0; end < 6; end += 1) {
      newest().says({ type: 'started' });
      world.now += 1_000;
      newest().end();
    }
    expect(delays).toEqual([100, 200, 400, 800]);
    expect(cores).toHaveLength(6);
    expect(world.gaveUp).toBe(1);
    expect(await supervisor.call(request)).toMatchObject({ ok: false, error: { code: 'core-restarted' } });
    supervisor.start();
    newest().says({ type: 'started' });
    expect(cores).toHaveLength(7);
  });

  it('forgives ends that lie more than a minute back', () => {
    const { supervisor, newest, delays, world } = house();
    supervisor.start();
    for (let end = 0; end < 20; end += 1) {
      newest().says({ type: 'started' });
      world.now += 61_000;
      newest().end();
    }
    expect(delays).toEqual([]);
    expect(world.gaveUp).toBe(0);
  });

  it('answers every call with the reason when the core cannot start', async () => {
    const { supervisor, newest, world } = house();
    supervisor.start();
    const early = supervisor.call(request);
    const error = { code: 'database-newer', detail: 'written by 9.0', params: {} } as const;
    newest().says({ type: 'start_failed', error });
    expect(await early).toEqual({ ok: false, error });
    expect(await supervisor.call(request)).toEqual({ ok: false, error });
    expect(world.gaveUp).toBe(1);
  });

  it('keeps a credential before it says so, and says honestly when it could not', () => {
    const { supervisor, newest, stored, world } = house();
    supervisor.start();
    newest().says({ type: 'store_credential', request_id: 7, credential: null });
    world.canStore = false;
    newest().says({ type: 'store_credential', request_id: 8, credential: null });
    expect(stored).toEqual([null, null]);
    expect(newest().sent.slice(1)).toEqual([
      { type: 'credential_stored', request_id: 7, stored: true },
      { type: 'credential_stored', request_id: 8, stored: false },
    ]);
  });

  it('lets the core finish before it ends, and answers late calls instead of leaving them hanging', async () => {
    const { supervisor, cores, newest, world } = house();
    world.isPatient = true;
    supervisor.start();
    newest().says({ type: 'started' });
    const stopping = supervisor.stop();
    expect(newest().sent.at(-1)).toEqual({ type: 'stop' });
    expect(await supervisor.call(request)).toMatchObject({ ok: false, error: { code: 'core-restarted' } });
    newest().says({ type: 'stopped' });
    await stopping;
    expect(newest().isKilled).toBe(true);
    expect(cores).toHaveLength(1);
  });

  it('ends a core that does not stop by itself', async () => {
    const { supervisor, newest, world } = house();
    world.isPatient = true;
    supervisor.start();
    newest().says({ type: 'started' });
    const stopping = supervisor.stop();
    for (const action of world.pending) action();
    await stopping;
    expect(newest().isKilled).toBe(true);
  });

  it('ignores what a core says that is not agreed', async () => {
    const { supervisor, newest, events } = house();
    supervisor.start();
    newest().saysAnything({ type: 'answer', call_id: 'x' });
    newest().saysAnything('nonsense');
    newest().saysAnything(null);
    newest().says({ type: 'started' });
    const call = supervisor.call(request);
    const [id] = newest().callIds();
    newest().says({ type: 'answer', call_id: id as number, result: { ok: true, value: null } });
    expect(await call).toEqual({ ok: true, value: null });
    expect(events).toEqual([]);
  });
});
