import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldersBelow } from '#main/command-line.ts';
import { createCredentialStore } from '#main/credential-store.ts';
import { moderationRecord } from '#contract/records.ts';
import { type Canary, canaryOf, findCanaries, findCanariesIn, textCanary } from '#scripts/lib/canaries.ts';
import { developmentKey } from '#scripts/lib/development-key.ts';
import { type DrivenApp, launchApp } from '#scripts/lib/electron-app.ts';
import { killTree } from '#scripts/lib/process-tree.ts';
import { until } from '#scripts/lib/until.ts';
import { openDisplay } from '#scripts/setup/display.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import type { Camera } from '#scripts/tour/camera.ts';
import { enrol, settle } from '#scripts/tour/enrol.ts';
import { keys, openForm, press } from '#scripts/tour/hands.ts';
import { goToQueue, shownAfter, shownInReview } from '#scripts/tour/page-reader.ts';
import { openWorkplace } from '#scripts/tour/workplace.ts';
import type { Fault, FaultForm } from '../fault.ts';

/** Items on the device, and how often the app is started, used, and ended. */
const FORMS: Readonly<Record<FaultForm, { readonly items: number; readonly rounds: number }>> = {
  smoke: { items: 4, rounds: 2 },
  short: { items: 24, rounds: 10 },
  long: { items: 40, rounds: 100 },
};

const WINDOW = 32;
const PACK = join(REPOSITORY, 'resources', 'demo');
const noCamera: Camera = { take: () => Promise.resolve(), has: () => false, taken: [] };

/** A stretch from the middle of each clip of the pack: whichever of them are on the device. */
function clipCanaries(): Canary[] {
  return readdirSync(join(PACK, 'clips')).map((name) => {
    const bytes = readFileSync(join(PACK, 'clips', name));
    const middle = Math.floor(bytes.length / 2);
    return canaryOf(name, bytes.subarray(middle, middle + WINDOW));
  });
}

/** What was typed by nobody else. */
const NOTE = 'nota que solo su autora debe leer 4711';

/** Of each record the longest line that somebody said, in signs that every writing keeps as they are. */
function recordCanaries(): Canary[] {
  const records = readFileSync(join(PACK, 'records.jsonl'), 'utf8').trim().split('\n');
  return records.flatMap((line) => {
    const { id, transcript } = moderationRecord.pick({ id: true, transcript: true }).parse(JSON.parse(line));
    const lines = (transcript ?? []).map(({ text }) => text).filter((text) => /^[\x20-\x7e]{20,}$/.test(text));
    const [longest] = lines.sort((a, b) => b.length - a.length);
    return longest === undefined ? [] : [textCanary(`transcript of ${id}`, longest)];
  });
}

/** The tokens and the key of the device's sign-in, read as the app reads them. */
function signInCanaries(userData: string): Canary[] {
  const store = createCredentialStore({
    file: foldersBelow(userData).credential,
    master: () => developmentKey(userData),
    keyring: {
      decrypt() {
        throw new Error('a development key needs no keyring');
      },
    },
    log: () => undefined,
  });
  const credential = store.read();
  if (credential === null) throw new Error('the device has no sign-in to look for');
  return [
    textCanary('access token', credential.tokens.access_token),
    textCanary('refresh token', credential.tokens.refresh_token),
    textCanary('private key', credential.key.d),
  ];
}

/** A scan that finds nothing would find nothing for ever: each form of each canary is laid out once, and must be found. */
function proveItFinds(folder: string, canaries: readonly Canary[]): void {
  const place = join(folder, 'planted');
  for (const canary of canaries) {
    for (const form of canary.forms) {
      mkdirSync(join(place, 'deep'), { recursive: true });
      writeFileSync(join(place, 'deep', 'file'), Buffer.concat([Buffer.alloc(5_000, 7), form, Buffer.alloc(3, 7)]));
      if (findCanaries(place, [canary]).length !== 1) throw new Error(`${canary.name} was laid out and not found`);
    }
  }
  rmSync(place, { recursive: true });
}

/** Types the note into the open item's form; false when no item is left. */
async function typeNote({ page }: DrivenApp): Promise<boolean> {
  if ((await shownInReview(page)).kind === 'done') return false;
  await openForm(page, 'escalate');
  await press(page, keys.note);
  await page.locator('#verdict-note:focus').waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(NOTE);
  return true;
}

const hasDraft = async (app: DrivenApp): Promise<boolean> =>
  JSON.stringify(await app.call('review', 'resume', { batch_id: null })).includes(NOTE);

/** Looks at a clip, gives a verdict with a note, and leaves the next one begun. */
async function work(app: DrivenApp): Promise<void> {
  const before = await shownInReview(app.page);
  if (before.kind === 'done') return;
  // Some records have a broken clip, and a card stands in its place, or none.
  await app.page.locator('[data-player-state="ready"], [data-clip-card], [data-layout="text"]').first().waitFor();
  await typeNote(app);
  await press(app.page, keys.submitFromField);
  await shownAfter(app.page, before.itemId, 10_000);
  if (await typeNote(app)) await until('what was begun is kept', () => hasDraft(app), 10_000);
}

/** What Chromium shares between its processes has a name here only while it is made. */
function sharedMemory(): string[] {
  const folder = '/dev/shm';
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((name) => /chromium|google/i.test(name)).map((name) => join(folder, name));
}

/** Ends the page's process as a fault in it would. */
async function crashPage({ app, page }: DrivenApp): Promise<void> {
  const crashed = page.waitForEvent('crash');
  await app.evaluate(({ BrowserWindow }) => {
    const pid = BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId();
    if (pid !== undefined) process.kill(pid, 'SIGSEGV');
  });
  await crashed;
}

/** Ends all processes of the app at once. */
function kill({ process: child }: DrivenApp): void {
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) killTree(child.pid);
}

/**
 * Reviews with the real app, and looks in all that it and Chromium keep (its own folder, its temporary folder, its home, shared memory) for clips, for what
 * was said in records, for notes and for the sign-in: while it is used, after its page crashed, after it was quit, and after all its processes were killed.
 */
export const fault: Fault = async ({ form, say }) => {
  const { items, rounds } = FORMS[form];
  const display = await openDisplay();
  const place = await openWorkplace(PACK, items, () => undefined);
  const room = join(place.folder, 'device');
  const userData = join(room, 'lupa');
  const [home, temporary] = [join(room, 'home'), join(room, 'tmp')];
  for (const folder of [home, temporary]) mkdirSync(folder, { recursive: true });
  const env = {
    HOME: home,
    TMPDIR: temporary,
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_CONFIG_HOME: join(home, '.config'),
  };
  const open = (): Promise<DrivenApp> => launchApp({ userData, display: display.name, env });
  let app: DrivenApp | null = null;
  try {
    app = await open();
    await enrol(app, place.hubUrl, await place.code('reviewer'), noCamera, '');
    await settle(app, items);
    const words = [...recordCanaries(), textCanary('note', NOTE)];
    const canaries = [...clipCanaries(), ...words, ...signInCanaries(userData)];
    proveItFinds(place.folder, canaries);
    await goToQueue(app.page);
    await press(app.page, 'Enter');
    let [tried, leaks] = [0, 0];
    const look = (moment: string): void => {
      const found = [...findCanaries(room, canaries), ...findCanariesIn(sharedMemory(), canaries)];
      for (const each of found) say(`${moment}: ${each}`);
      tried += canaries.length;
      leaks += found.length;
    };
    for (let round = 0; round < rounds; round += 1) {
      app ??= await open();
      await work(app);
      look('in use');
      if (round % 2 === 0) {
        await crashPage(app);
        look('page crashed');
        kill(app);
      } else await app.close();
      app = null;
      look(round % 2 === 0 ? 'killed' : 'quit');
    }
    return [{ figure: 'clips, records, notes and sign-ins looked for on the disk', tried, leaks }];
  } finally {
    if (app !== null) kill(app);
    await place.close();
    await display.stop();
  }
};
