import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DrivenApp } from '#scripts/lib/electron-app.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { readRuntime, runtimeSwitches } from '#scripts/setup/runtime.ts';
import { appYard } from '#test/support/app.ts';

const apps = appYard();
let userData: string;
let lupa: DrivenApp;
beforeAll(async () => {
  userData = apps.folder();
  lupa = await apps.open(userData);
});

const windows = (): Promise<number> => lupa.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
const address = (): Promise<string> =>
  lupa.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL() ?? '');

describe('the page', () => {
  it('comes from app://ui under a strict policy and holds nothing of Node', async () => {
    expect(await address()).toBe('app://ui/index.html');
    const policy = await lupa.app.evaluate(async ({ session }) => {
      const answer = await session.fromPartition('lupa').fetch('app://ui/index.html');
      return answer.headers.get('content-security-policy');
    });
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'none'");
    const types = await lupa.page.evaluate(() => {
      const world = globalThis as Record<string, unknown>;
      return ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].map((name) => typeof world[name]);
    });
    expect(new Set(types)).toEqual(new Set(['undefined']));
  });

  it('can do nothing through its bridge but call and hear', async () => {
    const bridge = await lupa.page.evaluate(() => {
      const { lupa } = globalThis as unknown as { lupa: Record<string, unknown> };
      return { keys: Object.keys(lupa).sort(), frozen: Object.isFrozen(lupa) };
    });
    expect(bridge).toEqual({ keys: ['call', 'on'], frozen: true });
    const refused = lupa.page.evaluate(() => {
      const { lupa } = globalThis as unknown as { lupa: { call(...args: unknown[]): Promise<unknown> } };
      return lupa.call('app', 'constructor', {});
    });
    await expect(refused).rejects.toThrow('there is no such call');
  });

  it('runs no script that was written into it and loads nothing from elsewhere', async () => {
    const outcome = await lupa.page.evaluate(async () => {
      const script = document.createElement('script');
      const written = ((): string => {
        try {
          script.textContent = 'globalThis.injected = true';
          return 'taken';
        } catch {
          return 'refused';
        }
      })();
      document.body.append(script);
      const image = document.createElement('img');
      const imageLoads = new Promise((done) => {
        image.addEventListener('load', () => done('loaded'));
        image.addEventListener('error', () => done('refused'));
      });
      image.src = 'https://example.com/pixel.png';
      const request = await fetch('http://127.0.0.1:9/').then(
        () => 'answered',
        () => 'refused',
      );
      return [written, String((globalThis as Record<string, unknown>)['injected']), await imageLoads, request];
    });
    expect(outcome).toEqual(['refused', 'undefined', 'refused', 'refused']);
  });

  it('stays where it is: no navigation, no window, no frame', async () => {
    const opened = await lupa.page.evaluate(() => {
      const other = window.open('https://example.com');
      location.href = 'https://example.com';
      const frame = document.createElement('iframe');
      frame.src = 'app://ui/index.html';
      document.body.append(frame);
      const link = Object.assign(document.createElement('a'), { href: 'file:///etc/passwd', download: 'x' });
      document.body.append(link);
      link.click();
      return other === null;
    });
    expect(opened).toBe(true);
    // A round trip through the page after the attempts: had it left, this would be another page.
    expect(await lupa.page.evaluate(() => location.href)).toBe('app://ui/index.html');
    expect(await address()).toBe('app://ui/index.html');
    expect(await windows()).toBe(1);
  });

  it('gets no permission and no device', async () => {
    const states = await lupa.page.evaluate(async () => {
      const media = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
        () => 'granted',
        () => 'denied',
      );
      const notification = await Notification.requestPermission();
      const location = await new Promise((done) => {
        navigator.geolocation.getCurrentPosition(
          () => done('granted'),
          () => done('denied'),
        );
      });
      return [media, notification, location];
    });
    expect(states).toEqual(['denied', 'denied', 'denied']);
  });

  it('cannot start a download', async () => {
    const refused = await lupa.app.evaluate(async ({ BrowserWindow, session }) => {
      const partition = session.fromPartition('lupa');
      const prevented = new Promise<boolean>((done) => {
        partition.once('will-download', (event) => done(event.defaultPrevented));
      });
      BrowserWindow.getAllWindows()[0]?.webContents.downloadURL('app://ui/index.html');
      return prevented;
    });
    expect(refused).toBe(true);
  });
});

describe('the one channel', () => {
  it('refuses a page that is not ours, even with our preload', async () => {
    const preload = join(REPOSITORY, 'out', 'app', 'preload', 'index.cjs');
    const result = await lupa.app.evaluate(async ({ BrowserWindow, session }, preload) => {
      const partition = session.fromPartition('lupa');
      const stranger = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, session: partition },
      });
      await stranger.loadURL('app://ui/index.html');
      const answer: unknown = await stranger.webContents.executeJavaScript("lupa.call('app', 'info', {})");
      stranger.destroy();
      return answer;
    }, preload);
    expect(result).toMatchObject({ ok: false, error: { code: 'sender-refused' } });
  });

  it('refuses odd input before any handler sees it', async () => {
    expect(await lupa.call('app', 'saveExportAs', { name: '../../x' })).toMatchObject({
      error: { code: 'invalid-request' },
    });
    expect(await lupa.call('review', 'item', { item_id: 'x'.repeat(300_000) })).toMatchObject({
      error: { code: 'invalid-request' },
    });
  });

  it('says what protects the device', async () => {
    expect(await lupa.call('app', 'info', {})).toMatchObject({
      ok: true,
      value: { protection: expect.stringMatching(/^(keyring|development)$/) },
    });
  });
});

describe('the app as a program', () => {
  it('runs once: a second start brings the first to the front and ends', async () => {
    const focused = lupa.app.evaluate(
      ({ app }) =>
        new Promise<boolean>((done) => {
          app.once('second-instance', () => done(true));
        }),
    );
    expect((await startOn(userData)).code).toBe(0);
    expect(await focused).toBe(true);
    expect(await windows()).toBe(1);
  });

  it.each([
    ['a link', 'is a link to another place', linkTo],
    ['a file', 'there is a file, not a folder', fileAt],
    ['another user’s', 'belongs to another user', folderOfAnother],
  ] as const)('does not start where its folder is %s, says so and touches nothing', async (_what, words, put) => {
    const elsewhere = apps.folder();
    const place = put(join(apps.folder(), 'lupa'), elsewhere);
    const before = lstatSync(place);
    const { code, stderr } = await startOn(place);
    expect(code).toBe(78);
    expect(stderr).toContain('Lupa does not start');
    expect(stderr).toContain(words);
    expect(lstatSync(place)).toMatchObject({ mode: before.mode, mtimeMs: before.mtimeMs });
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('writes no page content to disk', () => {
    const cached = ['Cache', 'Code Cache', 'blob_storage'].flatMap((name) => filesBelow(join(userData, name)));
    const suspicious = cached.filter((file) => readFileSync(file).includes('app://ui'));
    expect(suspicious).toEqual([]);
  });
});

function linkTo(place: string, elsewhere: string): string {
  symlinkSync(elsewhere, place);
  return place;
}

function fileAt(place: string): string {
  writeFileSync(place, '');
  return place;
}

/** A folder that is not ours: whoever may give one away makes one, others take the system's. */
function folderOfAnother(place: string): string {
  if (process.getuid?.() !== 0) return '/usr';
  mkdirSync(place);
  chownSync(place, 65_534, 65_534);
  return place;
}

/** Starts the app as a person would, and waits until it has ended. */
async function startOn(folder: string): Promise<{ code: number | null; stderr: string }> {
  const args = [...runtimeSwitches(), join(REPOSITORY, 'out', 'app')];
  const started = spawn(readRuntime().executable, args, {
    env: { ...process.env, DISPLAY: displayOfApp(), LUPA_DATA_DIR: folder, LANG: 'C.UTF-8' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [stderr, [code]] = await Promise.all([text(started.stderr), once(started, 'exit')]);
  return { code: code as number | null, stderr };
}

function displayOfApp(): string {
  const { pid } = lupa.process;
  const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  return variables.find((each) => each.startsWith('DISPLAY='))?.slice('DISPLAY='.length) ?? '';
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((file) => statSync(file).isFile());
  } catch {
    return [];
  }
}
