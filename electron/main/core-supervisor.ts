import { assertNever } from '#contract/assert.ts';
import { type Credential, type FromCore, fromCore, type ToCore, type WireResult } from '#contract/core-link.ts';
import type { Sha256 } from '#contract/ids.ts';
import type { RequestMessage } from '#contract/rpc.ts';
import { fail, type Failure } from '#contract/result.ts';
import type { Log } from './log.ts';
import { decideRestart } from './restart-policy.ts';

/** One running core, however it is run. */
export interface CoreProcess {
  send(message: ToCore): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number) => void): void;
  kill(): void;
}

/** What the supervisor needs from its surroundings. */
export interface SupervisorPorts {
  readonly spawn: () => CoreProcess;
  /** Content of the start message; asked for at each start, because the credential changes. */
  readonly startWith: () => Omit<Extract<ToCore, { type: 'start' }>, 'type'>;
  /** Keeps or forgets the credential; true when it is safely done. */
  readonly storeCredential: (credential: Credential | null) => boolean;
  /** Sends the system's browser to an address for signing in at this host; true when it was opened. */
  readonly openBrowser: (address: string, host: string) => Promise<boolean>;
  readonly onEvent: (name: string, payload: unknown) => void;
  /** The core ended too often, or cannot start; calls fail until `start` is called again. */
  readonly onGiveUp: () => void;
  /** A steady clock in milliseconds. */
  readonly now: () => number;
  readonly after: (delay_ms: number, action: () => void) => void;
  readonly log: Log;
}

interface Waiting {
  readonly request: RequestMessage;
  readonly answer: (result: WireResult) => void;
}

type State =
  | { readonly name: 'idle' }
  | { readonly name: 'starting'; readonly core: CoreProcess }
  | { readonly name: 'running'; readonly core: CoreProcess }
  | { readonly name: 'restarting' }
  | { readonly name: 'failed'; readonly error: Failure }
  | { readonly name: 'stopping'; readonly core: CoreProcess; readonly done: () => void }
  | { readonly name: 'stopped' };

const MOST_QUEUED = 1_000;
const STOP_PATIENCE_MS = 5_000;

/**
 * Keeps one core alive and carries calls to it. A call that was on its way when the core ended is answered `core-restarted`,
 * because nobody knows what became of it; one that was not yet sent waits for the next core.
 */
export class CoreSupervisor {
  #state: State = { name: 'idle' };
  #queue: Waiting[] = [];
  readonly #inFlight = new Map<number, Waiting>();
  #ends: number[] = [];
  #restarts = 0;
  #nextCallId = 1;
  readonly #ports: SupervisorPorts;

  constructor(ports: SupervisorPorts) {
    this.#ports = ports;
  }

  /** Starts the core; after it was given up, tries again with a clean slate. */
  start(): void {
    if (this.#state.name === 'failed') this.#ends = [];
    else if (this.#state.name !== 'idle' && this.#state.name !== 'restarting') return;
    const core = this.#ports.spawn();
    this.#state = { name: 'starting', core };
    core.onMessage((message) => this.#hear(core, message));
    core.onExit((code) => this.#ended(core, code));
    core.send({ type: 'start', ...this.#ports.startWith() });
  }

  /** Sends one call to the core; always answers. Before the first start everything is locked. */
  call(request: RequestMessage): Promise<WireResult> {
    return new Promise((answer) => {
      const waiting = { request, answer };
      if (this.#state.name === 'running') this.#send(this.#state.core, waiting);
      else if (this.#state.name === 'idle') answer(fail('locked', 'the core waits for the device’s key'));
      else if (this.#state.name === 'failed') answer({ ok: false, error: this.#state.error });
      else if (this.#state.name === 'stopping' || this.#state.name === 'stopped') answer(lost('the app is closing'));
      else if (this.#queue.length >= MOST_QUEUED) answer(lost('too many calls wait for the storage process'));
      else this.#queue.push(waiting);
    });
  }

  /** Tells the core that the screen was locked or unlocked. */
  lockChanged(locked: boolean): void {
    if (this.#state.name === 'running') this.#state.core.send({ type: 'lock_changed', locked });
  }

  /** Tells the core that a clip it says is here is not, or does not open. */
  clipBroken(sha256: Sha256): void {
    if (this.#state.name === 'running') this.#state.core.send({ type: 'clip_broken', sha256 });
  }

  /** Lets the core finish and close its database; ends it by force after five seconds. */
  stop(): Promise<void> {
    const state = this.#state;
    if (state.name !== 'running' && state.name !== 'starting') {
      this.#state = { name: 'stopped' };
      this.#rejectAll('the app is closing');
      return Promise.resolve();
    }
    return new Promise((done) => {
      this.#state = { name: 'stopping', core: state.core, done };
      state.core.send({ type: 'stop' });
      this.#ports.after(STOP_PATIENCE_MS, () => {
        if (this.#state.name === 'stopping') state.core.kill();
      });
    });
  }

  #send(core: CoreProcess, waiting: Waiting): void {
    const call_id = this.#nextCallId++;
    this.#inFlight.set(call_id, waiting);
    core.send({ type: 'call', call_id, ...waiting.request });
  }

  #hear(core: CoreProcess, raw: unknown): void {
    const parsed = fromCore.safeParse(raw);
    if (!parsed.success) {
      this.#ports.log('core_message_refused');
      return;
    }
    const message: FromCore = parsed.data;
    switch (message.type) {
      case 'started':
        return this.#started(core);
      case 'start_failed':
        return this.#fail(message.error);
      case 'answer': {
        this.#inFlight.get(message.call_id)?.answer(message.result);
        this.#inFlight.delete(message.call_id);
        return;
      }
      case 'event':
        return this.#ports.onEvent(message.name, message.payload);
      case 'store_credential': {
        const stored = this.#ports.storeCredential(message.credential);
        return core.send({ type: 'credential_stored', request_id: message.request_id, stored });
      }
      case 'open_browser': {
        const { request_id, address, host } = message;
        void this.#ports
          .openBrowser(address, host)
          .then((opened) => core.send({ type: 'browser_opened', request_id, opened }));
        return;
      }
      case 'stopped':
        return core.kill();
      default:
        return assertNever(message);
    }
  }

  #started(core: CoreProcess): void {
    if (this.#state.name !== 'starting') return;
    this.#state = { name: 'running', core };
    const queue = this.#queue;
    this.#queue = [];
    for (const waiting of queue) this.#send(core, waiting);
    if (this.#restarts > 0) this.#ports.onEvent('core.restarted', { restarts: this.#restarts });
  }

  #fail(error: Failure): void {
    const core = this.#state.name === 'starting' ? this.#state.core : null;
    this.#ports.log('core_start_failed', { code: error.code });
    this.#state = { name: 'failed', error };
    for (const waiting of this.#queue.splice(0)) waiting.answer({ ok: false, error });
    core?.kill();
    this.#ports.onGiveUp();
  }

  #ended(core: CoreProcess, code: number): void {
    const state = this.#state;
    if (state.name === 'stopping' && state.core === core) {
      this.#state = { name: 'stopped' };
      this.#rejectAll('the app is closing');
      return state.done();
    }
    if ((state.name !== 'running' && state.name !== 'starting') || state.core !== core) return;
    this.#ports.log('core_ended', { code });
    this.#rejectInFlight('the storage process ended while the call was in flight');
    this.#ends = [...this.#ends, this.#ports.now()].slice(-10);
    const decision = decideRestart(this.#ends);
    if (decision.kind === 'give_up') {
      this.#fail(lost('the storage process ended too often within a minute').error);
      return;
    }
    this.#state = { name: 'restarting' };
    this.#restarts += 1;
    if (decision.delay_ms === 0) this.start();
    else
      this.#ports.after(decision.delay_ms, () => {
        if (this.#state.name === 'restarting') this.start();
      });
  }

  #rejectInFlight(why: string): void {
    const waiting = [...this.#inFlight.values()];
    this.#inFlight.clear();
    for (const each of waiting) each.answer(lost(why));
  }

  #rejectAll(why: string): void {
    this.#rejectInFlight(why);
    for (const each of this.#queue.splice(0)) each.answer(lost(why));
  }
}

function lost(detail: string): { readonly ok: false; readonly error: Failure<'core-restarted'> } {
  return fail('core-restarted', detail);
}
