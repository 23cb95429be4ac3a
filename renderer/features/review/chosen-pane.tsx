import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { ItemId } from '#contract/ids.ts';
import type { HistoryEntry } from '#contract/review.ts';
import { verdictKind } from '#contract/verdicts.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { CommandButton } from '#renderer/ui/kit.tsx';
import { groupOf, scrollArea } from '#renderer/ui/roles.ts';
import { type BatchList, possibleKinds, unseen } from './batch-list.ts';
import css from './batch-list.module.css';
import { kindIcons } from './kind-icons.ts';
import { RecordContext } from './record-context.tsx';
import { kindCommands } from './review-commands.ts';

/** How much of a context must be in view to count as seen. */
const SEEN = 0.9;

interface CardProps {
  readonly entry: HistoryEntry;
  readonly position: number;
  readonly onSeen: (item: ItemId) => void;
}

/** The context of one chosen item; it counts as seen once it was in view. */
function Card({ entry, position, onSeen }: CardProps) {
  const words = useWords();
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (card.current === null) return undefined;
    const pane = card.current.closest('[data-scroller]');
    // A card that is higher than its pane is seen when it fills it.
    const isSeen = ({ intersectionRatio, intersectionRect }: IntersectionObserverEntry): boolean =>
      intersectionRatio >= SEEN || intersectionRect.height >= SEEN * (pane?.clientHeight ?? Number.POSITIVE_INFINITY);
    const observer = new IntersectionObserver(
      (sights) => {
        if (sights.some(isSeen)) onSeen(entry.item_id);
      },
      { threshold: [0.2, 0.4, 0.6, 0.8, SEEN] },
    );
    observer.observe(card.current);
    return () => observer.disconnect();
  }, [entry.item_id, onSeen]);
  return (
    <li ref={card} className={css.card} data-context={entry.item_id}>
      <span className={css.place}>{words.t('top.item', { position: position + 1 })}</span>
      <RecordContext entry={entry} />
      {entry.bulk_kinds.length > 0 ? null : <strong>{words.t('list.apart')}</strong>}
    </li>
  );
}

/** The chosen items with their context side by side, and the verdicts that may be given to all of them. */
export function ChosenPane({ list }: { list: BatchList }) {
  const words = useWords();
  const state = useStore(list.store);
  const { chosen, contexts } = state;
  const entries = chosen.flatMap((id) => contexts.get(id) ?? []);
  const possible = possibleKinds(state);
  const offered = verdictKind.options.filter((kind) => entries.some(({ bulk_kinds }) => bulk_kinds.includes(kind)));
  return (
    <section className={css.chosen} data-pane aria-label={words.t('list.contexts')}>
      <h2>{words.t('list.contexts')}</h2>
      {chosen.length === 0 ? (
        <p className={css.soft}>{words.t('list.lead')}</p>
      ) : (
        <div className={css.cards} {...scrollArea(words.t('list.contextCards'))}>
          <ul>
            {entries.map((entry) => (
              <Card key={entry.item_id} entry={entry} position={entry.position} onSeen={list.saw} />
            ))}
          </ul>
        </div>
      )}
      <footer className={css.foot}>
        <output data-seen={unseen(state)}>
          {chosen.length === 0 ? '' : words.t('list.seen', { count: chosen.length, left: unseen(state) })}
        </output>
        <div className={css.kinds} {...groupOf(words.t('verdict.group'))}>
          {offered.map((kind) => {
            const Icon = kindIcons[kind];
            return (
              <CommandButton
                key={kind}
                id={kindCommands[kind]}
                disabled={!possible.includes(kind)}
                icon={<Icon size={14} aria-hidden="true" />}
              />
            );
          })}
        </div>
      </footer>
    </section>
  );
}
