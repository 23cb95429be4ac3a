import type { ItemId } from '#contract/ids.ts';
import type { Draft } from '#contract/review.ts';

/** Rest after the last change before a draft is written. Milliseconds. */
const DEBOUNCE = 150;

/** Writes drafts a moment after they change, each item's newest only. */
export interface DraftKeeper {
  readonly changed: (item: ItemId, draft: Draft) => void;
  /** Writes at once what is waiting. */
  readonly flush: () => Promise<void>;
  /** Forgets what is waiting: the verdict has taken its place. */
  readonly drop: () => void;
}

/** @param save writes one draft; it tells the person itself when that fails */
export function createDraftKeeper(save: (item: ItemId, draft: Draft) => Promise<void>): DraftKeeper {
  let waiting: { item: ItemId; draft: Draft } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    const due = waiting;
    waiting = null;
    if (due !== null) await save(due.item, due.draft);
  };
  return {
    changed(item, draft) {
      if (waiting !== null && waiting.item !== item) void flush();
      waiting = { item, draft };
      clearTimeout(timer);
      timer = setTimeout(() => void flush(), DEBOUNCE);
    },
    flush,
    drop() {
      clearTimeout(timer);
      waiting = null;
    },
  };
}
