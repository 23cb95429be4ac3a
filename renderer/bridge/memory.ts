import type { PageBridge } from '#contract/core-link.ts';
import type { ErrorCode } from '#contract/errors.ts';
import { ipcContract } from '#contract/ipc.ts';
import { fail } from '#contract/result.ts';
import type { StorageStatus } from '#contract/storage.ts';
import type { AttentionEntry, Oversight } from '#contract/sync.ts';
import { coreCalls, shellCalls, statusOf } from './memory/calls.ts';
import { type Backend, effectiveVerdict, openBackend } from './memory/state.ts';

type AnyHandler = (input: unknown) => unknown;
type AnyCalls = Readonly<Record<string, Readonly<Record<string, AnyHandler>>>>;

/** What tests of the page hold in their hand as `window.lupaMemory`. */
export interface MemoryControls {
  /** Every call of the page since it was opened, oldest first. */
  readonly calls: { readonly name: string; readonly input: unknown }[];
  readonly setOffline: (offline: boolean) => void;
  /** Makes a call (`group.name`) fail with this code; null mends it. */
  readonly fail: (name: string, code: ErrorCode | null) => void;
  /** Makes a call answer only after so many ms. */
  readonly slow: (name: string, ms: number) => void;
  readonly holdClip: (sha256: string) => void;
  readonly releaseClip: (sha256: string) => void;
  /** So many clips are on their way from now on. */
  readonly setDownloads: (downloads: number) => void;
  readonly setAttention: (entries: AttentionEntry[]) => void;
  /** How the disk takes what is written, or what became of a damaged database, from now on. */
  readonly setStorage: (status: Partial<StorageStatus>) => void;
  /** What the hub tells a supervisor. */
  readonly setOversight: (oversight: Oversight) => void;
  /** The person comes back from the browser, signed in. */
  readonly comeBack: () => void;
  /** The storage process died and came back. */
  readonly restartCore: () => void;
  readonly kept: Backend['kept'];
  /** How the item stands: the verdict that counts, or null. */
  readonly verdictOf: (itemId: string) => unknown;
}

declare global {
  interface Window {
    lupaMemory?: MemoryControls;
  }
}

function controlsOf(backend: Backend, calls: MemoryControls['calls']): MemoryControls {
  const { faults, emit } = backend;
  const tell = (): void => emit('sync.status', statusOf(backend));
  return {
    calls,
    kept: backend.kept,
    setOffline(offline) {
      faults.offline = offline;
      tell();
    },
    fail(name, code) {
      if (code === null) faults.failing.delete(name);
      else faults.failing.set(name, code);
    },
    slow: (name, ms) => void faults.slow.set(name, ms),
    holdClip: (sha256) => void faults.waiting.add(sha256 as never),
    releaseClip(sha256) {
      faults.waiting.delete(sha256 as never);
      emit('media.ready', { sha256 });
    },
    setDownloads(downloads) {
      faults.downloads = downloads;
      tell();
    },
    comeBack: () => faults.browser?.(true),
    setAttention(entries) {
      faults.attention = entries;
      tell();
    },
    setStorage(status) {
      faults.storage = { ...faults.storage, ...status };
      emit('storage.status', faults.storage);
    },
    setOversight(oversight) {
      faults.oversight = oversight;
    },
    restartCore: () => emit('core.restarted', { restarts: 1 }),
    verdictOf: (itemId) => effectiveVerdict(backend, itemId as never),
  };
}

/** While the vault is closed, only the shell answers. */
const isLocked = ({ kept }: Backend, group: string): boolean =>
  kept.vault.state !== 'open' && group !== 'app' && group !== 'vault';

/**
 * The transport for a plain browser: a small backend over the demo pack that keeps the contract, with faults to switch.
 * Inputs are checked as the router does it.
 */
export function memoryBridge(search: URLSearchParams): PageBridge & { readonly controls: MemoryControls } {
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  const emit = (name: string, payload: unknown): void => listeners.get(name)?.forEach((listener) => listener(payload));
  const backend = openBackend(search, emit);
  const handlers = { ...coreCalls(backend), ...shellCalls(backend) } as unknown as AnyCalls;
  const shapes = ipcContract as unknown as Record<
    string,
    Record<string, { input: { safeParse: typeof ipcContract.app.info.input.safeParse } }>
  >;
  const calls: MemoryControls['calls'] = [];

  return {
    controls: controlsOf(backend, calls),
    async call(group, name, input) {
      const id = `${group}.${name}`;
      calls.push({ name: id, input });
      const parsed = shapes[group]?.[name]?.input.safeParse(input);
      if (parsed?.success !== true) return fail('invalid-request', `${id}: ${parsed?.error.message ?? 'no such call'}`);
      const wait = backend.faults.slow.get(id);
      if (wait !== undefined) await new Promise((resolve) => setTimeout(resolve, wait));
      const code = backend.faults.failing.get(id);
      if (code !== undefined) return fail(code, `${id}: switched to fail`);
      const answer = isLocked(backend, group) ? fail('locked', id) : await handlers[group]?.[name]?.(parsed.data);
      if (['review.submit', 'review.undo', 'review.redo'].includes(id)) emit('sync.status', statusOf(backend));
      return answer;
    },
    on(name, listener) {
      const of = listeners.get(name) ?? new Set();
      listeners.set(name, of.add(listener));
      return () => void of.delete(listener);
    },
  };
}
