import { type KeyContext, type KeyScope, matchKey, type Pending } from '#domain/commands/keymap.ts';
import { isEditable, isModalOpen, ownsPress } from './focus.ts';
import { keymap, pressOf } from './keys.ts';
import { type CommandId, commands, isCommandId } from './registry.ts';

/** What a screen supplies for a command. */
export interface CommandHandler {
  readonly run: () => void;
  /** Whether it can be done now; absent means always. */
  readonly enabled?: () => boolean;
}

export type CommandHandlers = Partial<Readonly<Record<CommandId, CommandHandler>>>;

/** The one place that knows which commands can be run now and which keys hold. */
export interface CommandRuntime {
  /** Offers commands (newest first wins) and says which scopes hold; returns how to take it back. */
  readonly provide: (handlers: CommandHandlers, scopes?: readonly KeyScope[]) => () => void;
  /** Whether somebody offers it, and it can be done now. */
  readonly can: (id: CommandId) => boolean;
  /** Runs it; false when it cannot be done now. */
  readonly run: (id: CommandId) => boolean;
  /** Listens to the keyboard; returns how to stop. */
  readonly listen: (target: Window) => () => void;
}

type Layers = { readonly handlers: CommandHandlers; readonly scopes: readonly KeyScope[] }[];

function contextOf(layers: Layers): KeyContext {
  const focused = document.activeElement;
  return {
    scopes: new Set(layers.flatMap((layer) => layer.scopes)),
    typing: isEditable(focused),
    modal: isModalOpen(),
    owned: (press) => ownsPress(focused, press),
  };
}

/** Turns key presses into commands; each press means one thing. */
function keyListener(
  layers: Layers,
  { can, run }: Pick<CommandRuntime, 'can' | 'run'>,
): (event: KeyboardEvent) => void {
  let pending: Pending | null = null;
  return (event) => {
    if (event.defaultPrevented) return;
    const press = pressOf(event);
    if (press.repeat && isDecisionButton(document.activeElement) && (press.key === 'Enter' || press.key === ' ')) {
      event.preventDefault();
      return;
    }
    const match = matchKey(keymap, press, contextOf(layers), pending, event.timeStamp);
    pending = match.kind === 'pending' ? match.pending : null;
    if (match.kind !== 'command' || !isCommandId(match.command)) return;
    if (press.repeat && commands[match.command].repeats !== true) {
      event.preventDefault();
      return;
    }
    if (!can(match.command)) return;
    event.preventDefault();
    event.stopPropagation();
    run(match.command);
  };
}

/** Makes the runtime of a page. */
export function createCommandRuntime(): CommandRuntime {
  const layers: Layers = [];
  const find = (id: CommandId): CommandHandler | null =>
    layers.findLast(({ handlers }) => handlers[id] !== undefined)?.handlers[id] ?? null;
  const can = (id: CommandId): boolean => {
    const handler = find(id);
    return handler !== null && (handler.enabled?.() ?? true);
  };
  const run = (id: CommandId): boolean => {
    if (!can(id)) return false;
    find(id)?.run();
    return true;
  };
  return {
    can,
    run,
    provide(handlers, scopes = []) {
      const layer = { handlers, scopes };
      layers.push(layer);
      return () => {
        const place = layers.indexOf(layer);
        if (place >= 0) layers.splice(place, 1);
      };
    },
    listen(target) {
      // Capture: widgets below handle keys in their own ways, and a key must mean one thing.
      const onKeyDown = keyListener(layers, { can, run });
      target.addEventListener('keydown', onKeyDown, { capture: true });
      return () => target.removeEventListener('keydown', onKeyDown, { capture: true });
    },
  };
}

/** Holding Enter on a focused button clicks it again and again by itself; not on buttons that decide. */
function isDecisionButton(element: Element | null): boolean {
  return element?.closest('button[data-command]') !== null && element !== null;
}
