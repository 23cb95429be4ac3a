import { describe, expect, it } from 'vitest';
import { moderationRecord } from '#contract/records.ts';
import { blindRecord } from '#domain/review/blind-view.ts';

const secret = 'ban_30d-under-hate';

const record = moderationRecord.parse({
  id: 'r-1',
  stage: 'post_ban',
  surface: 'live',
  subject: { id: 'u', handle: '@x', region: 'MX', language: 'es', standing: secret },
  stream: { id: 's', title: 'night', moderation_state: secret },
  transcript: [{ t: 1, text: 'hola' }],
  signals: [
    { kind: 'model', name: 'tagger', label: secret, score: 0.9 },
    { kind: 'report', reason: 'harassment', count: 3 },
    { kind: 'classifier', label: secret },
    { kind: 'report', reason: 'scored', score: 0.4, label: secret },
  ],
  decision: { action: secret, severity: 3 },
  appeal: { status: secret },
  previous_decision: secret,
});

describe('a record in a blind batch', () => {
  it('holds nothing of the decision, the appeal, a model, or a field nobody knows', () => {
    expect(JSON.stringify(blindRecord(record))).not.toContain(secret);
  });

  it('still shows what happened and what viewers reported', () => {
    expect(blindRecord(record)).toMatchObject({
      id: 'r-1',
      subject: { handle: '@x', language: 'es' },
      stream: { title: 'night' },
      transcript: [{ text: 'hola' }],
      signals: [{ kind: 'report', reason: 'harassment', count: 3 }],
    });
  });

  it('leaves the record it was given as it was', () => {
    const before = JSON.stringify(record);
    blindRecord(record);
    expect(JSON.stringify(record)).toBe(before);
  });
});
