import { join } from 'node:path';
import type { Credential } from '#contract/core-link.ts';
import { sessionId } from '#contract/ids.ts';
import type { Preferences } from '#contract/preferences.ts';
import { type Account, BatchProgress, DeviceNumbers, preferencesOf, recordEvent } from './account.ts';
import { HubLogWatch } from './audit/hub-log-watch.ts';
import { SessionLogExporter } from './exports/session-log.ts';
import { FrameIndexes } from './media/frame-indexes.ts';
import { Prefetcher } from './media/prefetcher.ts';
import { instantOf } from './ports/clock.ts';
import type { Ports } from './ports/ports.ts';
import { type Database, write } from './storage/database.ts';
import { DiskWatch, withReserve } from './storage/disk-watch.ts';
import { type Opened, openDatabase } from './storage/open.ts';
import { countUnsent, releaseInFlight } from './storage/outbox.ts';
import { putPerson } from './storage/people.ts';
import { salvage } from './storage/salvage.ts';
import { setSeqFloor, touch } from './storage/sync-state.ts';
import { SyncEngine } from './sync/engine.ts';
import { createHubClient, type HubClient } from './sync/hub-client.ts';
import type { PageEffect } from './sync/puller.ts';
import { StatusBoard, type Trouble } from './sync/status-board.ts';
import { adoptDevicePreferences } from './usecases/preferences.ts';
import { checkSessionLog } from './usecases/session-log.ts';

/** Whoever comes back to a review waits for its item: the first talk with the hub costs tens of milliseconds and comes after it. */
const FIRST_ITEM_FIRST_MS = 400;

/**
 * How somebody begins: right after enrolment, with a credential that was kept from before, or with a new one because the device was copied or
 * set back.
 */
export type Beginning = 'enrolled' | 'resumed' | 'registered_anew';

/** Everything that runs for one signed-in person. */
export interface SignedIn {
  readonly account: Account;
  readonly hub: HubClient;
  readonly board: StatusBoard;
  readonly engine: SyncEngine;
  readonly prefetcher: Prefetcher;
  readonly frames: FrameIndexes;
  readonly exporter: SessionLogExporter;
  readonly disk: DiskWatch;
  /** Ends all work and closes the database. */
  close(): Promise<void>;
}

/** Where a person's database is. */
export function databaseFile(dataDir: string, personId: string): string {
  return join(dataDir, 'people', personId, 'lupa.db');
}

/** A used device that finds no database, or a damaged one, goes on with what can be saved and with numbers that were never given. */
function makeGood(ports: Ports, { db, setAside, created }: Opened, how: Beginning): void {
  if (created && how === 'resumed') write(db, (tx) => setSeqFloor(tx, Math.floor(ports.clock.now() / 1_000)));
  if (setAside !== null) ports.log('database_set_aside', { saved_results: salvage(db, setAside) });
}

function watchDisk(ports: Ports, dataDir: string, db: Database, evictClips: () => number): DiskWatch {
  const hooks = { probe: () => write(db, touch), foldLog: () => db.foldLog(), evictClips };
  const disk = new DiskWatch(ports, dataDir, hooks);
  db.guardWith(disk);
  return disk;
}

function beginSession(account: Account, how: Beginning): void {
  write(account.db, (tx) => {
    releaseInFlight(tx);
    putPerson(tx, account.credential.person);
    if (how !== 'resumed') recordEvent(tx, account, { type: 'sign_in' });
    recordEvent(tx, account, { type: 'app_started', unsent_results: countUnsent(tx) });
  });
  adoptDevicePreferences(account);
}

function accountOf(ports: Ports, dataDir: string, credential: Credential, db: Database, onResult: () => void): Account {
  let chosen: Preferences | null = null;
  return {
    db,
    credential,
    sessionId: sessionId.parse(ports.ids.next()),
    dataDir,
    ports,
    progress: new BatchProgress(),
    numbers: new DeviceNumbers(db, credential.device_id),
    preferences: () => (chosen ??= preferencesOf(db)),
    preferencesChanged: () => {
      chosen = null;
    },
    onResult,
  };
}

/**
 * Opens a person's database and starts everything that works for them.
 * @param onCloned hears when this device's id is at work in two places
 */
export function signIn(
  ports: Ports,
  dataDir: string,
  credential: Credential,
  how: Beginning,
  onCloned: () => void,
): SignedIn {
  const stamp = instantOf(ports.clock).replaceAll(/[:.]/g, '-');
  const opened = withReserve(dataDir, () => openDatabase(databaseFile(dataDir, credential.person.id), stamp));
  const { db, setAside } = opened;
  let prefetcher: Prefetcher | null = null;
  const disk = watchDisk(ports, dataDir, db, () => prefetcher?.evict() ?? 0);
  makeGood(ports, opened, how);

  let engine: SyncEngine | null = null;
  const account = accountOf(ports, dataDir, credential, db, () => engine?.resultMade());
  beginSession(account, how);

  const hub = createHubClient(ports, credential.hub_url, { kind: 'device', credential });
  const board = new StatusBoard(account, noticeOf(how, setAside));
  prefetcher = new Prefetcher(account, hub, { onProgress: (active) => board.setDownloads(active) });
  const clips = prefetcher;
  const onPage = (effect: PageEffect) => tellOfPage(ports, clips, board, effect);
  const watch = new HubLogWatch(account, hub, (code) => board.setNotice({ code, count: 1 }));
  const onPulled = () => watch.lookWhenDue();
  engine = new SyncEngine(account, hub, board, { onPage, onHubBack: () => clips.wake(), onPulled, onCloned });
  const exporter = new SessionLogExporter(account, hub);
  const frames = new FrameIndexes(join(dataDir, 'media'));
  const running = engine;
  running.startAfter(how === 'resumed' ? FIRST_ITEM_FIRST_MS : 0);
  disk.start();
  void clips.start().catch(() => ports.log('prefetch_not_started'));
  let isClosed = false;
  if (opened.wasUnclean) checkLater(account, board, () => isClosed);
  return {
    account,
    hub,
    board,
    engine: running,
    prefetcher: clips,
    frames,
    exporter,
    disk,
    async close() {
      isClosed = true;
      exporter.cancel();
      board.stop();
      await Promise.all([running.stop(), clips.stop(), frames.stop(), disk.stop()]);
      board.remember();
      db.close();
    },
  };
}

/** After an unclean exit the session log is read from end to end, once whoever comes back has their item. */
function checkLater(account: Account, board: StatusBoard, isClosed: () => boolean): void {
  account.ports.clock.after(FIRST_ITEM_FIRST_MS, () => {
    if (isClosed()) return;
    checkSessionLog(account, isClosed).then(
      ({ broken }) => {
        if (broken !== null) board.setNotice({ code: 'session-log-broken', count: broken.count });
      },
      () => account.ports.log('session_log_not_checked'),
    );
  });
}

/** What happened at the start and a person must hear of. */
function noticeOf(how: Beginning, setAside: string | null): Trouble | null {
  if (setAside !== null) return { code: 'database-damaged', count: 1 };
  return how === 'registered_anew' ? { code: 'device-cloned', count: 1 } : null;
}

function tellOfPage(ports: Ports, prefetcher: Prefetcher, board: StatusBoard, effect: PageEffect): void {
  if (effect.changes === 0 && !effect.batches) return;
  ports.emit('data.changed', {
    batches: effect.batches,
    policies: effect.policies,
    item_ids: [...effect.items],
  });
  board.changed();
  void prefetcher.forget(effect.orphans);
  if (!effect.more) prefetcher.pump();
}
