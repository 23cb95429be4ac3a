import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** A session of its own with a real gnome-keyring, unlocked. */
export interface KeyringSession {
  /** Variables by which a program finds it. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

async function firstLine(stream: Readable): Promise<string> {
  let text = '';
  for await (const piece of stream) {
    text += String(piece);
    if (text.includes('\n')) break;
  }
  return text.trim();
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}

/** Starts a session bus and a keyring on it, as a desktop does at sign-in. */
export async function startKeyringSession(): Promise<KeyringSession> {
  const home = mkdtempSync(join(tmpdir(), 'lupa-keyring-'));
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, HOME: home },
  });
  const address = await firstLine(bus.stdout);
  const env = {
    DBUS_SESSION_BUS_ADDRESS: address,
    XDG_CURRENT_DESKTOP: 'GNOME',
    XDG_DATA_HOME: join(home, 'data'),
    XDG_RUNTIME_DIR: home,
  };
  const daemon = spawn('gnome-keyring-daemon', ['--unlock', '--components=secrets', '--foreground'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, HOME: home, ...env },
  });
  daemon.stdin.end('the password of the desktop');
  // It tells where it listens when it is unlocked and on the bus.
  await firstLine(daemon.stdout);
  return {
    env,
    async stop() {
      await end(daemon);
      await end(bus);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
