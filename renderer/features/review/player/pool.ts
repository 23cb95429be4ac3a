import type { ClipSource, PlayerPort } from './port.ts';

interface Slot {
  readonly player: PlayerPort;
  key: string | null;
  sha256: string | null;
  /** Larger is later. */
  usedAt: number;
}

/** How a person likes to hear and see clips; each player has settings of its own. */
export interface PlayerSettings {
  /** 0 to 1. */
  readonly volume: number;
  readonly muted: boolean;
  readonly speed: number;
}

/**
 * A fixed few players of which one is seen. The clips of the next items are opened in the others while a reviewer looks, so that
 * going on only changes which one is on top. A player is never made for a clip: the one that was left longest ago opens it.
 */
export interface PlayerPool {
  readonly element: HTMLElement;
  /** The player that is seen; null while no clip is, and while the library that plays is still coming. */
  readonly active: PlayerPort | null;
  /** The key of the seen clip; null while none is. */
  readonly activeKey: string | null;
  /** Shows a clip, at once when it was prepared; null shows none. */
  readonly show: (source: ClipSource | null, settings: PlayerSettings) => void;
  /** Opens clips in the slots that are not seen, the first ones first. */
  readonly prepare: (sources: readonly ClipSource[]) => void;
  /** Opens the seen clip anew. */
  readonly retry: (source: ClipSource) => void;
  /** Other bytes of this clip came: whoever has it open lets go of it, and nothing that was read of it before is used again. */
  readonly forget: (sha256: string) => void;
  /** Where its bytes are to be had now. */
  readonly urlOf: (source: ClipSource) => string;
  /** Closes every clip and lets go of all players; the next clip that is shown has new ones. */
  readonly empty: () => void;
  /** Hears changes of the seen player, and which one is seen. */
  readonly onChange: (listener: () => void) => () => void;
}

class Pool implements PlayerPool {
  readonly element = document.createElement('div');
  readonly #listeners = new Set<() => void>();
  readonly #slots: Slot[] = [];
  #createPlayer: (() => PlayerPort) | null = null;
  #active: Slot | null = null;
  /** Addresses of the clips that were opened, by their hashes. */
  readonly #opened = new Map<string, string>();
  /** How often an address is to be read anew. The browser keeps what it read under an address, an answer that failed too. */
  readonly #copies = new Map<string, number>();
  #clock = 0;
  /** How many players there may be: the one that is seen, and those that wait. */
  readonly #most: number;
  readonly #load: () => Promise<() => PlayerPort>;
  /** Asked for before there were players; the last ask counts. */
  #whenReady: (() => void) | null = null;
  /** To be prepared once the first clip is there, which need not share the machine with those that come after it. */
  #later: readonly ClipSource[] | null = null;

  constructor(load: () => Promise<() => PlayerPort>, ahead: number) {
    this.#most = ahead + 1;
    this.element.dataset['pool'] = '';
    this.#load = load;
  }

  get active(): PlayerPort | null {
    return this.#active?.player ?? null;
  }

  get activeKey(): string | null {
    return this.#active?.key ?? null;
  }

  readonly show: PlayerPool['show'] = (source, settings) => {
    if (this.#createPlayer === null) {
      const isLoading = this.#whenReady !== null;
      this.#whenReady = () => this.show(source, settings);
      if (!isLoading) void this.#bringPlayers();
      return;
    }
    this.#active?.player.pause();
    this.#active = source === null ? null : this.#open(source, this.#createPlayer, []);
    if (this.#active !== null) {
      this.#touch(this.#active);
      this.#active.player.setVolume(settings.volume, settings.muted);
      this.#active.player.setSpeed(settings.speed);
    }
    for (const slot of this.#slots) slot.player.element.toggleAttribute('data-active', slot === this.#active);
    this.#tell();
  };

  readonly prepare: PlayerPool['prepare'] = (sources) => {
    this.#later = null;
    if (this.#createPlayer === null) {
      this.#later = sources;
      return;
    }
    const taken: Slot[] = this.#active === null ? [] : [this.#active];
    for (const source of sources) {
      const slot = this.#open(source, this.#createPlayer, taken);
      if (slot === null) return;
      this.#touch(slot);
      taken.push(slot);
    }
  };

  readonly retry: PlayerPool['retry'] = (source) => {
    this.#renew(source.url);
    this.#slots.find((each) => each.key === source.key)?.player.load({ ...source, url: this.urlOf(source) });
  };

  readonly forget: PlayerPool['forget'] = (sha256) => {
    const url = this.#opened.get(sha256);
    if (url === undefined) return;
    this.#renew(url);
    for (const slot of this.#slots.filter((each) => each.sha256 === sha256)) {
      slot.player.pause();
      slot.key = null;
      slot.sha256 = null;
      if (slot !== this.#active) continue;
      this.#active = null;
      slot.player.element.removeAttribute('data-active');
    }
    this.#tell();
  };

  readonly urlOf: PlayerPool['urlOf'] = ({ url }) => {
    const copy = this.#copies.get(url) ?? 0;
    return copy === 0 ? url : `${url}?${copy}`;
  };

  readonly empty = (): void => {
    if (this.#whenReady !== null) this.#whenReady = () => undefined;
    this.#active = null;
    this.#later = null;
    for (const { player } of this.#slots.splice(0)) player.dispose();
    this.#tell();
  };

  readonly onChange: PlayerPool['onChange'] = (listener) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  async #bringPlayers(): Promise<void> {
    this.#createPlayer = await this.#load();
    this.#whenReady?.();
    this.#prepareLater();
  }

  #prepareLater(): void {
    if (this.#later !== null && this.active?.state !== 'loading') this.prepare(this.#later);
  }

  #open(source: ClipSource, createPlayer: () => PlayerPort, taken: readonly Slot[]): Slot | null {
    const held = this.#slots.find((slot) => slot.key === source.key);
    if (held !== undefined) return held;
    const oldest = this.#slots.filter((slot) => !taken.includes(slot)).sort((a, b) => a.usedAt - b.usedAt)[0];
    const free = this.#slots.length < this.#most ? this.#addSlot(createPlayer) : oldest;
    if (free === undefined) return null;
    free.key = source.key;
    free.sha256 = source.sha256;
    if (source.sha256 !== null) this.#opened.set(source.sha256, source.url);
    free.player.load({ ...source, url: this.urlOf(source) });
    return free;
  }

  /** A player costs some milliseconds, so each is made when it is first needed: the first item does not wait for those of the next. */
  #addSlot(createPlayer: () => PlayerPort): Slot {
    const slot: Slot = { player: createPlayer(), key: null, sha256: null, usedAt: 0 };
    slot.player.element.dataset['slot'] = '';
    slot.player.onChange(() => {
      if (slot !== this.#active) return;
      this.#tell();
      this.#prepareLater();
    });
    this.element.append(slot.player.element);
    this.#slots.push(slot);
    return slot;
  }

  #renew(url: string): void {
    this.#copies.set(url, (this.#copies.get(url) ?? 0) + 1);
  }

  #touch(slot: Slot): void {
    this.#clock += 1;
    slot.usedAt = this.#clock;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/**
 * Makes the pool. Its players come when the library that plays has come, which a page need not wait for to show an item's words.
 * @param load brings what makes a player, when the first clip is to be shown; the only place that knows a library
 * @param ahead how many clips can wait opened beside the one that is seen
 */
export function createPlayerPool(load: () => Promise<() => PlayerPort>, ahead: number): PlayerPool {
  return new Pool(load, ahead);
}
