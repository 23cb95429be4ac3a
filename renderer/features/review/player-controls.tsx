import { Captions, Contrast, EyeOff, Pause, Play, Volume2, VolumeX } from 'lucide-react';
import { useStore } from 'zustand';
import { isShielded } from '#domain/care/choices.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { CommandButton } from '#renderer/ui/kit.tsx';
import { usePlayer, useReview, useReviewState } from './context.tsx';
import css from './player-controls.module.css';
import { clockTime } from './clock-time.ts';

/** The clip's place in time and what can be done with it; each with its key. */
export function PlayerControls() {
  const words = useWords();
  const { deps } = useReview();
  const player = usePlayer();
  const { volume, muted, speed, captions } = useStore(deps.preferences, (state) => state.player);
  const shield = useStore(deps.preferences, (state) => state.care.shield);
  const blank = useReviewState((state) => state.blank);
  const isReady = player.state === 'ready';
  const icon = (Icon: typeof Play) => <Icon size={16} aria-hidden="true" />;
  return (
    <div className={css.controls} data-player-state={player.state}>
      <CommandButton
        id="player.playPause"
        look="quiet"
        iconOnly
        disabled={!isReady}
        icon={icon(player.isPaused ? Play : Pause)}
      />
      <span className={css.time}>
        <b data-playhead={player.time.toFixed(3)}>{clockTime(player.time)}</b>
        <span> / {clockTime(player.duration)}</span>
      </span>
      <CommandButton id="player.faster" look="quiet" disabled={!isReady}>
        {words.t('player.speed', { speed })}
      </CommandButton>
      <CommandButton
        id="player.mute"
        look="quiet"
        iconOnly
        icon={icon(muted ? VolumeX : Volume2)}
        pressed={muted}
        hint={muted ? words.t('player.muted') : words.t('player.volume', { percent: Math.round(volume * 100) })}
      />
      <CommandButton id="player.captions" look="quiet" iconOnly icon={icon(Captions)} pressed={captions} />
      <CommandButton id="shield.cycle" look="quiet" iconOnly icon={icon(Contrast)} pressed={isShielded(shield)} />
      <CommandButton id="shield.blank" look="quiet" iconOnly icon={icon(EyeOff)} pressed={blank} />
    </div>
  );
}
