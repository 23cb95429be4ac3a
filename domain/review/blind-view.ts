import type { ModerationRecord, RecordSignal } from '#contract/records.ts';

/** What a blind reviewer may see of a record; anything else, also fields nobody here knows, could give the decision away. */
const OPEN_FIELDS = ['id', 'stage', 'surface', 'subject', 'stream', 'occurred_at', 'clips', 'transcript'] as const;
const SUBJECT_FIELDS = ['id', 'handle', 'region', 'language'] as const;
const STREAM_FIELDS = ['id', 'title', 'started_at', 'viewers', 'heat_rank'] as const;

function pick<T extends object>(from: T, fields: readonly (keyof T & string)[]): T {
  return Object.fromEntries(
    fields.filter((field) => from[field] !== undefined).map((field) => [field, from[field]]),
  ) as T;
}

/** A score is somebody's opinion of the content, whatever its kind is called; reports say what viewers complained of. */
function isModelOpinion(signal: RecordSignal): boolean {
  return signal.kind !== 'report' || (signal.score ?? null) !== null;
}

/**
 * A record as a reviewer sees it in a blind batch before the verdict: without the original decision, the appeal, the models'
 * signals, and fields that the format does not name.
 */
export function blindRecord(record: ModerationRecord): ModerationRecord {
  const shown = pick(record, OPEN_FIELDS);
  if (record.subject) shown.subject = pick(record.subject, SUBJECT_FIELDS);
  if (record.stream) shown.stream = pick(record.stream, STREAM_FIELDS);
  if (record.signals) shown.signals = record.signals.filter((signal) => !isModelOpinion(signal));
  return shown;
}
