import type { ShellHandlers } from '#contract/ipc.ts';
import type { ScreenLockState } from '#contract/lock.ts';
import { fail, ok } from '#contract/result.ts';
import { type Backend, log } from './state.ts';
import { PASSPHRASE } from './vault.ts';

/** Whether the screen is locked, and what opens it. */
export function lockOf({ kept: { vault }, faults }: Backend): ScreenLockState {
  if (!faults.locked) return { locked: false };
  const isSecret = vault.state === 'open' && vault.protection === 'passphrase';
  return { locked: true, asks: isSecret ? 'passphrase' : 'confirmation' };
}

/** Locks or opens the screen and tells the page, as the shell does. */
function change(backend: Backend, locked: boolean) {
  backend.faults.locked = locked;
  log(backend, { type: locked ? 'lock' : 'unlock' });
  backend.emit('app.lock', lockOf(backend));
  return ok({});
}

/** The shell's calls about the screen's lock. */
export function lockCalls(backend: Backend): ShellHandlers['lock'] {
  return {
    now: () => change(backend, true),
    open({ passphrase }) {
      const state = lockOf(backend);
      if (state.locked && state.asks === 'passphrase' && passphrase !== PASSPHRASE)
        return fail('passphrase-wrong', 'another one');
      return change(backend, false);
    },
  };
}
