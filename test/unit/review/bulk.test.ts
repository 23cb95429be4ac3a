import { describe, expect, it } from 'vitest';
import type { Scorecard } from '#contract/batches.ts';
import { bulkKinds } from '#domain/review/bulk.ts';

const open = { mode: 'open', scorecard: null, decided: false, enforced: true } as const;
const card: Scorecard = { criteria: [{ id: 'a', title: { en: 'A', es: 'A' }, weight: 1, critical: false }] };

describe('the kinds that may be given to several items at once', () => {
  it('are those that need nothing said of the one record', () => {
    expect(bulkKinds(open)).toEqual(['uphold', 'overturn', 'insufficient_evidence', 'escalate']);
    expect(bulkKinds({ ...open, enforced: false })).toEqual(['uphold', 'insufficient_evidence', 'escalate']);
  });

  it('are none for a blind batch, a batch with a scorecard, or an item that is decided', () => {
    expect(bulkKinds({ ...open, mode: 'blind' })).toEqual([]);
    expect(bulkKinds({ ...open, scorecard: card })).toEqual([]);
    expect(bulkKinds({ ...open, decided: true })).toEqual([]);
  });
});
