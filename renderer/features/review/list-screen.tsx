import { useVirtualizer } from '@tanstack/react-virtual';
import { Circle, CircleCheck, CircleDashed, Pencil, Square, SquareCheck } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, memo, useCallback, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { BatchId } from '#contract/ids.ts';
import type { QueueEntry } from '#contract/ipc.ts';
import { verdictKind } from '#contract/verdicts.ts';
import { useProvideCommands } from '#renderer/commands/context.tsx';
import type { CommandHandlers } from '#renderer/commands/runtime.ts';
import { useWords, type Words } from '#renderer/i18n/use-words.ts';
import { CommandButton, ErrorNote } from '#renderer/ui/kit.tsx';
import { commandList, commandListRow } from '#renderer/ui/roles.ts';
import type { BatchList } from './batch-list.ts';
import css from './batch-list.module.css';
import { ChosenPane } from './chosen-pane.tsx';
import { useReview } from './context.tsx';
import { kindIcons } from './kind-icons.ts';
import { kindCommands } from './review-commands.ts';

/** Height of a row in pixels at normal size; rows are all alike, so nothing is measured while scrolling. */
const ROW = 32;
const stateIcons = { open: Circle, draft: Pencil, skipped: CircleDashed, decided: CircleCheck } as const;

function stateWords(words: Words, { state, kind }: QueueEntry): string {
  if (state !== 'decided') return words.t(`list.state.${state}`);
  return kind === null ? words.t('queue.look') : words.verdict(kind);
}

interface RowProps {
  readonly row: QueueEntry;
  readonly isAt: boolean;
  readonly isChosen: boolean;
  readonly count: number;
  readonly index: number;
  readonly top: number;
  readonly onClick: (index: number, event: MouseEvent) => void;
}

const rowId = (index: number): string => `list-row-${index}`;

// A held key scrolls many times a second: only rows that came, or that the hand came to or left, are drawn anew.
const Row = memo(({ row, isAt, isChosen, count, index, top, onClick }: RowProps) => {
  const words = useWords();
  const isDecided = row.state === 'decided';
  const Mark = isChosen ? SquareCheck : Square;
  const State = isDecided && row.kind !== null ? kindIcons[row.kind] : stateIcons[row.state];
  const language = words.languageName(row.language);
  const state = stateWords(words, row);
  return (
    // The list has the focus and the keys; a row is told to the reader as its active descendant.
    <div
      id={rowId(index)}
      {...commandListRow({
        chosen: isChosen,
        disabled: isDecided,
        place: index + 1,
        of: count,
        onClick: (event) => onClick(index, event),
      })}
      className={css.row}
      style={{ top }}
      data-at={isAt || undefined}
      data-list-item={row.item_id}
      data-state={row.state}
    >
      {isDecided ? <span /> : <Mark size={16} aria-hidden="true" />}
      <span className={css.number}>{words.number(row.position + 1)}</span>
      <span className={css.record}>{row.record_id}</span>
      <span className={css.soft}>{language}</span>
      <span className={css.state}>
        <State size={14} aria-hidden="true" /> {state}
      </span>
    </div>
  );
});

/** Where a key leads in a list; null when it does not move. */
function placeAfterKey(key: string, at: number, count: number, page: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  const place = steps[key];
  return place === undefined ? null : Math.max(0, Math.min(count - 1, place));
}

function Rows({ list, rows, onOpen }: { list: BatchList; rows: readonly QueueEntry[]; onOpen: () => void }) {
  const words = useWords();
  const host = useRef<HTMLDivElement>(null);
  const at = useStore(list.store, (state) => state.at);
  const chosen = useStore(list.store, (state) => state.chosen);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => host.current,
    estimateSize: () => ROW,
    overscan: 20,
  });
  useEffect(() => host.current?.focus(), []);
  useEffect(() => virtual.scrollToIndex(at, { align: 'auto' }), [virtual, at]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((host.current?.clientHeight ?? ROW) / ROW) - 1);
    const place = placeAfterKey(event.key, at, rows.length, page);
    if (place === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (event.shiftKey) list.extendTo(place);
    else list.goTo(place);
  };
  const onClick = useCallback(
    (index: number, event: MouseEvent) => {
      if (event.detail > 1) return onOpen();
      if (event.shiftKey) return list.extendTo(index);
      list.goTo(index);
      list.toggle();
    },
    [list, onOpen],
  );
  return (
    <div
      ref={host}
      {...commandList(words.t('screen.list'), rowId(at), onKeyDown)}
      className={css.rows}
      data-stage-focus
    >
      <div role="presentation" style={{ height: virtual.getTotalSize() }} className={css.all}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <Row
              key={row.item_id}
              row={row}
              index={index}
              top={start}
              count={rows.length}
              isAt={index === at}
              isChosen={chosen.includes(row.item_id)}
              onClick={onClick}
            />
          );
        })}
      </div>
    </div>
  );
}

function kindHandlers(list: BatchList): CommandHandlers {
  return Object.fromEntries(
    verdictKind.options.map((kind) => [kindCommands[kind], { run: () => void list.give(kind) }]),
  );
}

interface ListScreenProps {
  readonly batch: BatchId;
  readonly name: string;
  readonly onOpen: (row: QueueEntry) => void;
  readonly onLeave: () => void;
}

/** The items of a batch: where each stands, and several of them to be decided together once their context was seen. */
export function ListScreen({ batch, name, onOpen, onLeave }: ListScreenProps) {
  const words = useWords();
  const { list } = useReview();
  const rows = useStore(list.store, (state) => state.rows);
  const failure = useStore(list.store, (state) => state.failure);
  useEffect(() => {
    void list.load(batch);
    return list.leave;
  }, [list, batch]);
  const openRow = (): void => {
    const { rows: all, at } = list.store.getState();
    const row = all?.[at];
    if (row !== undefined) onOpen(row);
  };
  const leave = (): void => {
    if (list.store.getState().chosen.length > 0) list.clear();
    else onLeave();
  };
  useProvideCommands(
    {
      ...kindHandlers(list),
      'list.open': { run: openRow },
      'list.choose': { run: list.toggle },
      'decision.undo': { run: () => void list.undo() },
      'decision.redo': { run: () => void list.redo() },
      'decision.leave': { run: leave },
    },
    ['list'],
  );
  return (
    <main className={css.screen} data-screen="list" aria-label={words.t('screen.list')}>
      <section className={css.list} data-pane aria-label={words.t('screen.list')}>
        <header className={css.head}>
          <h1>{words.t('list.title', { batch: name })}</h1>
          <CommandButton id="list.open" look="quiet" say={(each) => each.t('list.open')} />
          <CommandButton id="list.choose" look="quiet" say={(each) => each.t('list.choose')} />
        </header>
        {failure === null ? null : <ErrorNote>{words.failure(failure)}</ErrorNote>}
        {rows === null || rows.length === 0 ? (
          <p className={css.soft}>{rows === null ? '' : words.t('list.empty')}</p>
        ) : (
          <Rows list={list} rows={rows} onOpen={openRow} />
        )}
      </section>
      <ChosenPane list={list} />
    </main>
  );
}
