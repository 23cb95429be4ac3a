import type { KeyPress } from '#domain/commands/chord.ts';
import type { KeyContext, KeyScope } from '#domain/commands/keymap.ts';
import { createDispatcher } from './dispatcher.ts';
import { isEditable, isModalOpen, ownsPress } from './focus.ts';
import type { CommandId } from './registry.ts';

/** What a screen supplies for a command. */
export interface CommandHandler {
  readonly run: () => void;
  /** What follows when the key that ran it is let go; at once when no key did. */
  readonly release?: () => void;
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
  /** Whether it can be done: now, not at this moment, or only on another screen. */
  readonly availability: (id: CommandId) => Availability;
  /** Runs it; false when it cannot be done now. */
  readonly run: (id: CommandId, by?: CommandUse) => boolean;
  /** Gives every press to somebody else (who records keys) until the returned function is called. */
  readonly takeKeys: (taker: (press: KeyPress) => void) => () => void;
  /** Listens to the keyboard; returns how to stop. */
  readonly listen: (target: Window) => () => void;
}

/** How a command was reached. */
export type CommandUse = 'key' | 'mouse' | 'palette' | 'menu';
export type Availability = 'now' | 'notNow' | 'elsewhere';

/**
 * Makes the runtime of a page.
 * @param onUse hears of every command that was run
 */
export function createCommandRuntime(onUse?: (id: CommandId, by: CommandUse) => void): CommandRuntime {
  const layers: { handlers: CommandHandlers; scopes: readonly KeyScope[] }[] = [];

  const find = (id: CommandId): CommandHandler | null => {
    for (let index = layers.length - 1; index >= 0; index -= 1) {
      const handler = layers[index]?.handlers[id];
      if (handler !== undefined) return handler;
    }
    return null;
  };
  const availability = (id: CommandId): Availability => {
    const handler = find(id);
    if (handler === null) return 'elsewhere';
    return (handler.enabled?.() ?? true) ? 'now' : 'notNow';
  };
  const can = (id: CommandId): boolean => availability(id) === 'now';
  const begin = (id: CommandId, by: CommandUse): boolean => {
    if (!can(id)) return false;
    find(id)?.run();
    onUse?.(id, by);
    return true;
  };
  const release = (id: CommandId): void => find(id)?.release?.();
  const run = (id: CommandId, by: CommandUse = 'key'): boolean => {
    const isDone = begin(id, by);
    if (isDone) release(id);
    return isDone;
  };
  const contextOf = (): KeyContext => {
    const focused = document.activeElement;
    return {
      scopes: new Set(layers.flatMap((layer) => layer.scopes)),
      typing: isEditable(focused),
      modal: isModalOpen(),
      owned: (press) => ownsPress(focused, press),
    };
  };

  const dispatcher = createDispatcher({ contextOf, can, run: (id) => begin(id, 'key'), release });
  return {
    can,
    availability,
    run,
    takeKeys: (taker) => dispatcher.takeKeys(taker),
    listen: (target) => dispatcher.listen(target),
    provide(handlers, scopes = []) {
      const layer = { handlers, scopes };
      layers.push(layer);
      return () => {
        const place = layers.indexOf(layer);
        if (place >= 0) layers.splice(place, 1);
      };
    },
  };
}
