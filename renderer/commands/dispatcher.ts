import type { KeyPress } from '#domain/commands/chord.ts';
import { type KeyContext, matchKey, type Pending } from '#domain/commands/keymap.ts';
import { activeKeys, pressOf } from './keys.ts';
import { type CommandId, commands, isCommandId } from './registry.ts';

/** What the dispatcher asks of the commands. */
export interface DispatchTo {
  readonly contextOf: () => KeyContext;
  readonly can: (id: CommandId) => boolean;
  readonly run: (id: CommandId) => void;
  /** The key that ran it was let go, or the window was left. */
  readonly release: (id: CommandId) => void;
}

function stop(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

/** Holding Enter on a focused button clicks it again and again by itself; not on buttons that decide. */
function isHeldOnCommand(press: KeyPress): boolean {
  if (!press.repeat || (press.key !== 'Enter' && press.key !== ' ')) return false;
  const focused = document.activeElement;
  return focused !== null && focused.closest('button[data-command]') !== null;
}

/** The one place where key presses become commands. */
export function createDispatcher({ contextOf, can, run, release }: DispatchTo) {
  let pending: Pending | null = null;
  let taker: ((press: KeyPress) => void) | null = null;
  /** Keys that are down, by their place, and the command that each ran. */
  const held = new Map<string, CommandId>();

  const dispatch = (press: KeyPress, event: KeyboardEvent): void => {
    const match = matchKey(activeKeys.getState().keymap, press, contextOf(), pending, event.timeStamp);
    pending = match.kind === 'pending' ? match.pending : null;
    if (match.kind !== 'command' || !isCommandId(match.command)) return;
    if (press.repeat && commands[match.command].repeats !== true) return event.preventDefault();
    if (!can(match.command)) return;
    stop(event);
    if (!press.repeat) held.set(press.code, match.command);
    run(match.command);
  };
  const letGo = (code: string): void => {
    const command = held.get(code);
    held.delete(code);
    if (command !== undefined) release(command);
  };
  const onKeyUp = ({ code }: KeyboardEvent): void => letGo(code);
  // Whoever leaves the window lets go elsewhere, and the page does not hear of it.
  const onBlur = (): void => [...held.keys()].forEach(letGo);

  const onKeyDown = (event: KeyboardEvent): void => {
    const press = pressOf(event);
    if (taker !== null) {
      stop(event);
      if (!press.repeat) taker(press);
    } else if (!event.defaultPrevented) {
      if (isHeldOnCommand(press)) event.preventDefault();
      else dispatch(press, event);
    }
  };

  return {
    /** Gives every press to somebody else (who records keys) until the returned function is called. */
    takeKeys(next: (press: KeyPress) => void): () => void {
      taker = next;
      return () => {
        if (taker === next) taker = null;
      };
    },
    /** Listens to the keyboard; returns how to stop. */
    listen(target: Window): () => void {
      // Capture: widgets below handle keys in their own ways, and a key must mean one thing.
      target.addEventListener('keydown', onKeyDown, { capture: true });
      target.addEventListener('keyup', onKeyUp, { capture: true });
      target.addEventListener('blur', onBlur);
      return () => {
        target.removeEventListener('keydown', onKeyDown, { capture: true });
        target.removeEventListener('keyup', onKeyUp, { capture: true });
        target.removeEventListener('blur', onBlur);
      };
    },
  };
}
