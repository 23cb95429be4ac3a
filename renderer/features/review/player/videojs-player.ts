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

type Library = ReturnType<typeof videojs>;

/** A player made of video.js. */
class VideoJsPlayer implements PlayerPort {
  readonly element = document.createElement('div');
  readonly #player: Library;
  readonly #stepper: Stepper;
  readonly #listeners = new Set<() => void>();
  #state: PlayerState = 'empty';
  #startAt = 0;
  #stalled: ReturnType<typeof setTimeout> | undefined;
  #loaded: string | null = null;
  #loop: Stretch | null = null;

  constructor() {
    const video = document.createElement('video');
    video.playsInline = true;
    this.element.append(video);
    const player = videojs(video, OPTIONS);
    this.#player = player;
    player.el().removeAttribute('tabindex');
    const tell = (): void => this.#tell();
    this.#stepper = new Stepper(player.el().querySelector('video') ?? video, {
      seekTo: (seconds) => this.#goTo(seconds),
      tell,
      onPresented: (time) => this.#turnBack(time),
    });
    player.on('loadedmetadata', () => {
      if (this.#startAt > 0) player.currentTime(this.#startAt);
    });
    player.on('loadeddata', () => (this.#state === 'loading' ? this.#become('ready') : undefined));
    player.on('error', () => (this.#state === 'empty' ? undefined : this.#become('broken')));
    player.on('ended', () => this.#turnBack(Number.POSITIVE_INFINITY));
    player.on(['timeupdate', 'play', 'pause', 'ended', 'seeked', 'ratechange', 'volumechange', 'durationchange'], tell);
  }

  get state() {
    return this.#state;
  }
  get time() {
    return this.#player.currentTime() ?? 0;
  }
  get duration() {
    const seconds = this.#player.duration();
    return seconds !== undefined && Number.isFinite(seconds) ? seconds : 0;
  }
  get isPaused() {
    return this.#player.paused();
  }
  get frame() {
    return this.#stepper.place();
  }
  get aspect() {
    const [width, height] = [this.#player.videoWidth(), this.#player.videoHeight()];
    return width > 0 && height > 0 ? width / height : null;
  }

  readonly load = (source: ClipSource): void => {
    this.#startAt = source.startAt;
    if (this.#loaded !== source.url) this.#stepper.reset();
    this.#loaded = source.url;
    this.#loop = null;
    this.#player.pause();
    clearTimeout(this.#stalled);
    this.#stalled = setTimeout(() => (this.#state === 'loading' ? this.#become('broken') : undefined), STALLED_AFTER);
    this.#become('loading');
    this.#player.src({ src: source.url, type: typeOf(source) });
    this.#player.load();
  };
  readonly play = (): void => void this.#player.play()?.catch(() => undefined);
  readonly pause = (): void => {
    this.#player.pause();
  };
  readonly seek = (seconds: number): void => {
    this.#stepper.left();
    this.#goTo(seconds);
  };
  readonly showFrameAt = (seconds: number): void => this.#stepper.showFrameAt(seconds);
  readonly step = (frames: number): void => {
    this.#player.pause();
    this.#stepper.step(frames);
  };
  readonly setFrames: PlayerPort['setFrames'] = (line) => this.#stepper.setFrames(line);
  readonly setLoop: PlayerPort['setLoop'] = (stretch) => {
    this.#loop = stretch;
  };
  readonly setVolume: PlayerPort['setVolume'] = (volume, muted) => {
    this.#player.volume(volume);
    this.#player.muted(muted);
  };
  readonly setSpeed: PlayerPort['setSpeed'] = (speed) => {
    // Opening a clip puts the speed back to the default one.
    this.#player.defaultPlaybackRate(speed);
    this.#player.playbackRate(speed);
  };
  readonly onChange: PlayerPort['onChange'] = (listener) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly dispose = (): void => {
    this.#listeners.clear();
    clearTimeout(this.#stalled);
    this.#stepper.reset();
    this.#state = 'empty';
    this.#player.dispose();
    this.element.remove();
  };

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #become(next: PlayerState): void {
    if (next !== 'loading') clearTimeout(this.#stalled);
    this.#state = next;
    this.#tell();
  }

  #goTo(seconds: number): void {
    const end = this.#player.duration();
    const last = end !== undefined && Number.isFinite(end) ? end : Number.MAX_SAFE_INTEGER;
    this.#player.currentTime(Math.min(Math.max(0, seconds), last));
  }

  /** Begins the stretch anew when its end has been shown. */
  #turnBack(time: number): void {
    const player = this.#player;
    if (this.#loop === null || time < this.#loop.to || (player.paused() && !player.ended())) return;
    const wasOver = player.ended();
    this.#stepper.showFrameAt(this.#loop.from);
    if (wasOver) this.play();
  }
}

/** A player made of video.js. */
export function createVideoJsPlayer(): PlayerPort {
  return new VideoJsPlayer();
}
