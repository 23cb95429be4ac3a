import './no-dynamic-style.ts';
import videojs from 'video.js/core.es.js';
import type { ClipSource, PlayerPort, PlayerState, Stretch } from './port.ts';
import { Stepper } from './stepper.ts';

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

/** A player made of video.js. */
export function createVideoJsPlayer(): PlayerPort {
  const element = document.createElement('div');
  const video = document.createElement('video');
  video.playsInline = true;
  element.append(video);
  const player = videojs(video, OPTIONS);
  player.el().removeAttribute('tabindex');
  const listeners = new Set<() => void>();
  let state: PlayerState = 'empty';
  let startAt = 0;
  let stalled: ReturnType<typeof setTimeout> | undefined;
  let loaded: string | null = null;
  let loop: Stretch | null = null;
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

  const goTo = (seconds: number): void => {
    const end = player.duration();
    const last = end !== undefined && Number.isFinite(end) ? end : Number.MAX_SAFE_INTEGER;
    player.currentTime(Math.min(Math.max(0, seconds), last));
  };
  const turnBack = (time: number): void => {
    if (loop === null || time < loop.to || (player.paused() && !player.ended())) return;
    const wasOver = player.ended();
    stepper.showFrameAt(loop.from);
    if (wasOver) void player.play()?.catch(() => undefined);
  };
  const stepper: Stepper = new Stepper(player.el().querySelector('video') ?? video, {
    seekTo: goTo,
    tell,
    onPresented: turnBack,
  });
  player.on('ended', () => turnBack(Number.POSITIVE_INFINITY));

  return {
    element,
    get state() {
      return state;
    },
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
    get frame() {
      return stepper.place();
    },
    get aspect() {
      return player.videoWidth() > 0 && player.videoHeight() > 0 ? player.videoWidth() / player.videoHeight() : null;
    },
    load(source) {
      startAt = source.startAt;
      if (loaded !== source.url) stepper.reset();
      loaded = source.url;
      loop = null;
      player.pause();
      clearTimeout(stalled);
      stalled = setTimeout(() => (state === 'loading' ? become('broken') : undefined), STALLED_AFTER);
      become('loading');
      player.src({ src: source.url, type: typeOf(source) });
      player.load();
    },
    play: () => void player.play()?.catch(() => undefined),
    pause: () => player.pause(),
    seek(seconds) {
      stepper.left();
      goTo(seconds);
    },
    showFrameAt: (seconds) => stepper.showFrameAt(seconds),
    step(frames) {
      player.pause();
      stepper.step(frames);
    },
    setFrames: (line) => stepper.setFrames(line),
    setLoop(stretch) {
      loop = stretch;
    },
    setVolume(volume, muted) {
      player.volume(volume);
      player.muted(muted);
    },
    setSpeed(speed) {
      // Opening a clip puts the speed back to the default one.
      player.defaultPlaybackRate(speed);
      player.playbackRate(speed);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
