import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v7 } from 'uuid';
import type { Credential, WireResult } from '#contract/core-link.ts';
import type { Person } from '#contract/people.ts';
import { resultDocument } from '#contract/verdicts.ts';
import { type Core, createCore } from '#core/create-core.ts';
import { systemClock } from '#core/ports/clock.ts';
import { systemPorts } from '#core/ports/ports.ts';
import { databaseFile } from '#core/signed-in.ts';
import { createGateway, type Sender } from '#main/ipc-gateway.ts';
import { ScreenLock } from '#main/screen-lock.ts';
import { createShellHandlers } from '#main/shell-handlers.ts';
import { Vault } from '#main/vault/vault.ts';
import type { Chance } from '#scripts/lib/chance.ts';
import { madeBatch, madeCredential, madeItem, seed } from '#scripts/lib/made-desk.ts';
import { readFrozen } from '#scripts/lib/frozen-results.ts';
import { strangeHub } from './strange-hub.ts';
import { type Call, callsOf, inputOf, judge } from './ipc-calls.ts';
import type { Findings, TryPart } from './part.ts';
import { bornNames, hostileText } from './words.ts';
import { MADE_KEYS } from '#scripts/lib/made-key.ts';

const ITEMS = 300;
/** Calls in one life of the core, and calls under way at once. */
const LIFE = 2_500;
const AT_ONCE = 100;
/** Nothing takes this long that does not hang; milliseconds. */
const HANG_MS = 60_000;

const ours: Sender = { origin: 'app://ui', isTopFrameOfOurWindow: true };
const expectedFolders = new Set([
  'people',
  'media',
  'exports',
  'preferences.json',
  'ballast',
  'ballast.part',
  'key.json',
]);

interface Desk {
  readonly folder: string;
  readonly who: Credential;
  readonly known: Record<string, readonly unknown[]>;
}

function makeDesk(): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'lupa-fuzz-core-'));
  const who = madeCredential();
  const batches = [madeBatch(), madeBatch({ mode: 'blind' })];
  const items = batches.flatMap((of) =>
    Array.from({ length: ITEMS / 2 }, (_, position) =>
      madeItem(of, position, who.person.id, {
        record: { id: `rec-${position}`, stage: 'live', surface: 'live', subject: { id: `u-${position % 20}` } },
      }),
    ),
  );
  seed(folder, who, batches, items);
  const known = {
    item_id: items.map(({ id }) => id),
    item_ids: items.map(({ id }, index) => [id, items[(index + 1) % items.length]?.id]),
    batch_id: batches.map(({ id }) => id),
    sha256: ['a'.repeat(64)],
    reviewers: [[who.person.id], [v7()], []],
    leave_unsent: [false],
  };
  return { folder, who, known };
}

/** A sender that is not the top frame of our window. */
function stranger(chance: Chance): Sender {
  const origin = chance.pick(['https://example.com', 'file://', 'null', 'app://ui.evil', 'app://ui:1', 'APP://UI', '']);
  return chance.pick([
    { origin, isTopFrameOfOurWindow: true },
    { origin: null, isTopFrameOfOurWindow: true },
    { origin: 'app://ui', isTopFrameOfOurWindow: false },
  ]);
}

/** An envelope that the preload never makes. */
function oddEnvelope(call: Call, chance: Chance): unknown {
  return chance.pick<unknown>([
    null,
    hostileText(chance),
    [call.group, call.name, call.input],
    { ...call },
    { group: { toString: 'review' }, name: call.name, input: call.input },
    { group: call.group, input: call.input },
    JSON.parse(`{"__proto__":{"group":"app"},"group":"${chance.pick(bornNames)}","name":"info","input":{}}`),
  ]);
}

function checkRole(call: Call, result: WireResult | null, { person }: { person: Person }, findings: Findings): void {
  if (result?.ok !== true || call.group !== 'sessions' || call.name !== 'people') return;
  const seen = result.value as readonly Person[];
  if (seen.some(({ id }) => id !== person.id)) findings.escape('a reviewer saw other people', seen);
}

function checkPrototypes(input: unknown, findings: Findings): void {
  const added = Object.keys(Object.prototype);
  if (added.length === 0 && !('fuzzed' in {})) return;
  findings.escape('the prototype of all objects was changed', { added, input });
  for (const name of [...added, 'fuzzed']) Reflect.deleteProperty(Object.prototype, name);
}

/** What must hold of the files after a life: a sound database, results paired and of nobody else, nothing anywhere else. */
function checkFiles({ folder, who }: Desk, findings: Findings): void {
  const db = new Database(databaseFile(folder, who.person.id), { readonly: true });
  try {
    const sound: unknown = db.pragma('quick_check', { simple: true });
    if (sound !== 'ok') findings.crash('the database is damaged', sound);
    const unpaired = db.prepare('SELECT count(*) FROM result WHERE seq NOT IN (SELECT seq FROM outbox)').pluck().get();
    if (unpaired !== 0) findings.crash('results without an outbox row', unpaired);
  } finally {
    db.close();
  }
  const made = readFrozen(databaseFile(folder, who.person.id), who.person.id);
  const isOurs = (bytes: Buffer) =>
    resultDocument.parse(JSON.parse(bytes.toString('utf8'))).person_id === who.person.id;
  if (!made.every(({ bytes }) => isOurs(bytes))) findings.escape('results in the name of somebody else', who.person.id);
  const stray = readdirSync(folder).filter((name) => !expectedFolders.has(name));
  if (stray.length > 0) findings.escape('files where none belong', stray);
  const people = readdirSync(join(folder, 'people')).filter((name) => name !== who.person.id);
  if (people.length > 0) findings.escape('folders of people who are nobody', people);
}

/** The shell's door with a real core behind it. */
interface Door {
  call(sender: Sender, raw: unknown): Promise<WireResult>;
  /** Ends the core and starts another one on the same folder, with somebody signed in. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A vault that is open: what a page calls on it must change nothing. */
function openVault(folder: string): Vault {
  const none = (): never => {
    throw new Error('there is no keyring');
  };
  return new Vault({
    file: join(folder, 'key.json'),
    keyring: { backend: () => null, encrypt: none, decrypt: none },
    mayUseDevelopmentKey: true,
    mustKeepNothing: false,
    holdsWork: () => true,
    forgetSignIn: none,
    deleteWork: none,
    log: () => undefined,
  });
}

function openDoor({ folder, who }: Desk, chance: Chance, findings: Findings): Door {
  const silent = (): void => undefined;
  const ports = {
    ...systemPorts,
    log: silent,
    emit: silent,
    // Nobody here waits for the network's patience.
    clock: {
      ...systemClock,
      after: (delay_ms: number, act: () => void) => systemClock.after(Math.min(delay_ms, 50), act),
    },
    storeCredential: () => Promise.resolve(true),
    openBrowser: () => Promise.resolve(false),
    fetch: strangeHub(chance, who.hub_url, findings),
  };
  const start = (): Core => createCore(ports, { data_dir: folder, app_version: '0', credential: who, keys: MADE_KEYS });
  let core = start();
  const shell = createShellHandlers({
    version: '0',
    electron: '0',
    platform: 'linux',
    exportsFolder: join(folder, 'exports'),
    vault: openVault(folder),
    lock: new ScreenLock({ now: () => performance.now(), holdsWork: () => true, onChange: silent }),
    language: () => 'en',
    onVault: silent,
    enrolHint: () => null,
    askWhere: () => Promise.resolve(null),
    askWhich: () => Promise.resolve(null),
    showMenus: silent,
    quit: silent,
  });
  return {
    call: createGateway({
      shell,
      core: ({ group, name, input }) => core.call(group, name, input),
      onCoreAnswer: silent,
      log: silent,
    }),
    async restart() {
      await core.stop();
      core = start();
    },
    stop: () => core.stop(),
  };
}

/** Makes one call and judges its answer; true when it signed the person out. */
async function tryCall(desk: Desk, door: Door, call: Call, chance: Chance, findings: Findings): Promise<boolean> {
  const request = { group: call.group, name: call.name, input: inputOf(call) };
  const kind = chance.int(20);
  if (kind === 0) {
    const answer = await door.call(stranger(chance), request);
    if (answer.ok || answer.error.code !== 'sender-refused') findings.escape('a stranger was answered', answer);
    return false;
  }
  if (kind === 1) {
    const answer = await door.call(ours, oddEnvelope(call, chance));
    if (answer.ok || answer.error.code !== 'invalid-request') findings.escape('an odd envelope was taken', answer);
    return false;
  }
  const result = judge(call, await door.call(ours, request), findings);
  checkRole(call, result, desk.who, findings);
  checkPrototypes(call.input, findings);
  return result?.ok === true && call.group === 'people' && call.name === 'signOut';
}

/** Calls through the shell's door and the core's router, as Electron hands them over, into a real core on a real database. */
export const tryIpcRouter: TryPart = async ({ count, chance, findings }) => {
  const desk = makeDesk();
  const make = callsOf(desk.known);
  const door = openDoor(desk, chance, findings);
  const one = (): Promise<boolean> =>
    tryCall(desk, door, make(chance), chance, findings).catch((error: unknown) => {
      findings.crash('a call threw', String(error));
      return false;
    });
  try {
    let wasSignedOut = false;
    for (let tried = 0; tried < count; ) {
      const began = performance.now();
      const calls = Array.from({ length: Math.min(AT_ONCE, count - tried) }, one);
      const isSignedOut = (await Promise.all(calls)).includes(true);
      tried += calls.length;
      if (performance.now() - began > HANG_MS) findings.crash('calls that hang', AT_ONCE);
      if (tried % LIFE === 0) checkFiles(desk, findings);
      // One round with nobody signed in, for enrolling, and back to work.
      if (wasSignedOut || tried % LIFE === 0) await door.restart();
      wasSignedOut = isSignedOut;
    }
    await door.stop();
    checkFiles(desk, findings);
    return count;
  } finally {
    await door.stop();
    rmSync(desk.folder, { recursive: true, force: true });
  }
};
