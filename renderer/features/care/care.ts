import { createStore } from 'zustand/vanilla';
import type { CareDay, LedgerDay } from '#contract/care.ts';
import type { ViolationType } from '#contract/ids.ts';
import type { LupaClient } from '#contract/ipc.ts';
import type { Result } from '#contract/result.ts';
import { SNOOZE_MIN } from '#domain/care/breaks.ts';
import { withDay } from '#domain/care/ledger.ts';
import type { NoticesStore } from '#renderer/ui/notices.ts';

const LEDGER_DAYS = 14;

/** What the care page and the prompts show. */
export interface CareState {
  readonly day: CareDay | null;
  readonly ledger: readonly LedgerDay[];
  readonly optOuts: readonly ViolationType[];
  readonly types: readonly ViolationType[];
  /** How many items left the queue by the last change. */
  readonly hidden: number | null;
  /** Seconds at work since the last break before which no break is asked for. */
  readonly snoozedUntil_s: number;
  readonly load: () => Promise<void>;
  readonly heard: (day: CareDay) => void;
  readonly later: () => void;
  readonly breakTaken: (seconds: number) => Promise<void>;
  readonly passCap: () => Promise<void>;
  readonly setOptOuts: (types: readonly ViolationType[]) => Promise<void>;
}

/** Makes the store. */
export function createCare(client: LupaClient, notices: NoticesStore) {
  return createStore<CareState>()((set, get) => {
    // The page of the ledger may be open: its row of today is what was heard last.
    const heard = (day: CareDay): void => set({ day, ledger: withDay(get().ledger, day, LEDGER_DAYS) });
    const take = (result: Result<CareDay>): void => {
      if (result.ok) heard(result.value);
      else notices.getState().fail(result.error);
    };
    return {
      day: null,
      ledger: [],
      optOuts: [],
      types: [],
      hidden: null,
      snoozedUntil_s: 0,
      async load() {
        const [day, ledger, optOuts, types] = await Promise.all([
          client.care.day({}),
          client.care.ledger({ days: LEDGER_DAYS }),
          client.care.optOuts({}),
          client.policies.violationTypes({}),
        ]);
        if (day.ok) set({ day: day.value });
        if (ledger.ok) set({ ledger: ledger.value });
        if (optOuts.ok) set({ optOuts: optOuts.value });
        if (types.ok) set({ types: types.value });
      },
      heard,
      later: () => set({ snoozedUntil_s: (get().day?.since_break.work_s ?? 0) + SNOOZE_MIN * 60 }),
      async breakTaken(seconds) {
        set({ snoozedUntil_s: 0 });
        take(await client.care.breakTaken({ seconds }));
      },
      async passCap() {
        take(await client.care.passCap({}));
      },
      async setOptOuts(types) {
        const result = await client.care.setOptOuts({ violation_types: [...types] });
        if (result.ok) set({ optOuts: types, hidden: result.value.hidden });
        else notices.getState().fail(result.error);
      },
    };
  });
}

export type CareStore = ReturnType<typeof createCare>;
