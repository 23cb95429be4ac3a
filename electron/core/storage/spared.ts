import { diskFailure } from '../coded-error.ts';
import type { Log, LogFields } from '../ports/log.ts';

/**
 * Does a write that may be missing afterwards, because nobody loses work by it and what surrounds it must go on. What the disk refuses is logged
 * under `event`; everything else is thrown.
 */
export function spareable(log: Log, event: string, work: () => unknown, fields?: LogFields): void {
  try {
    work();
  } catch (error) {
    if (diskFailure(error) === null) throw error;
    log(event, fields);
  }
}
