import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PageBridge } from '#contract/core-link.ts';
import { ipcContract } from '#contract/ipc.ts';
import { type DrivenApp, launchApp } from '#scripts/lib/electron-app.ts';
import { killTree } from '#scripts/lib/process-tree.ts';
import { until } from '#scripts/lib/until.ts';
import { openDisplay } from '#scripts/setup/display.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { createEnrolmentCode } from '#server/usecases/people.ts';
import { demoPeople, seedDemo } from '#server/usecases/seed-demo.ts';
import type { FuzzHub } from './fuzz-hub.ts';
import { type Call, callsOf, judge } from './ipc-calls.ts';
import type { Findings, Part, TryPart } from './part.ts';

/** Calls that go to the page at once, one after the other there. */
const BLOCK = 100;
/** Share of the inputs that a page which is not ours sends, and that come as one flood. */
const STRANGERS = 0.05;
const FLOOD = 0.2;

const quitting = ipcContract.app.quit.input;

async function enrol(lupa: DrivenApp, hub: FuzzHub): Promise<void> {
  await seedDemo(hub.context);
  const { ana } = await demoPeople(hub.context);
  const code = await createEnrolmentCode(hub.context, ana.id);
  if (!code.ok) throw new Error(code.error.detail);
  const input = { hub_url: hub.url, code: code.value.code, device_name: 'Fuzz' };
  const answer = (await lupa.call('people', 'enrol', input)) as { ok: boolean };
  if (!answer.ok) throw new Error(`the app could not enrol: ${JSON.stringify(answer)}`);
}

/** Ids of what the hub sent, once it is there. */
async function knownOf(lupa: DrivenApp): Promise<Record<string, readonly unknown[]>> {
  const ask = async (group: string, name: string, input: unknown): Promise<unknown> => {
    const answer = (await lupa.call(group, name, input)) as { ok: boolean; value?: unknown };
    return answer.ok ? answer.value : null;
  };
  const batches = await until('the batches are here', async () => {
    const found = (await ask('batches', 'list', {})) as { batch: { id: string } }[] | null;
    return found !== null && found.length === 3 ? found : null;
  });
  const items: string[] = [];
  for (const { batch } of batches) {
    const queue = (await ask('batches', 'items', { batch_id: batch.id })) as { item_id: string }[];
    items.push(...queue.map(({ item_id }) => item_id));
  }
  return { batch_id: batches.map(({ batch }) => batch.id), item_id: items, leave_unsent: [false] };
}

/** A call that would end the app or the session is no find, and nothing could be tried after it. */
function isFarewell({ group, name, input, odd }: Call): boolean {
  if (group === 'people' && name === 'signOut') return true;
  return group === 'app' && name === 'quit' && (odd !== null || quitting.safeParse(arrived(input)).success);
}

/** An input as it comes out of the bridge between page and preload, which carries no field named __proto__. */
function arrived(input: unknown): unknown {
  if (Array.isArray(input)) return input.map(arrived);
  if (typeof input !== 'object' || input === null) return input;
  const fields = Object.entries(input).filter(([name]) => name !== '__proto__');
  return Object.fromEntries(fields.map(([name, value]) => [name, arrived(value)]));
}

async function send(lupa: DrivenApp, calls: readonly Call[], atOnce: boolean): Promise<readonly unknown[]> {
  return lupa.page.evaluate(
    async ({ text, atOnce }) => {
      const calls = JSON.parse(text) as { group: string; name: string; input: unknown; odd: number | null }[];
      const { lupa } = globalThis as unknown as { lupa: PageBridge };
      const round: Record<string, unknown> = {};
      round['round'] = round;
      // The list of `clonedOnly`, made here: it cannot travel from outside.
      const odd = [
        undefined,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        10n ** 40n,
        new Date(Number.NaN),
        new Map([['a', 1]]),
        new Set([1]),
        /a+/u,
        new Uint8Array(10),
        new ArrayBuffer(1_000_000),
        new Error('fuzzed'),
        Object.create(null),
        round,
        Array.from({ length: 10_000 }),
        () => 1,
        Symbol('x'),
      ];
      const one = (call: (typeof calls)[number]): Promise<unknown> =>
        Promise.resolve()
          .then(() => lupa.call(call.group, call.name, call.odd === null ? call.input : odd[call.odd % odd.length]))
          .catch((error: unknown) => ({ refused: String(error) }));
      if (atOnce) return Promise.all(calls.map(one));
      const answers = [];
      for (const call of calls) answers.push(await one(call));
      return answers;
    },
    // As text: the driver's own protocol gives up on values nested deeper than some hundred levels.
    { text: JSON.stringify(calls), atOnce },
  );
}

const isRefusal = (answer: unknown): boolean => typeof answer === 'object' && answer !== null && 'refused' in answer;

/** Our own page's calls. What the preload or Electron itself will not carry is refused before it leaves the page. */
async function tryOwn(lupa: DrivenApp, calls: readonly Call[], atOnce: boolean, findings: Findings): Promise<void> {
  const answers = await send(lupa, calls, atOnce);
  calls.forEach((call, index) => {
    if (!isRefusal(answers[index])) judge({ ...call, input: arrived(call.input) }, answers[index], findings);
  });
}

/** The same calls from a page with our preload that is not the top frame of our window. */
async function tryStranger(lupa: DrivenApp, calls: readonly Call[], findings: Findings): Promise<void> {
  const preload = join(REPOSITORY, 'out', 'app', 'preload', 'index.cjs');
  const answers = await lupa.app.evaluate(
    async ({ BrowserWindow, session }, { preload, calls }) => {
      const partition = session.fromPartition('lupa');
      const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true, session: partition } });
      await other.loadURL('app://ui/index.html');
      const script = `(async () => {
        const answers = [];
        for (const { group, name, input } of ${JSON.stringify(calls)})
          answers.push(await lupa.call(group, name, input).catch((error) => ({ refused: String(error) })));
        return answers;
      })()`;
      const answers: unknown = await other.webContents.executeJavaScript(script);
      other.destroy();
      return answers as unknown[];
    },
    { preload, calls: [...calls] },
  );
  for (const answer of answers) {
    const isSenderRefused = (answer as { error?: { code?: string } }).error?.code === 'sender-refused';
    if (!isSenderRefused && !isRefusal(answer)) findings.escape('a stranger was answered', answer);
  }
}

/** What must still be so: one window, at home, with a storage process that was never restarted and answers. */
async function checkApp(lupa: DrivenApp, core: number | null, findings: Findings): Promise<void> {
  if ((await lupa.corePid()) !== core) findings.crash('the storage process was restarted', core);
  const windows = await lupa.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getURL()),
  );
  if (windows.length !== 1 || !windows[0]?.startsWith('app://ui/'))
    findings.escape('the window went elsewhere', windows);
  const status = (await lupa.call('sync', 'status', {})) as { ok: boolean };
  if (!status.ok) findings.crash('the app does not answer afterwards', status);
}

async function tryAll(lupa: DrivenApp, { count, chance, findings }: Part): Promise<number> {
  await lupa.app.evaluate(({ dialog }) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: true, filePath: '' });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: true, filePaths: [] });
  });
  const core = await lupa.corePid();
  const make = callsOf(await knownOf(lupa));
  const some = (length: number): Call[] => {
    const calls: Call[] = [];
    while (calls.length < length) {
      const call = make(chance);
      if (!isFarewell(call)) calls.push(call);
    }
    return calls;
  };
  const strangers = Math.ceil(count * STRANGERS);
  const flood = Math.ceil(count * FLOOD);
  await tryStranger(lupa, some(strangers), findings);
  for (let left = count - strangers - flood; left > 0; left -= BLOCK) {
    await tryOwn(lupa, some(Math.min(BLOCK, left)), false, findings);
  }
  await tryOwn(lupa, some(flood), true, findings);
  await checkApp(lupa, core, findings);
  return count;
}

/** Calls of every channel through Electron's own IPC, from the real page of the real app, enrolled at a real hub. */
export const tryIpcPage: TryPart = async (part) => {
  const hub = await part.hub();
  const display = await openDisplay();
  const userData = mkdtempSync(join(tmpdir(), 'lupa-fuzz-app-'));
  const lupa = await launchApp({ userData, display: display.name });
  try {
    await enrol(lupa, hub);
    return await tryAll(lupa, part);
  } finally {
    const { pid } = lupa.process;
    if (pid !== undefined && lupa.process.exitCode === null) killTree(pid);
    await display.stop();
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 });
  }
};
