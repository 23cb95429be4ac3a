import type { ErrorCode } from '#contract/errors.ts';
import { ok } from '#contract/result.ts';
import type { SyncStatus } from '#contract/sync.ts';
import type { Account } from '../account.ts';
import { diskFailure } from '../coded-error.ts';
import { write } from '../storage/database.ts';
import { countWaiting, offerParkedAgain } from '../storage/outbox.ts';
import { readSyncState } from '../storage/sync-state.ts';
import type { HubClient } from './hub-client.ts';
import type { HubResult } from './hub-http.ts';
import { Lane } from './lane.ts';
import { type PageEffect, Puller } from './puller.ts';
import type { StatusBoard } from './status-board.ts';
import { Uploader } from './uploader.ts';

const PULL_EVERY_MS = 3_000;
/** New results trigger a push by themselves; this only catches what was left. */
const PUSH_EVERY_MS = 5_000;
const PATIENCE_OF_NOW_MS = 2_000;
/** So many strange answers in a row are no passing portal. */
const STRANGE_ANSWERS = 3;

/** Failures that no waiting mends: a person must act. */
const NEEDS_A_PERSON: ReadonlySet<ErrorCode> = new Set(['unauthenticated', 'forbidden']);

/** What the engine tells others. */
export interface EngineHooks {
  /** A page was applied. */
  readonly onPage: (effect: PageEffect) => void;
  /** The hub was heard after it had not been. */
  readonly onHubBack: () => void;
  /** Nothing more is to be pulled for now. */
  readonly onPulled: () => Promise<void>;
  /** This device's id is at work in two places. Told at every push until it is another. */
  readonly onCloned: () => void;
  /** The hub was heard, in the agreed language. */
  readonly onHeard: () => void;
  /** The hub says that this device was taken out of use. */
  readonly onRevoked: () => void;
}

/** Keeps one account in step with its hub: results and events up, changes down, each in its own lane. */
export class SyncEngine {
  readonly #account: Account;
  readonly #hub: HubClient;
  readonly #hooks: EngineHooks;
  readonly #board: StatusBoard;
  readonly #uploader: Uploader;
  readonly #puller: Puller;
  readonly #up: Lane;
  readonly #down: Lane;
  #pushed = 0;
  #strange = 0;
  #toldFailure: ErrorCode | null = null;

  constructor(account: Account, hub: HubClient, board: StatusBoard, hooks: EngineHooks) {
    this.#account = account;
    this.#hub = hub;
    this.#hooks = hooks;
    this.#board = board;
    this.#uploader = new Uploader(account, hub);
    this.#puller = new Puller(account, hub);
    const { clock, random } = account.ports;
    const told = {
      onOutcome: (outcome: HubResult<boolean>) => this.#noteOutcome(outcome),
      onSurprise: (error: unknown) => this.#noteSurprise(error),
    };
    this.#up = new Lane({ clock, random, ...told, idle_ms: PUSH_EVERY_MS, step: () => this.#pushStep() });
    this.#down = new Lane({ clock, random, ...told, idle_ms: PULL_EVERY_MS, step: () => this.#pullStep() });
  }

  /** Begins to work after a while, or at once when there is a reason: a result, or somebody who asks. */
  startAfter(delay_ms: number): void {
    this.#up.startAfter(delay_ms);
    this.#down.startAfter(delay_ms);
  }

  /** Works at once. */
  #workNow(): void {
    this.#up.kick();
    this.#down.kick();
  }

  /** A result was committed. */
  resultMade(): void {
    this.#board.changed();
    this.#up.trigger();
  }

  /** A person asks for it: refused results are offered again, and both lanes work at once. Answers after at most two seconds. */
  async now(): Promise<SyncStatus> {
    this.#board.dismissNotice();
    write(this.#account.db, (tx) => offerParkedAgain(tx));
    this.#workNow();
    let callOff = (): void => undefined;
    const patience = new Promise<void>((resolve) => {
      callOff = this.#account.ports.clock.after(PATIENCE_OF_NOW_MS, resolve);
    });
    await Promise.race([Promise.all([this.#up.settled(), this.#down.settled()]), patience]);
    callOff();
    return this.#board.status();
  }

  /** Begins nothing more until it is resumed. */
  pause(): void {
    this.#up.pause();
    this.#down.pause();
    this.#board.setPaused(true);
  }

  /** Goes on where it was. */
  resume(): void {
    this.#board.setPaused(false);
    this.#up.resume();
    this.#down.resume();
  }

  /** One try to send what waits, before a person leaves; halted or not. */
  async pushLast(): Promise<void> {
    this.#up.resume();
    await this.#up.settled();
  }

  /** Ends; resolves when nothing of it runs any more. */
  async stop(): Promise<void> {
    this.#hub.stop();
    await Promise.all([this.#up.stop(), this.#down.stop()]);
  }

  async #pushStep(): Promise<HubResult<boolean>> {
    const reconciled = await this.#uploader.reconcile();
    if (!reconciled.ok || reconciled.value) return reconciled;
    if (readSyncState(this.#account.db).cloned_device === this.#account.credential.device_id) this.#hooks.onCloned();
    if (countWaiting(this.#account.db) > 0) {
      this.#board.setPush(this.#pushed);
      const pushed = await this.#uploader.pushResults();
      if (!pushed.ok || pushed.value.waiting === 0) {
        this.#pushed = 0;
        this.#board.setPush(null);
      } else {
        this.#pushed += pushed.value.acknowledged;
        this.#board.setPush(this.#pushed);
      }
      if (!pushed.ok || pushed.value.waiting > 0) return pushed.ok ? ok(true) : pushed;
    }
    const told = await this.#uploader.pushOptOuts();
    if (!told.ok) return told;
    const events = await this.#uploader.pushEvents();
    if (!events.ok) return events;
    const reported = await this.#uploader.reportParked();
    return reported.ok ? ok(events.value + reported.value > 0) : reported;
  }

  async #pullStep(): Promise<HubResult<boolean>> {
    const page = await this.#puller.pullPage();
    if (!page.ok) return page;
    this.#hooks.onPage(page.value);
    if (page.value.offered_again > 0) this.#up.kick();
    if (!page.value.more) await this.#hooks.onPulled();
    return ok(page.value.more);
  }

  #noteOutcome(outcome: HubResult<boolean>): void {
    if (outcome.ok) return this.#noteSuccess();
    const { code, detail } = outcome.error;
    // Told once for a stretch without the hub: two lanes try again and again.
    if (code !== this.#toldFailure) {
      this.#account.ports.log('sync_failed', {
        code,
        detail: code === 'hub-answer-invalid' ? detail.slice(0, 200) : '',
      });
    }
    this.#toldFailure = code;
    this.#strange = code === 'hub-answer-invalid' ? this.#strange + 1 : 0;
    if (code === 'device-revoked') this.#hooks.onRevoked();
    if (NEEDS_A_PERSON.has(code) || this.#strange >= STRANGE_ANSWERS) this.#board.setTrouble({ code, count: 1 });
    this.#board.notHeard();
  }

  #noteSurprise(error: unknown): void {
    const code = diskFailure(error)?.code ?? 'internal';
    this.#account.ports.log('sync_surprise', { code, error: error instanceof Error ? error.name : 'unknown' });
    this.#board.setTrouble({ code, count: 1 });
  }

  #noteSuccess(): void {
    const wasAway = !this.#board.reachable;
    this.#strange = 0;
    this.#toldFailure = null;
    this.#board.setTrouble(null);
    this.#board.heard();
    this.#hooks.onHeard();
    if (!wasAway) return;
    this.#up.hubIsBack();
    this.#down.hubIsBack();
    this.#hooks.onHubBack();
  }
}
