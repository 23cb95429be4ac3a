/**
 * Where the play key is, for those who step with it: held, back and forward go one frame; let go without a step, a clip that stood plays.
 * A clip that plays stops when the key goes down.
 */
export type HeldPlay =
  | { readonly kind: 'up' }
  /** `plays`: nothing was stepped since it went down, and the clip stood. */
  | { readonly kind: 'held'; readonly plays: boolean };

export const playKeyUp: HeldPlay = { kind: 'up' };

/** The key goes down on a clip that stands or plays. */
export function playKeyDown(isPaused: boolean): HeldPlay {
  return { kind: 'held', plays: isPaused };
}

/** A frame was stepped: letting go plays nothing any more. */
export function stepped(held: HeldPlay): HeldPlay {
  return held.kind === 'held' ? { kind: 'held', plays: false } : held;
}

/** Whether letting the key go starts the clip. */
export function playsOnRelease(held: HeldPlay): boolean {
  return held.kind === 'held' && held.plays;
}
