import type { CareDay } from '#contract/care.ts';
import type { ItemId } from '#contract/ids.ts';
import type { LupaClient } from '#contract/ipc.ts';

const TICK = 1_000;
/** Reported at least this often while something counts. Seconds. */
const REPORT_AFTER = 15;
/** Longest stretch that is believed between two ticks: a machine that slept was not at work. Seconds. */
const LONGEST = 5;
/** Without any key or pointer for so long nobody is at work. Milliseconds. */
const IDLE_AFTER = 5 * 60_000;

/** What the meter looks at. */
export interface MeterPorts {
  readonly client: Pick<LupaClient, 'care'>;
  readonly target: Window;
  /** The item whose clip is on the screen, unblanked; null when none is. */
  readonly shown: () => ItemId | null;
  /** Somebody is signed in, the screen is unlocked, and it is no break. */
  readonly atWork: () => boolean;
  readonly heard: (day: CareDay) => void;
}

/** Counts time at work and of clip on the screen, and hands it to the person's own ledger. Answers how to stop. */
export function startMeter({ client, target, shown, atWork, heard }: MeterPorts): () => void {
  let before = performance.now();
  let touched = before;
  let sum: { item: ItemId | null; work: number; shown: number } = { item: null, work: 0, shown: 0 };
  const touch = (): void => {
    touched = performance.now();
  };
  const report = (): void => {
    const { item, work, shown: seconds } = sum;
    sum = { item: null, work: 0, shown: 0 };
    if (work <= 0 && seconds <= 0) return;
    void client.care.spent({ item_id: item, work_s: work, shown_s: seconds }).then((answer) => {
      if (answer.ok) heard(answer.value);
    });
  };
  const tick = (): void => {
    const now = performance.now();
    const passed = Math.min(LONGEST, (now - before) / 1_000);
    before = now;
    const isHere = atWork() && !document.hidden;
    const item = isHere ? shown() : null;
    if (item !== sum.item) {
      report();
      sum.item = item;
    }
    if (isHere && now - touched < IDLE_AFTER) sum.work += passed;
    if (item !== null) sum.shown += passed;
    if (sum.work >= REPORT_AFTER || sum.shown >= REPORT_AFTER) report();
  };
  const timer = setInterval(tick, TICK);
  for (const name of ['keydown', 'pointermove', 'pointerdown'] as const) {
    target.addEventListener(name, touch, { capture: true, passive: true });
  }
  target.addEventListener('pagehide', report);
  return () => {
    clearInterval(timer);
    report();
    for (const name of ['keydown', 'pointermove', 'pointerdown'] as const)
      target.removeEventListener(name, touch, true);
    target.removeEventListener('pagehide', report);
  };
}
