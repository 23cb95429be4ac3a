import type { ClipSource, PlayerPort } from './port.ts';

interface Slot {
  readonly player: PlayerPort;
  key: string | null;
  /** Larger is later. */
  usedAt: number;
}

/**
 * Three players of which one is seen. The clips of the next items are opened in the others while a reviewer looks, so that going on
 * only changes which one is on top.
 */
export interface PlayerPool {
  readonly element: HTMLElement;
  /** The player that is seen; null while no clip is. */
  readonly active: PlayerPort | null;
  /** The key of the seen clip; null while none is. */
  readonly activeKey: string | null;
  /** Shows a clip, at once when it was prepared; null shows none. */
  readonly show: (source: ClipSource | null) => void;
  /** Opens clips in the slots that are not seen, the first ones first. */
  readonly prepare: (sources: readonly ClipSource[]) => void;
  /** Opens the seen clip anew. */
  readonly retry: (source: ClipSource) => void;
  /** Hears changes of the seen player, and which one is seen. */
  readonly onChange: (listener: () => void) => () => void;
}

const SLOTS = 3;

/** Makes the players; `createPlayer` is the only place that knows a library. */
export function createPlayerPool(createPlayer: () => PlayerPort): PlayerPool {
  const element = document.createElement('div');
  element.dataset.pool = '';
  const listeners = new Set<() => void>();
  const tell = (): void => listeners.forEach((listener) => listener());
  let active: Slot | null = null;
  let clock = 0;
  const slots: Slot[] = Array.from({ length: SLOTS }, () => ({ player: createPlayer(), key: null, usedAt: 0 }));
  for (const slot of slots) {
    slot.player.element.dataset.slot = '';
    slot.player.onChange(() => (slot === active ? tell() : undefined));
    element.append(slot.player.element);
  }

  const touch = (slot: Slot): void => {
    clock += 1;
    slot.usedAt = clock;
  };
  const open = (source: ClipSource, taken: readonly Slot[]): Slot | null => {
    const held = slots.find((slot) => slot.key === source.key);
    if (held !== undefined) return held;
    const free = slots.filter((slot) => !taken.includes(slot)).sort((a, b) => a.usedAt - b.usedAt)[0];
    if (free === undefined) return null;
    free.key = source.key;
    free.player.load(source);
    return free;
  };

  return {
    element,
    get active() {
      return active?.player ?? null;
    },
    get activeKey() {
      return active?.key ?? null;
    },
    show(source) {
      const before = active;
      before?.player.pause();
      active = source === null ? null : open(source, []);
      if (active !== null) touch(active);
      for (const slot of slots) slot.player.element.toggleAttribute('data-active', slot === active);
      tell();
    },
    prepare(sources) {
      const taken: Slot[] = active === null ? [] : [active];
      for (const source of sources) {
        const slot = open(source, taken);
        if (slot === null) return;
        touch(slot);
        taken.push(slot);
      }
    },
    retry(source) {
      const slot = slots.find((each) => each.key === source.key);
      slot?.player.load(source);
    },
    onChange: (listener) => subscribe(listeners, listener),
  };
}

function subscribe(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
