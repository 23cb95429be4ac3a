import { painted } from '../pace.ts';
import type { PlayerPort } from './port.ts';

/** Fetches video.js, a quarter of the page's code. */
async function fetchPlayer(): Promise<() => PlayerPort> {
  const { createVideoJsPlayer } = await import('./videojs-player.ts');
  return createVideoJsPlayer;
}

/** Brings the player once what was just drawn has been painted: an item's words come before its clip's first frame in any case. */
export async function loadPlayer(): Promise<() => PlayerPort> {
  await painted();
  return fetchPlayer();
}

/** Fetches the player before it is needed. */
export async function preloadPlayer(): Promise<void> {
  await fetchPlayer();
}
