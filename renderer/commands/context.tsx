import { createContext, useContext, useEffect, useRef } from 'react';
import type { KeyScope } from '#domain/commands/keymap.ts';
import type { CommandHandlers, CommandRuntime } from './runtime.ts';

const Context = createContext<CommandRuntime | null>(null);
export const CommandsProvider = Context.Provider;

/** The page's command runtime. */
export function useCommands(): CommandRuntime {
  const runtime = useContext(Context);
  if (runtime === null) throw new Error('commands are used outside of their provider');
  return runtime;
}

/** Offers commands while the component is there. Handlers may change between renders; scopes are compared by value. */
export function useProvideCommands(handlers: CommandHandlers, scopes: readonly KeyScope[] = []): void {
  const runtime = useCommands();
  const newest = useRef(handlers);
  useEffect(() => {
    newest.current = handlers;
  });
  const ids = Object.keys(handlers).join(' ');
  const scopeNames = scopes.join(' ');
  useEffect(() => {
    const forwarded = Object.fromEntries(
      ids.split(' ').map((id) => {
        const of = (): CommandHandlers[keyof CommandHandlers] => newest.current[id as keyof CommandHandlers];
        const enabled = (): boolean => of()?.enabled?.() ?? of() !== undefined;
        return [id, { run: () => of()?.run(), release: () => of()?.release?.(), enabled }];
      }),
    );
    return runtime.provide(forwarded, scopeNames === '' ? [] : (scopeNames.split(' ') as KeyScope[]));
  }, [runtime, ids, scopeNames]);
}
