import type { DemoRecord } from './record-shape.ts';
import { LIVE_RECORDS } from './records-live.ts';
import { MORE_LIVE_RECORDS } from './records-live-more.ts';
import { POST_BAN_RECORDS } from './records-post-ban.ts';
import { MORE_POST_BAN_RECORDS } from './records-post-ban-more.ts';

/** Every record of the demo pack, in the order of records.jsonl. */
export const RECORDS: readonly DemoRecord[] = [
  ...LIVE_RECORDS,
  ...MORE_LIVE_RECORDS,
  ...POST_BAN_RECORDS,
  ...MORE_POST_BAN_RECORDS,
];

/** Records whose answer everybody agrees on; they go into gold.jsonl. */
export const GOLD: readonly string[] = [
  'demo-001',
  'demo-002',
  'demo-005',
  'demo-009',
  'demo-011',
  'demo-012',
  'demo-018',
  'demo-020',
  'demo-025',
  'demo-028',
  'demo-030',
  'demo-036',
  'demo-039',
];

/** Labels that the quality panel already gave: record, annotator, label. */
export const ANNOTATIONS: readonly (readonly [record: string, annotator: string, label: string])[] = [
  ['demo-001', 'ann-1', 'dangerous_acts'],
  ['demo-001', 'ann-3', 'dangerous_acts'],
  ['demo-003', 'ann-1', 'harassment'],
  ['demo-003', 'ann-3', 'bullying'],
  ['demo-006', 'ann-1', 'none'],
  ['demo-006', 'ann-2', 'spam'],
  ['demo-009', 'ann-1', 'impersonation'],
  ['demo-009', 'ann-2', 'scam'],
  ['demo-012', 'ann-1', 'none'],
  ['demo-012', 'ann-2', 'none'],
  ['demo-012', 'ann-3', 'hate_speech'],
  ['demo-019', 'ann-1', 'harassment'],
  ['demo-019', 'ann-2', 'none'],
  ['demo-026', 'ann-1', 'none'],
  ['demo-026', 'ann-2', 'none'],
  ['demo-031', 'ann-1', 'hate_speech'],
  ['demo-031', 'ann-3', 'hate_speech'],
  ['demo-039', 'ann-1', 'harassment'],
];
