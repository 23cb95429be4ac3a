import type { Batch } from '#contract/batches.ts';
import {
  type BatchId,
  type DeviceId,
  type ItemId,
  itemId,
  type PersonId,
  type RecordId,
  recordId,
  type ResultId,
} from '#contract/ids.ts';
import type { LupaClient } from '#contract/ipc.ts';
import { type Draft, draft, type ItemView, type VerdictView } from '#contract/review.ts';
import { fail, ok } from '#contract/result.ts';
import { type VerdictDocument, verdictChoices } from '#contract/verdicts.ts';
import { practiceClips } from './practice-clips.ts';

const AT = '2026-01-01T00:00:00.000Z';
const idOf = (family: number, number: number): string =>
  `01900000-0000-7000-8${String(family).padStart(3, '0')}-${String(number).padStart(12, '0')}`;

const batch: Batch = {
  id: idOf(901, 1) as BatchId,
  name: 'Practice · Práctica',
  mode: 'open',
  priority: 0,
  due_at: null,
  created_at: AT,
  scorecard: null,
};

const items = practiceClips.map((clip, position) => ({ ...clip, position, id: idOf(902, position + 1) as ItemId }));
type PracticeItem = (typeof items)[number];

/** What is practised, as long as the page lives: nothing of it is stored, sent or logged. */
class Practice {
  readonly drafts = new Map<ItemId, Draft>();
  readonly verdicts: VerdictDocument[] = [];
  readonly withdrawn: VerdictDocument[] = [];
  #given = 0;

  of(id: ItemId): VerdictDocument | null {
    return this.verdicts.findLast((each) => each.item_id === id) ?? null;
  }

  next(after: number): ItemId | null {
    const open = items.filter((item) => this.of(item.id) === null);
    return (open.find((item) => item.position > after) ?? open[0])?.id ?? null;
  }

  progress() {
    return { total: items.length, decided: items.filter((item) => this.of(item.id) !== null).length };
  }

  give(verdict: Pick<VerdictDocument, 'item_id' | 'kind' | 'choices'>): VerdictDocument {
    this.#given += 1;
    const item = items.find((each) => each.id === verdict.item_id);
    const document: VerdictDocument = {
      type: 'verdict',
      id: idOf(903, this.#given) as ResultId,
      batch_id: batch.id,
      record_id: recordId.parse(item?.record),
      round: 1,
      person_id: idOf(904, 1) as PersonId,
      device_id: idOf(905, 1) as DeviceId,
      device_seq: this.#given,
      decided_at: AT,
      policy_read: null,
      interface_language: 'en',
      playhead_s: null,
      clip_ordinal: null,
      supersedes: null,
      score: null,
      bulk_id: null,
      ...verdict,
    };
    this.verdicts.push(document);
    this.drafts.delete(verdict.item_id);
    return document;
  }
}

function viewOf(practice: Practice, item: PracticeItem): ItemView {
  return {
    item: {
      id: item.id,
      batch_id: batch.id,
      record_id: item.record as RecordId,
      assignee: idOf(904, 1) as PersonId,
      position: item.position,
      round: 1,
    },
    batch,
    record: {
      id: item.record as RecordId,
      stage: 'post_ban',
      surface: 'live',
      subject: { handle: item.handle },
      decision: { action: 'warn', violation_type: 'spam', severity: 1 },
    },
    blinded: false,
    enforced: true,
    clips: [
      {
        state: 'ready',
        url: item.url,
        clip: { ordinal: 0, sha256: null, bytes: null, mime: 'video/mp4', duration_s: null },
      },
    ],
    policy: null,
    draft: practice.drafts.get(item.id) ?? null,
    verdict: practice.of(item.id),
    skipped: false,
    previous_id: items[item.position - 1]?.id ?? null,
    next_id: practice.next(item.position),
  };
}

function toLine(verdict: VerdictDocument): VerdictView {
  const { id, item_id, batch_id, record_id, kind, decided_at } = verdict;
  const position = items.find((item) => item.id === item_id)?.position ?? 0;
  return { result_id: id, item_id, batch_id, record_id, position, kind, decided_at, upload: 'acked' };
}

function reviewCalls(practice: Practice): LupaClient['review'] {
  const positionOf = (id: string): number => items.find((item) => item.id === id)?.position ?? -1;
  const after = (document: VerdictDocument) => ({
    result_id: document.id,
    next_id: practice.next(positionOf(document.item_id)),
    progress: practice.progress(),
  });
  return {
    resume: async () => {
      const item_id = practice.next(-1);
      const item = items.find(({ id }) => id === item_id);
      return ok({ item_id, item: item === undefined ? null : viewOf(practice, item) });
    },
    item: async ({ item_id }) => {
      const item = items.find((each) => each.id === item_id);
      return item === undefined ? fail('item-unknown', item_id) : ok(viewOf(practice, item));
    },
    saveDraft: async (input) => {
      practice.drafts.set(itemId.parse(input.item_id), draft.parse(input.draft));
      return ok({});
    },
    submit: async ({ item_id, kind, choices }) => {
      practice.withdrawn.length = 0;
      return ok(after(practice.give({ item_id: itemId.parse(item_id), kind, choices: verdictChoices.parse(choices) })));
    },
    undo: async () => {
      const last = practice.verdicts.pop();
      if (last === undefined) return fail('nothing-to-undo', 'nothing was practised');
      practice.withdrawn.push(last);
      return ok({ item_id: last.item_id, kind: last.kind, count: 1 });
    },
    redo: async () => {
      const last = practice.withdrawn.pop();
      if (last === undefined) return fail('nothing-to-redo', 'nothing was taken back');
      return ok({ ...after(practice.give(last)), item_id: last.item_id, kind: last.kind, count: 1 });
    },
    skip: async ({ item_id }) => ok({ next_id: practice.next(positionOf(item_id)) ?? itemId.parse(item_id) }),
    recent: async ({ limit }) => ok(practice.verdicts.slice(-limit).reverse().map(toLine)),
    steps: async () => ok({ undo: null, redo: null }),
    history: async () => ok([]),
    contexts: async () => ok([]),
    bulk: async ({ item_ids }) => ok({ given: [], refused: item_ids.map((id) => itemId.parse(id)) }),
  };
}

/** The page's client with another review behind it: policies are the real ones, everything that would be kept or told is not. */
export function createPracticeClient(client: LupaClient): LupaClient {
  const practice = new Practice();
  return {
    ...client,
    review: reviewCalls(practice),
    batches: { ...client.batches, list: async () => ok([]) },
    sessions: { ...client.sessions, report: async () => ok({}) },
  };
}
