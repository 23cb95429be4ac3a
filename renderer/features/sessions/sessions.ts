import { createStore } from 'zustand/vanilla';
import type { PageBridge } from '#contract/core-link.ts';
import type { PersonId } from '#contract/ids.ts';
import type { LupaClient } from '#contract/ipc.ts';
import type { Person } from '#contract/people.ts';
import type { Failure } from '#contract/result.ts';
import type { CsvStyle, SessionEvent, SessionLogCheck, SessionLogFormat } from '#contract/sessions.ts';
import { listen } from '#renderer/bridge/client.ts';

/** Days as the person picks them, `YYYY-MM-DD` of this device's time zone; both included. */
export interface ExportRange {
  readonly from: string;
  readonly to: string;
}

/** What is to be written. */
export interface ExportWish {
  readonly range: ExportRange;
  readonly reviewers: readonly PersonId[];
  readonly format: SessionLogFormat;
  readonly csv: CsvStyle;
}

export type ExportStage =
  | { readonly stage: 'idle' }
  | { readonly stage: 'running'; readonly rows: number; readonly share: number }
  | {
      readonly stage: 'done';
      readonly name: string;
      readonly rows: number;
      readonly bytes: number;
      readonly source: 'hub' | 'device';
      readonly saved: boolean;
    }
  | { readonly stage: 'failed'; readonly error: Pick<Failure, 'code' | 'params'> };

export type CheckStage =
  | { readonly stage: 'idle' }
  | { readonly stage: 'running' }
  | ({ readonly stage: 'done' } & SessionLogCheck)
  | { readonly stage: 'failed'; readonly error: Pick<Failure, 'code' | 'params'> };

export interface SessionsState {
  /** Null until the core has answered. */
  readonly events: readonly SessionEvent[] | null;
  readonly people: readonly Person[];
  readonly failure: Failure | null;
  readonly exporting: ExportStage;
  readonly checking: CheckStage;
  readonly load: () => Promise<void>;
  /** Has this device's log read from end to end. */
  readonly check: () => Promise<void>;
  readonly runExport: (wish: ExportWish) => Promise<void>;
  readonly cancelExport: () => Promise<void>;
  readonly saveAs: () => Promise<void>;
}

const SHOWN = 200;

/** The half-open range of moments that two days stand for, in this device's time zone. */
export function momentsOf({ from, to }: ExportRange): { from: string; to: string } {
  const end = new Date(`${to}T00:00:00`);
  end.setDate(end.getDate() + 1);
  return { from: new Date(`${from}T00:00:00`).toISOString(), to: end.toISOString() };
}

/** Makes the store of the session log. */
export function createSessions(client: LupaClient, bridge: PageBridge) {
  const store = createStore<SessionsState>()((set, get) => ({
    events: null,
    people: [],
    failure: null,
    exporting: { stage: 'idle' },
    checking: { stage: 'idle' },
    async load() {
      const [events, people] = await Promise.all([
        client.sessions.recent({ limit: SHOWN }),
        client.sessions.people({}),
      ]);
      if (!events.ok) return set({ failure: events.error });
      set({ events: events.value, people: people.ok ? people.value : [], failure: null });
    },
    async check() {
      set({ checking: { stage: 'running' } });
      const result = await client.sessions.check({});
      set({ checking: result.ok ? { stage: 'done', ...result.value } : { stage: 'failed', error: result.error } });
    },
    async runExport({ range, reviewers, format, csv }) {
      set({ exporting: { stage: 'running', rows: 0, share: 0 } });
      const result = await client.sessions.exportLog({ ...momentsOf(range), reviewers: [...reviewers], format, csv });
      if (result.ok) {
        set({ exporting: { stage: 'done', ...result.value, saved: false } });
        await get().saveAs();
      } else if (result.error.code === 'export-cancelled') {
        set({ exporting: { stage: 'idle' } });
      } else {
        set({ exporting: { stage: 'failed', error: result.error } });
      }
    },
    async cancelExport() {
      await client.sessions.cancelExport({});
    },
    async saveAs() {
      const { exporting } = get();
      if (exporting.stage !== 'done') return;
      const result = await client.app.saveExportAs({ name: exporting.name });
      if (result.ok) set({ exporting: { ...exporting, saved: result.value.saved } });
      else set({ exporting: { stage: 'failed', error: result.error } });
    },
  }));
  listen(bridge, 'export.progress', ({ rows, share }) => {
    if (store.getState().exporting.stage === 'running')
      store.setState({ exporting: { stage: 'running', rows, share } });
  });
  return store;
}
