import { EyeOff } from 'lucide-react';
import { useWords } from '#renderer/i18n/use-words.ts';
import { CommandButton } from '#renderer/ui/kit.tsx';
import { useReviewState } from './context.tsx';
import css from './stage.module.css';

/** Lies over everything that shows anything of the clip: picture, captions, timeline, preview. */
export function BlankCover() {
  const words = useWords();
  const blank = useReviewState((state) => state.blank);
  return blank ? (
    <div className={css.blank} data-blank>
      <EyeOff size={20} aria-hidden="true" />
      <p>{words.t('shield.blank')}</p>
      <CommandButton id="shield.blank" look="quiet">
        {words.t('shield.unblank')}
      </CommandButton>
    </div>
  ) : null;
}
