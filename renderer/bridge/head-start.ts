import type { PageBridge } from '#contract/core-link.ts';

/** A call that the page is going to make as soon as it can. */
export type EarlyCall = readonly [group: string, name: string, input: unknown];

const keyOf = (group: string, name: string, input: unknown): string => JSON.stringify([group, name, input]);

/** A transport whose first answers are already on their way. */
export interface HeadStart {
  readonly bridge: PageBridge;
  /** The page has opened: what nobody asked for until now would be out of date. */
  readonly over: () => void;
}

/**
 * Sends calls at once, while the rest of the page's code is still being read, and hands each answer to the first who makes that very
 * call. Imports nothing that takes time: that is the point of it.
 */
export function withHeadStart(bridge: PageBridge, calls: readonly EarlyCall[]): HeadStart {
  const early = new Map(
    calls.map(([group, name, input]) => {
      const answer = bridge.call(group, name, input);
      // Whoever makes the call hears of a failure; until then nobody does.
      answer.catch(() => undefined);
      return [keyOf(group, name, input), answer] as const;
    }),
  );
  return {
    bridge: {
      on: (name, listener) => bridge.on(name, listener),
      call(group, name, input) {
        const key = keyOf(group, name, input);
        const answer = early.get(key);
        early.delete(key);
        return answer ?? bridge.call(group, name, input);
      },
    },
    over: () => early.clear(),
  };
}
