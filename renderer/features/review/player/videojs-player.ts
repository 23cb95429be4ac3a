import './no-dynamic-style.ts';
import videojs from 'video.js/core.es.js';
import { createFrameClock } from './frame-clock.ts';
import type { ClipSource, PlayerPort, PlayerState } from './port.ts';

/** A clip that has shown nothing after this long will not: some files neither fail nor play. Milliseconds. */
const STALLED_AFTER = 8_000;

const OPTIONS = {
  controls: false,
  preload: 'auto',
  muted: true,
  autoplay: false,
  errorDisplay: false,
  loadingSpinner: false,
  bigPlayButton: false,
  textTrackSettings: false,
  userActions: { hotkeys: false, click: false, doubleClick: false },
  // The bare tech: every control of ours is a command with a key, and bars of its own would need styles of its own.
  children: ['mediaLoader'],
} as const;

/** The library refuses names that it does not know before the browser has looked; the browser itself looks at the bytes. */
function typeOf({ mime, url }: ClipSource): string {
  if (mime === 'video/webm' || mime === 'video/ogg' || mime?.startsWith('audio/') === true) return mime;
  return mime === null && url.endsWith('.webm') ? 'video/webm' : 'video/mp4';
}

type Player = ReturnType<typeof videojs>;

function seekTo(player: Player, seconds: number): void {
  const end = player.duration();
  const last = end !== undefined && Number.isFinite(end) ? end : Number.MAX_SAFE_INTEGER;
  player.currentTime(Math.min(Math.max(0, seconds), last));
}

/** Everything that only asks or tells the library; opening a clip is the part with a state of its own. */
function transportOf(player: Player, frameSeconds: () => number) {
  return {
    get time() {
      return player.currentTime() ?? 0;
    },
    get duration() {
      const seconds = player.duration();
      return seconds !== undefined && Number.isFinite(seconds) ? seconds : 0;
    },
    get isPaused() {
      return player.paused();
    },
    get aspect() {
      return player.videoWidth() > 0 && player.videoHeight() > 0 ? player.videoWidth() / player.videoHeight() : null;
    },
    play: () => void player.play()?.catch(() => undefined),
    pause: () => player.pause(),
    seek: (seconds: number) => seekTo(player, seconds),
    step(frames: number) {
      player.pause();
      seekTo(player, (player.currentTime() ?? 0) + frames * frameSeconds());
    },
    setVolume(volume: number, muted: boolean) {
      player.volume(volume);
      player.muted(muted);
    },
    setSpeed: (speed: number) => void player.playbackRate(speed),
  };
}

/** A player made of video.js. */
export function createVideoJsPlayer(): PlayerPort {
  const element = document.createElement('div');
  const video = document.createElement('video');
  video.playsInline = true;
  element.append(video);
  const player = videojs(video, OPTIONS);
  player.el().removeAttribute('tabindex');
  const listeners = new Set<() => void>();
  const clock = createFrameClock();
  let state: PlayerState = 'empty';
  let startAt = 0;
  let stalled: ReturnType<typeof setTimeout> | undefined;
  const tell = (): void => listeners.forEach((listener) => listener());
  const become = (next: PlayerState): void => {
    if (next !== 'loading') clearTimeout(stalled);
    state = next;
    tell();
  };

  player.on('loadedmetadata', () => {
    if (startAt > 0) player.currentTime(startAt);
  });
  player.on('loadeddata', () => (state === 'loading' ? become('ready') : undefined));
  player.on('error', () => (state === 'empty' ? undefined : become('broken')));
  player.on(['timeupdate', 'play', 'pause', 'ended', 'seeked', 'ratechange', 'volumechange', 'durationchange'], tell);
  player.on('play', () => clock.watch(player.el().querySelector('video') ?? video));

  const transport = transportOf(player, clock.frameSeconds);
  const load = (source: ClipSource): void => {
    startAt = source.startAt;
    clock.reset();
    player.pause();
    clearTimeout(stalled);
    stalled = setTimeout(() => (state === 'loading' ? become('broken') : undefined), STALLED_AFTER);
    become('loading');
    player.src({ src: source.url, type: typeOf(source) });
    player.load();
  };
  const onChange = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  // Assigned onto the transport, not spread: spreading would read its getters once and for all.
  return Object.assign(transport, {
    element,
    load,
    onChange,
    stateNow: () => state,
  });
}
