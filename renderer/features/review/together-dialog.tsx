import { useState } from 'react';
import type { ItemId } from '#contract/ids.ts';
import type { HistoryEntry } from '#contract/review.ts';
import { type VerdictKind, verdictKind } from '#contract/verdicts.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { DialogFrame } from '#renderer/ui/dialog-frame.tsx';
import { kit } from '#renderer/ui/kit.tsx';
import { useReview, useReviewState } from './context.tsx';
import { kindIcons } from './kind-icons.ts';
import css from './history.module.css';
import { RecordContext } from './record-context.tsx';

interface RowProps {
  readonly entry: HistoryEntry;
  readonly isChosen: boolean;
  readonly onChange: (chosen: boolean) => void;
}

function Row({ entry, isChosen, onChange }: RowProps) {
  const id = `together-${entry.item_id}`;
  return (
    <li>
      <div className={css.choice} data-chosen={isChosen || undefined}>
        <input
          id={id}
          type="checkbox"
          checked={isChosen}
          aria-describedby={`${id}-context`}
          onChange={({ target }) => onChange(target.checked)}
        />
        <div className={css.context} id={`${id}-context`}>
          <RecordContext entry={entry} htmlFor={id} />
        </div>
      </div>
    </li>
  );
}

/** The kinds that every chosen record may be given. */
function kindsOfAll(chosen: readonly HistoryEntry[]): readonly VerdictKind[] {
  if (chosen.length === 0) return [];
  return verdictKind.options.filter((kind) => chosen.every(({ bulk_kinds }) => bulk_kinds.includes(kind)));
}

/** Several undecided records of one subject with their context side by side, to be given one kind in one command. */
export function TogetherDialog({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const { looking } = useReview();
  const entries = useReviewState((state) => state.history).filter(({ bulk_kinds }) => bulk_kinds.length > 0);
  const [ids, setIds] = useState<ReadonlySet<ItemId>>(new Set());
  const chosen = entries.filter(({ item_id }) => ids.has(item_id));
  const choose = (id: ItemId, isChosen: boolean): void => {
    const next = new Set(ids);
    if (isChosen) next.add(id);
    else next.delete(id);
    setIds(next);
  };
  const give = (kind: VerdictKind): void => {
    onClose();
    void looking.giveTogether(
      chosen.map(({ item_id }) => item_id),
      kind,
    );
  };
  const offered = verdictKind.options.filter((kind) => entries.some(({ bulk_kinds }) => bulk_kinds.includes(kind)));
  const possible = kindsOfAll(chosen);
  return (
    <DialogFrame title={words.command('history.together')} width={640} onClose={onClose}>
      <div className={css.dialog} data-together>
        <p>{words.t('together.lead')}</p>
        <ul className={css.choicesList}>
          {entries.map((entry) => (
            <Row
              key={entry.item_id}
              entry={entry}
              isChosen={ids.has(entry.item_id)}
              onChange={(isChosen) => choose(entry.item_id, isChosen)}
            />
          ))}
        </ul>
        <output>{words.t('together.chosen', { count: chosen.length })}</output>
        <fieldset className={css.kinds} aria-label={words.t('verdict.group')}>
          {offered.map((kind) => {
            const Icon = kindIcons[kind];
            return (
              <button
                key={kind}
                className={kit.button}
                type="button"
                data-together-kind={kind}
                disabled={!possible.includes(kind)}
                onClick={() => give(kind)}
              >
                <Icon size={14} aria-hidden="true" />
                <span>{words.verdict(kind)}</span>
              </button>
            );
          })}
        </fieldset>
      </div>
    </DialogFrame>
  );
}
