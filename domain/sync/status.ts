import type { ErrorCode } from '#contract/errors.ts';
import type { Instant } from '#contract/ids.ts';
import type { SyncState, SyncStatus } from '#contract/sync.ts';

/** What is known about sync at a moment. */
export interface SyncFacts {
  /** Results that the hub has not confirmed, without the parked ones. */
  readonly pending: number;
  /** A push that has been running for more than a blink; null otherwise. */
  readonly push: { readonly done: number; readonly total: number } | null;
  /** Whether the last contact worked. */
  readonly reachable: boolean;
  readonly lastContactAt: Instant | null;
  /** Something a person must see, and how much of it. */
  readonly attention: { readonly code: ErrorCode; readonly count: number } | null;
}

/**
 * What the pill says. Trouble comes first; `up_to_date` needs both nothing pending and a last contact that worked, so it is never
 * said while something waits.
 */
export function syncStateOf(facts: SyncFacts): SyncState {
  if (facts.attention !== null) return { state: 'needs_attention', ...facts.attention };
  if (facts.push !== null && facts.push.total > 0) return { state: 'uploading', ...facts.push };
  if (facts.pending > 0 || !facts.reachable || facts.lastContactAt === null) {
    return { state: 'saved_on_device', pending: facts.pending };
  }
  return { state: 'up_to_date', at: facts.lastContactAt };
}

/** What is on its way at a moment, and how far it is; null: nothing. */
export type Transfer =
  | { readonly kind: 'results'; readonly done: number; readonly total: number; readonly share: number }
  | {
      readonly kind: 'clips';
      readonly done: number;
      readonly total: number;
      readonly bytes: number;
      readonly bytesTotal: number;
      readonly share: number;
    };

/** What the bar beside the pill shows: verdicts that go up first, by count; else clips that come down, by count and bytes. */
export function transferOf({ sync, clips, paused }: SyncStatus): Transfer | null {
  if (sync.state === 'uploading') {
    const { done, total } = sync;
    return { kind: 'results', done, total, share: done / total };
  }
  const { ready, wanted, bytes_ready, bytes_wanted, active } = clips;
  if ((active === 0 && !paused) || ready >= wanted) return null;
  const share = bytes_wanted === 0 ? ready / wanted : bytes_ready / bytes_wanted;
  return { kind: 'clips', done: ready, total: wanted, bytes: bytes_ready, bytesTotal: bytes_wanted, share };
}
