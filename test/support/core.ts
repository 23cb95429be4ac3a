import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Batch, Item } from '#contract/batches.ts';
import type { Credential } from '#contract/core-link.ts';
import { ipcContract, type LupaClient } from '#contract/ipc.ts';
import { type Core, createCore } from '#core/create-core.ts';
import { type Ports, systemPorts } from '#core/ports/ports.ts';
import { madeBatch, madeCredential, madeItem, seed } from '#scripts/lib/made-desk.ts';
import { MADE_KEYS } from '#scripts/lib/made-key.ts';

export { madeBatch, madeCredential, madeItem, must, NOWHERE, seed, uphold } from '#scripts/lib/made-desk.ts';

/** One event that the core told. */
export interface ToldEvent {
  readonly name: string;
  readonly payload: unknown;
}

/** A core in this process, on a folder of its own, that can be restarted. */
export interface TestCore {
  readonly dataDir: string;
  readonly events: ToldEvent[];
  /** Log lines so far. */
  readonly logged: { event: string; fields: unknown }[];
  readonly credential: () => Credential | null;
  readonly core: () => Core;
  /** The calls, as a page makes them. */
  readonly client: LupaClient;
  /** Closes the core and starts it anew on the same folder, with the credential it had kept, or another. */
  restart(as?: Credential): Promise<void>;
  /** Closes it and deletes the folder. */
  close(): Promise<void>;
}

/** A client that speaks with a core through its router, as the page's transport does. */
export function clientOf(core: () => Core): LupaClient {
  const groups = Object.entries(ipcContract).map(([group, calls]) => [
    group,
    Object.fromEntries(Object.keys(calls).map((name) => [name, (input: unknown) => core().call(group, name, input)])),
  ]);
  return Object.fromEntries(groups) as LupaClient;
}

/**
 * Starts a core.
 * @param prepare fills the data folder before
 * @param folder of its own when it is to lie on a certain disk
 * @param refusing answers instead of keeping a credential; null where it is to be kept
 */
export function startTestCore(
  signedIn: Credential | null,
  ports: Partial<Ports> = {},
  prepare: (dataDir: string) => void = () => undefined,
  folder: string | null = null,
  refusing: (next: Credential | null) => Promise<boolean> | null = () => null,
): TestCore {
  const dataDir = folder ?? mkdtempSync(join(tmpdir(), 'lupa-core-'));
  prepare(dataDir);
  const events: ToldEvent[] = [];
  const logged: TestCore['logged'] = [];
  let kept = signedIn;
  const all: Ports = {
    ...systemPorts,
    log: (event, fields) => logged.push({ event, fields }),
    emit: (name, payload) => events.push({ name, payload }),
    endAtOnce: () => events.push({ name: 'core ended', payload: null }),
    openBrowser: () => Promise.resolve(false),
    storeCredential: (next) => {
      const refused = refusing(next);
      if (refused !== null) return refused;
      kept = next;
      return Promise.resolve(true);
    },
    ...ports,
  };
  const start = () => createCore(all, { data_dir: dataDir, app_version: '0', credential: kept, keys: MADE_KEYS });
  let core = start();
  return {
    dataDir,
    events,
    logged,
    credential: () => kept,
    core: () => core,
    client: clientOf(() => core),
    async restart(as) {
      if (as !== undefined) kept = as;
      await core.stop();
      core = start();
    },
    async close() {
      await core.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A core with `count` open items in one batch and no hub. */
export function startSeededCore(count: number, over: Partial<Batch> = {}): TestCore & { batch: Batch; items: Item[] } {
  const who = madeCredential();
  const madeOf = madeBatch(over);
  const items = Array.from({ length: count }, (_, position) => madeItem(madeOf, position, who.person.id));
  const started = startTestCore(who, {}, (dataDir) => seed(dataDir, who, [madeOf], items));
  return { ...started, batch: madeOf, items };
}
