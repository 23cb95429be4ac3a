import type { CareDay } from '#contract/care.ts';
import type { ViolationType } from '#contract/ids.ts';
import { NOW } from './fixtures.ts';

/** What this backend keeps of a person's care. */
export interface KeptCare {
  today: Omit<CareDay, 'verdicts'>;
  optOuts: ViolationType[];
  /** Lists the hub was told, oldest first; while offline they wait. */
  told: ViolationType[][];
  waiting: ViolationType[] | null;
}

const TODAY = NOW.slice(0, 10);

/** A day nobody has worked on. */
export function freshCare(): KeptCare {
  return {
    today: {
      day: TODAY,
      shown: [],
      work_s: 0,
      breaks: { count: 0, seconds: 0 },
      since_break: { work_s: 0, shown_s: 0 },
      cap_passed: false,
    },
    optOuts: [],
    told: [],
    waiting: null,
  };
}
