import { createStore } from 'zustand/vanilla';
import type { Failure } from '#contract/result.ts';
import type { MessageId } from '#renderer/i18n/catalog.ts';
import type { Values } from '#renderer/i18n/use-words.ts';

/** A sentence for the person, kept as its id so that it changes language with the page. */
export interface Notice {
  /** Counts up, so that the same words twice are said twice. */
  readonly number: number;
  readonly id: MessageId;
  readonly values: Values;
  /** `heard`: only read out, for it is seen anyway. */
  readonly tone: 'calm' | 'bad' | 'heard';
}

export interface Notices {
  readonly notice: Notice | null;
  readonly say: (id: MessageId, values?: Values) => void;
  /** Says it to screen readers only. */
  readonly read: (id: MessageId, values?: Values) => void;
  readonly fail: (error: Pick<Failure, 'code' | 'params'>) => void;
  readonly clear: () => void;
}

/** The one polite line of the page: what was just done, recovered or refused. */
export function createNotices() {
  let number = 0;
  return createStore<Notices>()((set) => {
    const show = (id: MessageId, values: Values, tone: Notice['tone']): void => {
      number += 1;
      set({ notice: { number, id, values, tone } });
    };
    return {
      notice: null,
      say: (id, values = {}) => show(id, values, 'calm'),
      read: (id, values = {}) => show(id, values, 'heard'),
      fail: ({ code, params }) => show(`error.${code}`, { count: 0, ...params }, 'bad'),
      clear: () => set({ notice: null }),
    };
  });
}

export type NoticesStore = ReturnType<typeof createNotices>;
