import { useStore } from 'zustand';
import { isShielded, noShield, shieldParts } from '#domain/care/choices.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { useReview, useReviewState } from './context.tsx';
import { PIXELATE_ID, shieldFilter } from './shielding.ts';
import css from './stage.module.css';

/** Blocks of the pixelated picture. CSS pixels. */
const BLOCK = 16;

/** The shield that lies over the clip now: the chosen one, or none while the reveal key is held. */
export function useShield() {
  const { deps } = useReview();
  const chosen = useStore(deps.preferences, (state) => state.care.shield);
  const revealed = useReviewState((state) => state.revealed);
  const shield = revealed ? noShield : chosen;
  return { chosen, shield, filter: shieldFilter(shield) };
}

/** Says in words what lies over the clip, and holds the filter that CSS has no name for. */
export function ShieldNote() {
  const words = useWords();
  const { chosen, shield } = useShield();
  const parts = shieldParts.filter((part) => chosen[part]).map((part) => words.t(`shield.${part}`));
  return (
    <>
      <svg className={css.filters} aria-hidden="true">
        <filter id={PIXELATE_ID} x="0" y="0" width="100%" height="100%" colorInterpolationFilters="sRGB">
          <feFlood x={BLOCK / 2 - 1} y={BLOCK / 2 - 1} width="2" height="2" />
          <feComposite width={BLOCK} height={BLOCK} />
          <feTile result="grid" />
          <feComposite in="SourceGraphic" in2="grid" operator="in" />
          <feMorphology operator="dilate" radius={BLOCK / 2} />
        </filter>
      </svg>
      {isShielded(chosen) ? (
        <span className={css.shieldNote}>{isShielded(shield) ? parts.join(' · ') : words.t('shield.revealed')}</span>
      ) : null}
    </>
  );
}
