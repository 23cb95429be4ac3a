import type { ItemId } from '#contract/ids.ts';
import type { LupaClient } from '#contract/ipc.ts';
import type { ItemView } from '#contract/review.ts';
import type { Failure, Result } from '#contract/result.ts';
import { warmSections } from '#renderer/ui/policy-text/ready-sections.ts';
import { openingClip, sourceOf } from './clips.ts';
import type { PlayerPool } from './player/pool.ts';

/** How many items ahead are kept ready. */
export const AHEAD = 3;
const MOST_KEPT = 12;

/** Items fetched before they are needed. */
export interface Preparing {
  /** A prepared item at once (no promise, so that no frame is lost), else null. */
  readonly ready: (item: ItemId) => ItemView | null;
  /** An item that came by another way. */
  readonly keep: (view: ItemView) => void;
  readonly fetch: (item: ItemId) => Promise<Result<ItemView, Failure['code']>>;
  /** Fetches the items after this one, opens their first clips and reads their policies; says which, none when another item came meanwhile. */
  readonly ahead: (view: ItemView) => Promise<readonly ItemView[]>;
  /** What is known of these items is out of date. */
  readonly forget: (items: readonly ItemId[]) => void;
  readonly forgetAll: () => void;
  /** Forgets everything, and opens nothing more of what is on its way. */
  readonly stop: () => void;
}

/** Makes the cache of prepared items. */
export function createPreparing(client: LupaClient, pool: PlayerPool): Preparing {
  const kept = new Map<ItemId, ItemView>();
  let round = 0;
  const keep = (view: ItemView): void => {
    kept.delete(view.item.id);
    kept.set(view.item.id, view);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value ?? view.item.id);
  };
  const fetch: Preparing['fetch'] = async (item) => {
    const result = await client.review.item({ item_id: item });
    if (result.ok) keep(result.value);
    return result;
  };
  const idle = (): Promise<void> => new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: 200 }));

  return {
    ready: (item) => kept.get(item) ?? null,
    keep,
    fetch,
    async ahead(view) {
      round += 1;
      const own = round;
      const views: ItemView[] = [];
      let next = view.next_id;
      while (next !== null && next !== view.item.id && views.length < AHEAD) {
        const known = kept.get(next);
        const result = known === undefined ? await fetch(next) : { ok: true as const, value: known };
        if (own !== round) return [];
        if (!result.ok) break;
        views.push(result.value);
        next = result.value.next_id;
      }
      pool.prepare(views.map((each) => sourceOf(each, openingClip(each))).filter((source) => source !== null));
      for (const { policy } of views) {
        await idle();
        if (policy === null || own !== round) continue;
        warmSections(policy.policy, 'en');
        warmSections(policy.policy, 'es');
      }
      return own === round ? views : [];
    },
    forget(items) {
      for (const item of items) kept.delete(item);
    },
    forgetAll: () => kept.clear(),
    stop() {
      round += 1;
      kept.clear();
    },
  };
}
