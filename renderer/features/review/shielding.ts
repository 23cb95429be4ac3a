import { flushSync } from 'react-dom';
import type { Shield } from '#contract/care.ts';
import { isShielded, nextShield, type ShieldPart } from '#domain/care/choices.ts';
import type { CommandHandlers } from '#renderer/commands/runtime.ts';
import type { Review } from './review.ts';

/** Id of the SVG filter that makes blocks of the picture; the stage holds it. */
export const PIXELATE_ID = 'lupa-pixelate';

/** What a shield does to the picture, as a CSS filter. */
export function shieldFilter({ grey, blur, pixelate }: Shield): string {
  const parts = [grey ? 'grayscale(1)' : '', blur ? 'blur(14px)' : '', pixelate ? `url(#${PIXELATE_ID})` : ''].filter(
    (part) => part !== '',
  );
  return parts.length === 0 ? 'none' : parts.join(' ');
}

function changeShield({ deps }: Review, shield: Shield): void {
  const { care, change } = deps.preferences.getState();
  change({ care: { ...care, shield } });
}

/** Shows the clip as it is until the key that asked for it is let go, or the window is left. */
function reveal({ store }: Review): void {
  store.setState({ revealed: true });
  const hide = (): void => {
    for (const name of ['keyup', 'blur', 'pointerup'] as const) window.removeEventListener(name, hide, true);
    store.setState({ revealed: false });
  };
  for (const name of ['keyup', 'blur', 'pointerup'] as const) window.addEventListener(name, hide, true);
}

/** Nothing of the clip is seen or heard when this returns: the page is drawn before the key's own task ends. */
function blankNow({ store, deps }: Review): void {
  const blank = !store.getState().blank;
  const player = deps.pool.active;
  if (blank) {
    player?.pause();
    player?.setVolume(0, true);
  } else {
    const { volume, muted } = deps.preferences.getState().player;
    player?.setVolume(volume, muted);
  }
  flushSync(() => store.setState({ blank }));
}

/** The commands that lie over the clip. */
export function shieldHandlers(review: Review): CommandHandlers {
  const now = (): Shield => review.deps.preferences.getState().care.shield;
  const toggle = (part: ShieldPart) => ({ run: () => changeShield(review, { ...now(), [part]: !now()[part] }) });
  return {
    'shield.cycle': { run: () => changeShield(review, nextShield(now())) },
    'shield.grey': toggle('grey'),
    'shield.blur': toggle('blur'),
    'shield.pixelate': toggle('pixelate'),
    'shield.small': toggle('small'),
    'shield.reveal': { run: () => reveal(review), enabled: () => isShielded(now()) && !review.store.getState().blank },
    'shield.blank': { run: () => blankNow(review) },
  };
}
