import type { Preferences } from '#contract/preferences.ts';
import { useProvideCommands } from '#renderer/commands/context.tsx';
import type { CommandHandler, CommandHandlers } from '#renderer/commands/runtime.ts';
import { clockTime } from './clock-time.ts';
import { useReview } from './context.tsx';
import type { PlayerPort } from './player/port.ts';
import type { Review } from './review.ts';
import type { ReviewDeps } from './state.ts';

const SPEEDS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4] as const;
const VOLUME_STEP = 0.1;
/** `R` plays the last seconds again. */
const REPLAY_SECONDS = 5;

function changePlayer({ deps }: Review, changes: Partial<Preferences['player']>): void {
  const { player, change } = deps.preferences.getState();
  const next = { ...player, ...changes };
  change({ player: next });
  deps.pool.active?.setVolume(next.volume, next.muted);
  deps.pool.active?.setSpeed(next.speed);
}

function nextSpeed(now: number, steps: number): number {
  const place = SPEEDS.findLastIndex((speed) => speed <= now);
  return SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, place + steps))] ?? 1;
}

/** Readers hear the frame when the stepping comes to rest, not at every repeat of the key. Milliseconds. */
const REST = 350;
let resting: ReturnType<typeof setTimeout> | undefined;

function tellFrame({ pool, notices }: ReviewDeps): void {
  clearTimeout(resting);
  resting = setTimeout(() => {
    const place = pool.active?.frame;
    if (place === undefined) return;
    const time = clockTime(place.time);
    const { number: frame, total: frames } = place;
    if (frames === null) notices.getState().read('player.frameAboutAt', { frame, time });
    else notices.getState().read('player.frameAt', { frame, frames, time });
  }, REST);
}

function evidenceHandlers({ store, evidence, deps: { pool } }: Review): CommandHandlers {
  const isSeen = (): boolean => pool.active?.state === 'ready' && !store.getState().blank;
  const hasItem = (): boolean => store.getState().view !== null;
  return {
    'evidence.point': { run: evidence.point, enabled: isSeen },
    'evidence.in': { run: evidence.begin, enabled: isSeen },
    'evidence.out': { run: evidence.end, enabled: isSeen },
    'evidence.loop': { run: evidence.loop, enabled: isSeen },
    'evidence.next': { run: () => evidence.walk(1), enabled: hasItem },
    'evidence.previous': { run: () => evidence.walk(-1), enabled: hasItem },
    'evidence.note': { run: evidence.askNote, enabled: hasItem },
    'evidence.remove': { run: evidence.remove, enabled: hasItem },
    'evidence.restore': { run: evidence.restore, enabled: hasItem },
  };
}

function movingHandlers({ deps, store, holdToStep }: Review): CommandHandlers {
  const { pool } = deps;
  const enabled = (): boolean => pool.active?.state === 'ready' && !store.getState().blank;
  const withPlayer = (act: (player: PlayerPort) => void) => ({
    enabled,
    run: () => (pool.active === null ? undefined : act(pool.active)),
  });
  const by = (seconds: number) => withPlayer((player) => player.seek(player.time + seconds));
  const step = (frames: number) =>
    withPlayer((player) => {
      player.step(frames);
      tellFrame(deps);
    });
  const stepOr = (frames: 1 | -1, jump: CommandHandler): CommandHandler => ({
    enabled,
    run: () => (holdToStep.step(frames) ? tellFrame(deps) : jump.run()),
  });
  return {
    'player.playPause': { enabled, run: holdToStep.press, release: holdToStep.release },
    'player.back10': stepOr(-1, by(-10)),
    'player.fwd10': stepOr(1, by(10)),
    'player.back2': by(-2),
    'player.fwd2': by(2),
    'player.framePrev': step(-1),
    'player.frameNext': step(1),
    'player.framePrev10': step(-10),
    'player.frameNext10': step(10),
    'player.start': withPlayer((player) => player.seek(0)),
    'player.end': withPlayer((player) => player.seek(player.duration)),
    'player.replay': withPlayer((player) => {
      player.seek(player.time - REPLAY_SECONDS);
      player.play();
    }),
  };
}

function settingHandlers(review: Review): CommandHandlers {
  const now = (): Preferences['player'] => review.deps.preferences.getState().player;
  const louder = (step: number) => ({
    run: () => {
      const volume = Math.round(Math.min(1, Math.max(0, now().volume + step)) * 100) / 100;
      changePlayer(review, { volume, muted: volume === 0 ? now().muted : false });
    },
  });
  let preferred = 1.5;
  return {
    'player.slower': { run: () => changePlayer(review, { speed: nextSpeed(now().speed, -1) }) },
    'player.faster': { run: () => changePlayer(review, { speed: nextSpeed(now().speed, 1) }) },
    'player.preferredSpeed': {
      run: () => {
        if (now().speed !== 1) preferred = now().speed;
        changePlayer(review, { speed: now().speed === 1 ? preferred : 1 });
      },
    },
    'player.mute': { run: () => changePlayer(review, { muted: !now().muted }) },
    'player.volumeUp': louder(VOLUME_STEP),
    'player.volumeDown': louder(-VOLUME_STEP),
    'player.holdToStep': {
      run: () => {
        const hold_to_step = !now().hold_to_step;
        changePlayer(review, { hold_to_step });
        review.deps.notices.getState().say('player.holdToStepSaid', { on: hold_to_step ? 'yes' : 'no' });
      },
    },
    'player.captions': { run: () => changePlayer(review, { captions: !now().captions }) },
  };
}

/** Offers the player's commands while the review screen is there. */
export function usePlayerCommands(): void {
  const review = useReview();
  useProvideCommands({ ...movingHandlers(review), ...settingHandlers(review), ...evidenceHandlers(review) });
}
