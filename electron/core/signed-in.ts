import { join } from 'node:path';
import type { CoreKeys, Credential } from '#contract/core-link.ts';
import { sessionId } from '#contract/ids.ts';
import type { Preferences } from '#contract/preferences.ts';
import { isLendingOver } from '#domain/sync/lending.ts';
import { clipKeys } from '../sealing/clip-file.ts';
import { type Account, BatchProgress, type Beginning, DeviceNumbers, preferencesOf, recordEvent } from './account.ts';
import { HubLogWatch } from './audit/hub-log-watch.ts';
import { doubter, endForDamage, makeGood, noticeOf, verifyResults } from './damaged.ts';
import { SessionLogExporter } from './exports/session-log.ts';
import type { ClipStore } from './media/clip-store.ts';
import { FrameIndexes } from './media/frame-indexes.ts';
import { Prefetcher } from './media/prefetcher.ts';
import { OfflineGrant } from './offline-grant.ts';
import { instantOf } from './ports/clock.ts';
import type { Ports } from './ports/ports.ts';
import { type Database, write } from './storage/database.ts';
import { DiskWatch, withReserve } from './storage/disk-watch.ts';
import { forgetContent, hasContent } from './storage/forget-content.ts';
import { openDatabase } from './storage/open.ts';
import { countUnsent, releaseInFlight } from './storage/outbox.ts';
import { putPerson } from './storage/people.ts';
import type { SalvageReport } from './storage/salvage.ts';
import { spareable } from './storage/spared.ts';
import { readSyncState, touch } from './storage/sync-state.ts';
import { SyncEngine } from './sync/engine.ts';
import { createHubClient, type HubClient } from './sync/hub-client.ts';
import type { PageEffect } from './sync/puller.ts';
import { StatusBoard, type Trouble } from './sync/status-board.ts';
import { emptyDevice } from './usecases/empty-device.ts';
import { adoptDevicePreferences } from './usecases/preferences.ts';
import { checkSessionLog } from './usecases/session-log.ts';

/** Whoever comes back to a review waits for its item: the first talk with the hub costs tens of milliseconds and comes after it. */
const FIRST_ITEM_FIRST_MS = 400;

/** Where everything is kept, and the keys to it. */
export interface DataPlace {
  readonly data_dir: string;
  readonly keys: CoreKeys;
}

/** Where the clips are, and the keys to them. */
export function clipStoreOf({ data_dir, keys }: DataPlace): ClipStore {
  return { folder: join(data_dir, 'media'), keys: clipKeys(Buffer.from(keys.clips, 'base64')) };
}

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
  /** Something went wrong that nobody foresaw: looks whether the database is damaged. */
  doubt(): void;
  /** How long it may go on without the hub. */
  readonly grant: OfflineGrant;
  /** Ends all work and closes the database. */
  close(): Promise<void>;
  /** As `close`, and forgets what the hub lent: the person leaves. What the disk refuses is done at the next start. */
  leave(): Promise<void>;
  /** Ends all work and deletes everything that the hub gave to this person. */
  wipe(): Promise<void>;
}

/** What the seat must hear. */
export interface SeatHooks {
  /** This device's id is at work in two places. */
  readonly onCloned: () => void;
  /** The offline grant ran out, or began anew. */
  readonly onGrantChange: () => void;
  /** The hub took this device out of use. */
  readonly onRevoked: () => void;
}

/** Where a person's database is. */
export function databaseFile(dataDir: string, personId: string): string {
  return join(dataDir, 'people', personId, 'lupa.db');
}

function watchDisk(ports: Ports, dataDir: string, file: string, db: Database, evictClips: () => number): DiskWatch {
  const onDamage = () => endForDamage(ports, file);
  const verify = () => verifyResults(ports, file, db);
  const hooks = { verify, probe: () => write(db, touch), foldLog: () => db.foldLog(), evictClips, onDamage };
  const disk = new DiskWatch(ports, dataDir, hooks);
  db.guardWith(disk);
  return disk;
}

/** Answers what looks at the hub's log after a pull. */
function watchHubLog(account: Account, hub: HubClient, board: StatusBoard): () => Promise<void> {
  const watch = new HubLogWatch(account, hub, (code) => board.setNotice({ code, count: 1 }));
  return () => watch.lookWhenDue();
}

function beginSession(account: Account, how: Beginning, damaged: readonly SalvageReport[]): void {
  write(account.db, (tx) => {
    releaseInFlight(tx);
    putPerson(tx, account.credential.person);
    if (how !== 'resumed') recordEvent(tx, account, { type: 'sign_in' });
    for (const { file: _file, ...report } of damaged) {
      recordEvent(tx, account, { type: 'database_damaged', ...report });
    }
    recordEvent(tx, account, { type: 'app_started', unsent_results: countUnsent(tx) });
  });
  adoptDevicePreferences(account);
}

function accountOf(
  ports: Ports,
  place: DataPlace,
  credential: Credential,
  db: Database,
  onResult: () => void,
): Account {
  let chosen: Preferences | null = null;
  return {
    db,
    credential,
    sessionId: sessionId.parse(ports.ids.next()),
    dataDir: place.data_dir,
    clips: clipStoreOf(place),
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
 */
export function signIn(
  ports: Ports,
  place: DataPlace,
  credential: Credential,
  how: Beginning,
  hooks: SeatHooks,
): SignedIn {
  const dataDir = place.data_dir;
  const file = databaseFile(dataDir, credential.person.id);
  const owner = { personId: credential.person.id, key: Buffer.from(place.keys.rows, 'base64') };
  const stamp = instantOf(ports.clock).replaceAll(/[:.]/g, '-');
  const opened = withReserve(dataDir, () => openDatabase(file, stamp, owner));
  const { db } = opened;
  let prefetcher: Prefetcher | null = null;
  const disk = watchDisk(ports, dataDir, file, db, () => prefetcher?.evict() ?? 0);
  const damaged = makeGood(ports, file, opened, how);
  disk.tellOfDamage(noticeOf(damaged));

  let engine: SyncEngine | null = null;
  const account = accountOf(ports, place, credential, db, () => engine?.resultMade());
  const expired = forgetExpired(ports, db);
  beginSession(account, how, damaged);
  const grant = new OfflineGrant(db, ports, how !== 'resumed', hooks.onGrantChange);

  const hub = createHubClient(ports, credential.hub_url, { kind: 'device', credential });
  const board = new StatusBoard(account, troubleAtStart(how, damaged, expired));
  prefetcher = new Prefetcher(account, hub, { onProgress: (active) => board.setDownloads(active) });
  const clips = prefetcher;
  const onPage = (effect: PageEffect) => tellOfPage(ports, clips, board, effect);
  const onPulled = watchHubLog(account, hub, board);
  const { onCloned, onRevoked } = hooks;
  const told = { onPage, onPulled, onCloned, onRevoked, onHeard: () => grant.renew(), onHubBack: () => clips.wake() };
  engine = new SyncEngine(account, hub, board, told);
  const exporter = new SessionLogExporter(account, hub);
  const frames = new FrameIndexes(account.clips, (sha256) => void clips.replace(sha256));
  const running = engine;
  running.startAfter(how === 'resumed' ? FIRST_ITEM_FIRST_MS : 0);
  disk.start();
  void clips.start().catch(() => ports.log('prefetch_not_started'));
  let isClosed = false;
  if (opened.wasUnclean) checkLater(account, board, () => isClosed);
  const rest = async (): Promise<void> => {
    isClosed = true;
    exporter.cancel();
    board.stop();
    grant.stop();
    await Promise.all([running.stop(), clips.stop(), frames.stop(), disk.stop()]);
  };
  return {
    account,
    hub,
    board,
    engine: running,
    prefetcher: clips,
    frames,
    exporter,
    disk,
    grant,
    doubt: doubter(ports, file, db),
    ...endingsOf(account, file, rest, () => board.remember()),
  };
}

/** The ways in which it ends. @param rest ends all work */
function endingsOf(account: Account, file: string, rest: () => Promise<void>, remember: () => void) {
  const { db, ports } = account;
  return {
    async close() {
      await rest();
      remember();
      db.close();
    },
    async leave() {
      await rest();
      remember();
      spareable(ports.log, 'content_not_forgotten', () => forgetContent(db));
      db.close();
    },
    async wipe() {
      await rest();
      try {
        await emptyDevice(account, file);
      } finally {
        db.close();
      }
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

/** Forgets what the hub lent when it was not heard for too long; true when it was. */
function forgetExpired(ports: Ports, db: Database): boolean {
  if (!hasContent(db) || !isLendingOver(readSyncState(db).last_contact_at, ports.clock.now())) return false;
  spareable(ports.log, 'content_not_forgotten', () => forgetContent(db));
  ports.log('content_expired');
  return true;
}

/** What happened at the start and a person must hear of. */
function troubleAtStart(how: Beginning, damaged: readonly SalvageReport[], expired: boolean): Trouble | null {
  if (damaged.length > 0) return { code: 'database-damaged', count: 1 };
  if (expired) return { code: 'content-expired', count: 1 };
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
