import type { CareDay, LedgerDay } from '#contract/care.ts';
import type { ItemId } from '#contract/ids.ts';
import type { CoreHandlers } from '#contract/ipc.ts';
import { ok } from '#contract/result.ts';
import { type Backend, effectiveVerdict } from './state.ts';

/** Two days before, so that the ledger has something to show. */
const earlier: readonly LedgerDay[] = [
  {
    day: '2026-05-19',
    shown: [
      { severity: 1, seconds: 1_260 },
      { severity: 3, seconds: 2_040 },
      { severity: null, seconds: 300 },
    ],
    work_s: 14_400,
    breaks: { count: 3, seconds: 2_700 },
  },
  { day: '2026-05-18', shown: [{ severity: 2, seconds: 1_500 }], work_s: 12_600, breaks: { count: 2, seconds: 1_800 } },
];

/** Whether the person does not want to see this item. */
export function isOptedOut({ kept, items }: Backend, id: ItemId): boolean {
  const type = items.find((item) => item.id === id)?.record.decision?.violation_type;
  return kept.care.optOuts.some((each) => each === type);
}

/** Tells the hub what waits, when it can be reached. */
export function tellOptOuts({ kept, faults }: Backend): void {
  if (faults.offline || kept.care.waiting === null) return;
  kept.care.told.push(kept.care.waiting);
  kept.care.waiting = null;
}

function severityOf(backend: Backend, id: ItemId): number | null {
  const item = backend.items.find((each) => each.id === id);
  const own = effectiveVerdict(backend, id)?.choices.corrected_severity ?? null;
  return own ?? item?.record.decision?.severity ?? null;
}

function todayOf(backend: Backend): CareDay {
  const kinds = backend.items.flatMap((item) => effectiveVerdict(backend, item.id)?.kind ?? []);
  const verdicts = [...new Set(kinds)].map((kind) => ({ kind, count: kinds.filter((each) => each === kind).length }));
  return { ...backend.kept.care.today, verdicts };
}

/** The care calls. */
export function careCalls(backend: Backend): CoreHandlers['care'] {
  const { care } = backend.kept;
  const answer = () => {
    backend.save();
    return ok(todayOf(backend));
  };
  return {
    day: () => ok(todayOf(backend)),
    ledger: ({ days }) => ok([todayOf(backend), ...earlier].slice(0, days).map(entryOf)),
    spent({ item_id, work_s, shown_s }) {
      const { today } = care;
      today.work_s += work_s;
      today.since_break = {
        work_s: today.since_break.work_s + work_s,
        shown_s: today.since_break.shown_s + shown_s,
      };
      const severity = item_id === null ? null : severityOf(backend, item_id);
      const known = today.shown.find((each) => each.severity === severity);
      if (known !== undefined) known.seconds += shown_s;
      else if (shown_s > 0) today.shown.push({ severity, seconds: shown_s });
      return answer();
    },
    breakTaken({ seconds }) {
      const { breaks } = care.today;
      care.today.breaks = { count: breaks.count + 1, seconds: breaks.seconds + seconds };
      care.today.since_break = { work_s: 0, shown_s: 0 };
      return answer();
    },
    passCap() {
      care.today.cap_passed = true;
      return answer();
    },
    optOuts: () => ok(care.optOuts),
    setOptOuts({ violation_types }) {
      care.optOuts = violation_types;
      care.waiting = violation_types;
      tellOptOuts(backend);
      backend.save();
      const hidden = backend.items.filter((item) => isOptedOut(backend, item.id)).map((item) => item.id);
      backend.emit('data.changed', { batches: true, policies: false, item_ids: hidden });
      return ok({ hidden: hidden.length });
    },
  };
}

function entryOf({ day, shown, work_s, breaks }: LedgerDay): LedgerDay {
  return { day, shown, work_s, breaks };
}
