import { type CoreHandlers, ipcContract } from '#contract/ipc.ts';
import type { Person } from '#contract/people.ts';
import type { Preferences } from '#contract/preferences.ts';
import { fail, ok } from '#contract/result.ts';
import type { PageEventDetail } from '#contract/sessions.ts';
import type { SyncStatus } from '#contract/sync.ts';
import { type Account, recordEvent } from './account.ts';
import type { FrameIndexes } from './media/frame-indexes.ts';
import type { Seat } from './seat.ts';
import type { SignedIn } from './signed-in.ts';
import { write } from './storage/database.ts';
import { setPosition } from './storage/items.ts';
import { listOptOuts } from './storage/opt-outs.ts';
import { listAttention, markLateSeen } from './storage/outbox.ts';
import { listPeople } from './storage/people.ts';
import { searchPolicies } from './storage/policies-search.ts';
import { recentEvents } from './storage/session-events.ts';
import { listBatches, queueOf } from './usecases/batches.ts';
import { careLedger, careToday, chooseOptOuts, goBeyondCap, spend, takeBreak } from './usecases/care.ts';
import { getPolicy, governingChoice, listPolicies, violationTypes } from './usecases/policies.ts';
import { named, readDevicePreferences, setPreferences, writeDevicePreferences } from './usecases/preferences.ts';
import { bulk } from './usecases/review/bulk.ts';
import { submit } from './usecases/review/decide.ts';
import { contexts, history } from './usecases/review/history.ts';
import { redo, steps, undo } from './usecases/review/taking-back.ts';
import { recent, resumeWithItem, saveDraft, viewItem } from './usecases/review/item-view.ts';
import { skip } from './usecases/review/queue.ts';
import { checkSessionLog } from './usecases/session-log.ts';
import { supervise } from './usecases/supervising.ts';

/** One handler for each call of the contract; each only finds out who is signed in and hands over to a use case. */
export function createHandlers(seat: Seat, dataDir: string): CoreHandlers {
  /** Also while what is here is held back: how the device stands with hub and disk. */
  const withSeat = <Value>(work: (signedIn: SignedIn) => Value) =>
    seat.taken === null ? fail('signed-out', 'nobody is signed in on this device') : work(seat.taken);
  const withSignedIn = <Value>(work: (signedIn: SignedIn) => Value) =>
    seat.taken?.grant.isOver === true ? fail('grant-over', 'without the hub for too long') : withSeat(work);
  const withAccount = <Value>(work: (account: Account) => Value) => withSignedIn(({ account }) => work(account));
  return {
    people: peopleHandlers(seat),
    devices: deviceHandlers(withSignedIn),
    preferences: {
      get: () => ok(seat.taken === null ? readDevicePreferences(dataDir) : seat.taken.account.preferences()),
      set: (input) => ok(choose(seat, dataDir, named(input))),
    },
    batches: {
      list: () => withAccount((account) => ok(listBatches(account))),
      items: ({ batch_id }) => withAccount((account) => ok(queueOf(account, batch_id))),
    },
    review: reviewHandlers(withAccount),
    policies: {
      list: () => withAccount(({ db }) => ok(listPolicies(db))),
      get: ({ policy_id, version }) => withAccount(({ db }) => getPolicy(db, policy_id, version)),
      forViolationType: ({ violation_type, at }) =>
        withAccount(({ db, ports }) =>
          ok(governingChoice(db, violation_type, null, at === null ? ports.clock.now() : Date.parse(at))),
        ),
      violationTypes: () => withAccount(({ db }) => ok(violationTypes(db))),
      search: ({ query, limit }) => withAccount(({ db }) => ok(searchPolicies(db, query, limit))),
    },
    care: {
      day: () => withAccount((account) => ok(careToday(account))),
      ledger: ({ days }) => withAccount((account) => ok(careLedger(account, days))),
      spent: (input) => withAccount((account) => ok(spend(account, input))),
      breakTaken: ({ seconds }) => withAccount((account) => ok(takeBreak(account, seconds))),
      passCap: () => withAccount((account) => ok(goBeyondCap(account))),
      optOuts: () => withAccount(({ db }) => ok(listOptOuts(db))),
      setOptOuts: ({ violation_types }) => withAccount((account) => ok(chooseOptOuts(account, violation_types))),
    },
    media: {
      want: ({ sha256 }) => withSignedIn(({ prefetcher }) => prefetcher.want(sha256)),
      frames: ({ sha256 }) => withSignedIn(({ frames }) => framesOf(frames, sha256)),
    },
    sync: syncHandlers(withSeat, withSignedIn),
    storage: storageHandlers(withSeat),
    sessions: {
      report: ({ detail }) => withAccount((account) => report(account, detail)),
      recent: ({ limit }) => withAccount(({ db }) => ok(recentEvents(db, limit))),
      people: () => withSignedIn((signedIn) => ok(peopleToChoose(signedIn))),
      exportLog: (input) => withSignedIn(({ exporter }) => exporter.export(input)),
      cancelExport: () => withSignedIn(({ exporter }) => cancelExport(exporter)),
      check: () => withAccount(async (account) => ok(await checkSessionLog(account))),
    },
  };
}

function lateSeen(account: Account, board: SignedIn['board']) {
  write(account.db, (tx) => markLateSeen(tx));
  board.changed();
  return ok({});
}

function deviceHandlers(withSignedIn: With<SignedIn>): CoreHandlers['devices'] {
  const { list, revoke } = ipcContract.devices;
  return {
    list: () => withSignedIn((signedIn) => supervise(signedIn, list.errors, (hub) => hub.listDevices())),
    revoke: ({ device_id, reason }) =>
      withSignedIn((signedIn) => supervise(signedIn, revoke.errors, (hub) => hub.revokeDevice(device_id, reason))),
  };
}

function peopleHandlers(seat: Seat): CoreHandlers['people'] {
  return {
    current: () => ok(seat.identity()),
    enrol: (input) => seat.enrol(input),
    options: ({ hub_url }) => seat.options(hub_url),
    signIn: (input) => seat.signInByBrowser(input),
    cancelSignIn: () => {
      seat.cancelSignIn();
      return ok({});
    },
    signOut: ({ leave_unsent }) => seat.signOut(leave_unsent),
  };
}

/** A supervisor's rights are those that the hub confirms: without it they see themselves, as everybody does. */
function peopleToChoose({ account: { db, credential }, board }: SignedIn): Person[] {
  const { person } = credential;
  return person.role === 'supervisor' && board.reachable ? listPeople(db) : [person];
}

async function framesOf(frames: FrameIndexes, sha256: string) {
  const index = await frames.of(sha256);
  return index === null ? fail('not-found', `the clip ${sha256} is not here`) : ok(index);
}

/** Keeps what the page tells. The item that somebody sees is where the next start goes on. */
function report(account: Account, detail: PageEventDetail) {
  write(account.db, (tx) => {
    recordEvent(tx, account, detail);
    if (detail.type === 'item_shown') setPosition(tx, detail.item_id);
  });
  return ok({});
}

function choose(seat: Seat, dataDir: string, chosen: Partial<Preferences>): Preferences {
  if (seat.taken !== null) return setPreferences(seat.taken.account, chosen);
  const after = { ...readDevicePreferences(dataDir), ...chosen };
  writeDevicePreferences(dataDir, after);
  return after;
}

type With<Given> = <Value>(
  work: (given: Given) => Value,
) => Value | ReturnType<typeof fail<'signed-out' | 'grant-over'>>;

function syncHandlers(withSeat: With<SignedIn>, withSignedIn: With<SignedIn>): CoreHandlers['sync'] {
  return {
    status: () => withSeat(({ board }) => ok(board.status())),
    now: () => withSeat(async (signedIn) => ok(await exchangeNow(signedIn))),
    pause: () => withSeat((signedIn) => ok(haltExchange(signedIn))),
    resume: () => withSeat((signedIn) => ok(resumeExchange(signedIn))),
    attention: () => withSignedIn(({ account: { db } }) => ok(listAttention(db))),
    seen: () => withSignedIn(({ account, board }) => lateSeen(account, board)),
    oversight: () =>
      withSignedIn((signedIn) => supervise(signedIn, ipcContract.sync.oversight.errors, (hub) => hub.oversight())),
  };
}

function storageHandlers(withSignedIn: With<SignedIn>): CoreHandlers['storage'] {
  return {
    status: () => withSignedIn(({ disk }) => ok(disk.status())),
    check: () => withSignedIn(async ({ disk }) => ok(await disk.check())),
    damageRead: () => withSignedIn(({ disk }) => ok(disk.damageRead())),
  };
}

function reviewHandlers(withAccount: With<Account>): CoreHandlers['review'] {
  return {
    resume: ({ batch_id }) => withAccount((account) => ok(resumeWithItem(account, batch_id))),
    item: ({ item_id }) => withAccount((account) => viewItem(account, item_id)),
    saveDraft: ({ item_id, draft }) => withAccount((account) => saveDraft(account, item_id, draft)),
    submit: (input) => withAccount((account) => submit(account, input)),
    undo: ({ item_id }) => withAccount((account) => undo(account, item_id)),
    redo: () => withAccount((account) => redo(account)),
    skip: ({ item_id }) => withAccount((account) => skip(account, item_id)),
    recent: ({ limit }) => withAccount((account) => ok(recent(account, limit))),
    steps: () => withAccount((account) => ok(steps(account))),
    history: ({ item_id }) => withAccount((account) => history(account, item_id)),
    contexts: ({ item_ids }) => withAccount((account) => ok(contexts(account, item_ids))),
    bulk: ({ item_ids, kind }) => withAccount((account) => ok(bulk(account, item_ids, kind))),
  };
}

/** Nothing more goes up or comes down, until a person says so or the next start. */
function haltExchange({ engine, prefetcher, board }: SignedIn): SyncStatus {
  engine.pause();
  prefetcher.pause();
  return board.status();
}

function resumeExchange({ engine, prefetcher, board }: SignedIn): SyncStatus {
  engine.resume();
  prefetcher.resume();
  return board.status();
}

/** Whoever asks for it now does not want it halted. */
function exchangeNow(signedIn: SignedIn): Promise<SyncStatus> {
  if (signedIn.board.status().paused) resumeExchange(signedIn);
  return signedIn.engine.now();
}

function cancelExport(exporter: SignedIn['exporter']) {
  exporter.cancel();
  return ok({});
}
