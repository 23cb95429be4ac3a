import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type ItemClip, itemClip } from '#contract/batches.ts';
import { type ModerationRecord, moderationRecord } from '#contract/records.ts';
import { onOneLine, readLine } from '#domain/packs/read-line.ts';
import { findRecords, insertRecords, type RecordRow } from '../../storage/import-records.ts';
import { ClipIntake } from './clips.ts';
import { forEachBlock, type ImportRun, type TextLine } from './run.ts';

const file = 'records.jsonl';
const storedClips = z.array(itemClip);

/** What of a record becomes a column that batches are drawn by. */
function columnsOf(record: ModerationRecord) {
  return {
    id: record.id as string,
    stage: record.stage as string,
    surface: record.surface as string,
    violation_type: record.decision?.violation_type ?? null,
    language: record.subject?.language || record.transcript?.find((line) => line.language)?.language || null,
    region: record.subject?.region ?? null,
    subject_id: record.subject?.id ?? null,
    team: record.decision?.team ?? null,
  };
}

/** What goes into the database as text beside the record itself. */
const stringsOf = (record: ModerationRecord): (string | null | undefined)[] => [
  ...Object.values(columnsOf(record)),
  ...(record.clips ?? []).map((clip) => clip.mime),
];

interface ReadRecord {
  readonly line: number;
  readonly text: string;
  readonly sha256: string;
  readonly record: ModerationRecord;
}

/** Imports `records.jsonl`: each record with all its clips or not at all, each id once. */
export class RecordIntake {
  readonly #run: ImportRun;
  readonly #clips: ClipIntake;
  readonly #seenIds = new Set<string>();
  readonly #seenObjects = new Set<string>();

  constructor(run: ImportRun) {
    this.#run = run;
    this.#clips = new ClipIntake(run);
  }

  #read(lines: readonly TextLine[]): ReadRecord[] {
    return lines.flatMap(({ line, text }) => {
      const read = readLine(text, moderationRecord, stringsOf);
      if (!read.ok) {
        this.#run.tally.refuse('records', { file, line, ...read.error });
        return [];
      }
      const { id } = read.value;
      if (this.#seenIds.has(id)) {
        const detail = `${id} stands in this file already`;
        this.#run.tally.refuse('records', { file, line, reason: 'duplicate_id', detail });
        return [];
      }
      this.#seenIds.add(id);
      const sha256 = createHash('sha256').update(text.trim()).digest('hex');
      return [{ line, text, sha256, record: read.value }];
    });
  }

  #countKnownObjects(clips: readonly ItemClip[]): void {
    for (const { sha256 } of clips) {
      if (sha256 === null || this.#seenObjects.has(sha256)) continue;
      this.#seenObjects.add(sha256);
      this.#run.tally.count('objects', 'unchanged');
    }
  }

  async #toRow(read: ReadRecord): Promise<RecordRow | null> {
    const { line, record } = read;
    const taken = await this.#clips.take(record);
    if (!taken.ok) {
      this.#run.tally.refuse('records', { file, line, ...taken.error });
      return null;
    }
    for (const path of taken.missing) {
      const detail = `${record.id} names ${path}, which is not in the pack`;
      this.#run.tally.notice({ file, line, reason: 'file_missing', detail });
    }
    return {
      ...columnsOf(record),
      content_sha256: read.sha256,
      raw: onOneLine(read.text),
      clips: JSON.stringify(taken.clips),
      has_clip: taken.clips.some((clip) => clip.sha256 !== null),
      objects: taken.clips.flatMap(({ ordinal, sha256, bytes, mime }) =>
        sha256 === null || bytes === null ? [] : [{ ordinal, sha256, bytes, mime }],
      ),
    };
  }

  async #takeBlock(lines: readonly TextLine[]): Promise<void> {
    const { hub, tally, id } = this.#run;
    const reads = this.#read(lines);
    const known = await findRecords(
      hub.database.db,
      reads.map((read) => read.record.id),
    );
    const rows: RecordRow[] = [];
    for (const read of reads) {
      const stored = known.get(read.record.id);
      if (stored === undefined) {
        const row = await this.#toRow(read);
        if (row !== null) rows.push(row);
      } else if (stored.content_sha256 === read.sha256) {
        tally.count('records', 'unchanged');
        this.#countKnownObjects(storedClips.parse(JSON.parse(stored.clips)));
      } else {
        const detail = `${read.record.id} is stored with other content`;
        tally.refuse('records', { file, line: read.line, reason: 'same_id_other_content', detail });
      }
    }
    if (rows.length === 0) return;
    const fresh = await hub.database.db.transaction().execute((tx) => insertRecords(tx, id, rows));
    tally.count('records', 'imported', rows.length);
    for (const { sha256 } of rows.flatMap((row) => row.objects)) {
      if (this.#seenObjects.has(sha256)) continue;
      this.#seenObjects.add(sha256);
      tally.count('objects', fresh.has(sha256) ? 'imported' : 'unchanged');
    }
  }

  /** Reads the whole file. */
  async take(): Promise<void> {
    const outcome = await forEachBlock(this.#run, file, 'records', (lines) => this.#takeBlock(lines));
    if (outcome === 'missing') {
      const detail = 'a pack has its records in this file';
      this.#run.tally.refuse(null, { file, line: null, reason: 'file_missing', detail });
    }
  }
}
