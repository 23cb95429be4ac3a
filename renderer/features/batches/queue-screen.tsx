import { Clock, EyeOff, HardDriveDownload, Languages } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { BatchId } from '#contract/ids.ts';
import type { BatchView } from '#contract/ipc.ts';
import { useProvideCommands } from '#renderer/commands/context.tsx';
import { keyLabel } from '#renderer/commands/keys.ts';
import { useWords, type Words } from '#renderer/i18n/use-words.ts';
import { CommandButton, ErrorNote, Kbd, ProgressBar } from '#renderer/ui/kit.tsx';
import { useBatches, useBatchesApi } from './context.ts';
import css from './queue-screen.module.css';

const PRIORITIES = ['queue.priority.0', 'queue.priority.1', 'queue.priority.2', 'queue.priority.3'] as const;

function dueWords(words: Words, { batch }: BatchView): string {
  return batch.due_at === null ? words.t('queue.noDue') : words.t('queue.due', { at: words.soon(batch.due_at) });
}

function mixWords(words: Words, { language_mix }: BatchView): string {
  return language_mix
    .toSorted((a, b) => b.items - a.items)
    .slice(0, 4)
    .map(({ language, items }) => `${words.languageName(language)} ${words.number(items)}`)
    .join(' · ');
}

function clipWords(words: Words, { clips }: BatchView): string {
  if (clips.wanted === 0) return words.t('queue.noClips');
  const { ready, wanted } = clips;
  return words.t('queue.clips', {
    ready,
    wanted,
    have: words.bytes(clips.bytes_ready),
    total: words.bytes(clips.bytes_wanted),
  });
}

function Facts({ view }: { view: BatchView }) {
  const words = useWords();
  return (
    <span className={css.facts}>
      <span>
        <Clock size={14} aria-hidden="true" /> {dueWords(words, view)}
      </span>
      <span>
        <Languages size={14} aria-hidden="true" /> {mixWords(words, view)}
      </span>
      <span>
        <HardDriveDownload size={14} aria-hidden="true" /> {clipWords(words, view)}
      </span>
    </span>
  );
}

interface CardProps {
  readonly view: BatchView;
  readonly isChosen: boolean;
  readonly onStart: () => void;
  readonly index: number;
  readonly onChoose: (index: number) => void;
}

function BatchCard({ view, isChosen, index, onStart, onChoose }: CardProps) {
  const words = useWords();
  const card = useRef<HTMLButtonElement>(null);
  const { batch, progress } = view;
  useEffect(() => {
    if (isChosen) card.current?.focus();
  }, [isChosen]);
  const state =
    progress.decided === 0 ? 'queue.start' : progress.decided < progress.total ? 'queue.goOn' : 'queue.look';
  return (
    <li>
      <button
        type="button"
        ref={card}
        className={css.card}
        data-chosen={isChosen || undefined}
        data-batch-id={batch.id}
        onClick={onStart}
        onFocus={() => onChoose(index)}
        onKeyDown={(event) => {
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (step === undefined) return;
          event.preventDefault();
          onChoose(index + step);
        }}
      >
        <span className={css.top}>
          <strong>{batch.name}</strong>
          <span className={css.priority} data-priority={batch.priority}>
            {words.t(PRIORITIES[batch.priority] ?? 'queue.priority.0')}
          </span>
          {batch.mode === 'blind' ? (
            <span className={css.mark}>
              <EyeOff size={14} aria-hidden="true" /> {words.t('queue.blind')}
            </span>
          ) : null}
          <span className={css.go}>
            {words.t(state)} {isChosen ? <Kbd>{keyLabel('queue.start')}</Kbd> : null}
          </span>
        </span>
        <span className={css.progress}>
          <ProgressBar
            share={progress.total === 0 ? 0 : progress.decided / progress.total}
            label={words.t('queue.progress')}
          />
          <span>{words.t('queue.decided', { decided: progress.decided, total: progress.total })}</span>
        </span>
        <Facts view={view} />
      </button>
    </li>
  );
}

interface QueueScreenProps {
  readonly onStart: (batch: BatchId) => void;
  readonly onList: (batch: BatchId) => void;
}

/** The person's batches by urgency; Enter starts or goes on, and another key lists the items. */
export function QueueScreen({ onStart, onList }: QueueScreenProps) {
  const words = useWords();
  const api = useBatchesApi();
  const batches = useBatches((state) => state.batches);
  const failure = useBatches((state) => state.failure);
  const chosen = useBatches((state) => state.chosen);
  const { load, choose } = api.getState();
  useEffect(() => void load(), [load]);
  const withChosen = (run: (batch: BatchId) => void) => ({
    run: () => {
      const { batches: all, chosen: index } = api.getState();
      const view = all?.[index];
      if (view !== undefined) run(view.batch.id);
    },
    enabled: () => (api.getState().batches?.length ?? 0) > 0,
  });
  useProvideCommands({ 'queue.start': withChosen(onStart), 'queue.list': withChosen(onList) }, ['queue']);
  return (
    <main className={css.screen} data-screen="queue">
      <div className={css.inner}>
        <header className={css.head}>
          <h1>{words.t('queue.title')}</h1>
          {batches === null || batches.length === 0 ? null : <CommandButton id="queue.list" look="quiet" />}
        </header>
        {failure === null ? null : <ErrorNote>{words.failure(failure)}</ErrorNote>}
        {batches?.length === 0 ? <p className={css.empty}>{words.t('queue.empty')}</p> : null}
        <ul className={css.list} aria-label={words.t('queue.title')}>
          {batches?.map((view, index) => (
            <BatchCard
              key={view.batch.id}
              view={view}
              isChosen={index === chosen}
              onStart={() => onStart(view.batch.id)}
              onChoose={choose}
              index={index}
            />
          ))}
        </ul>
      </div>
    </main>
  );
}
