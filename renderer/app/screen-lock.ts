import type { ScreenLockState } from '#contract/lock.ts';
import type { Review } from '#renderer/features/review/review.ts';
import type { createShell } from './shell-state.ts';

/** What a locked screen touches. */
interface Lockable {
  readonly shell: ReturnType<typeof createShell>;
  readonly review: Pick<Review, 'conceal' | 'reveal'>;
}

/** Hides the work, or shows it as it was. A dialog closes, but for a break, which goes on, and for the warning of unsent work. */
export function followLock({ shell, review }: Lockable, lock: ScreenLockState): void {
  const { dialog, lock: before } = shell.getState();
  if (lock.locked === before.locked) return;
  if (lock.locked) review.conceal();
  shell.setState({ lock, dialog: dialog === 'break' || dialog === 'quit' ? dialog : null });
  if (!lock.locked) review.reveal();
}
