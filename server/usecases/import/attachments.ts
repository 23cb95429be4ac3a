import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { packAnnotation, packGold, packHeat, packModerator, packPrediction } from '#contract/packs.ts';
import type { TallyName } from '#domain/packs/import-tally.ts';
import { onOneLine, readLine } from '#domain/packs/read-line.ts';
import type { ReadDb } from '../../storage/open.ts';
import { forEachBlock, type ImportRun, type TextLine } from './run.ts';

interface Row<Value> {
  readonly line: number;
  readonly value: Value;
  readonly sha256: string;
  readonly raw: string;
}

/** How one kind of line beside the records is stored. */
interface Attachment<Schema extends z.ZodType> {
  readonly file: string;
  readonly name: TallyName;
  readonly schema: Schema;
  /** The record it is about, when it is about one. */
  readonly record: (value: z.output<Schema>) => string | null;
  /** Its name, where there can be only one of it; otherwise the whole line is. */
  readonly key: ((value: z.output<Schema>) => string) | null;
  readonly strings: (value: z.output<Schema>) => readonly (string | null | undefined)[];
  /** Inserts those that are new, returning their line hashes. */
  readonly insert: (rows: readonly Row<z.output<Schema>>[]) => RawBuilder<{ line_sha256: string }>;
  /** The stored line hash under each of these names; only where there are names. */
  readonly stored: (keys: readonly string[]) => RawBuilder<{ key: string; line_sha256: string }> | null;
}

const attachment = <Schema extends z.ZodType>(shape: Attachment<Schema>): Attachment<Schema> => shape;

const hashes = (rows: readonly Row<unknown>[]) => rows.map((row) => row.sha256);
const raws = (rows: readonly Row<unknown>[]) => rows.map((row) => row.raw);

const people = attachment({
  file: 'people.jsonl',
  name: 'people',
  schema: packModerator,
  record: () => null,
  key: (value) => value.id,
  strings: (value) => [value.id, value.role],
  insert: (rows) => sql`insert into moderators (id, role, line_sha256, raw)
    select * from unnest(${rows.map((row) => row.value.id)}::text[], ${rows.map((row) => row.value.role)}::text[],
      ${hashes(rows)}::text[], ${raws(rows)}::text[]) on conflict do nothing returning line_sha256`,
  stored: (keys) => sql`select id as key, line_sha256 from moderators where id = any(${keys}::text[])`,
});

const annotations = attachment({
  file: 'annotations.jsonl',
  name: 'annotations',
  schema: packAnnotation,
  record: (value) => value.record,
  key: null,
  strings: (value) => [value.record, value.annotator, value.label],
  insert: (rows) => sql`insert into annotations (line_sha256, record_id, annotator, label, raw)
    select * from unnest(${hashes(rows)}::text[], ${rows.map((row) => row.value.record)}::text[],
      ${rows.map((row) => row.value.annotator)}::text[], ${rows.map((row) => row.value.label)}::text[],
      ${raws(rows)}::text[]) on conflict do nothing returning line_sha256`,
  stored: () => null,
});

const gold = attachment({
  file: 'gold.jsonl',
  name: 'gold',
  schema: packGold,
  record: (value) => value.record,
  key: (value) => value.record,
  strings: (value) => [value.record],
  insert: (rows) => sql`insert into gold (record_id, violation, line_sha256, raw)
    select * from unnest(${rows.map((row) => row.value.record)}::text[], ${rows.map((row) => row.value.violation)}::bool[],
      ${hashes(rows)}::text[], ${raws(rows)}::text[]) on conflict do nothing returning line_sha256`,
  stored: (keys) => sql`select record_id as key, line_sha256 from gold where record_id = any(${keys}::text[])`,
});

const predictions = attachment({
  file: 'predictions.jsonl',
  name: 'predictions',
  schema: packPrediction,
  record: (value) => value.record,
  key: null,
  strings: (value) => [value.record, value.model, value.version, value.label],
  insert: (rows) => sql`insert into predictions (line_sha256, record_id, model, version, label, score, raw)
    select * from unnest(${hashes(rows)}::text[], ${rows.map((row) => row.value.record)}::text[],
      ${rows.map((row) => row.value.model)}::text[], ${rows.map((row) => row.value.version)}::text[],
      ${rows.map((row) => row.value.label)}::text[], ${rows.map((row) => row.value.score)}::float8[],
      ${raws(rows)}::text[]) on conflict do nothing returning line_sha256`,
  stored: () => null,
});

const heat = attachment({
  file: 'heat.jsonl',
  name: 'heat',
  schema: packHeat,
  record: () => null,
  key: null,
  strings: (value) => [value.at, value.stream],
  insert: (rows) => sql`insert into heat (line_sha256, at, stream, rank, raw)
    select * from unnest(${hashes(rows)}::text[], ${rows.map((row) => row.value.at)}::text[],
      ${rows.map((row) => row.value.stream)}::text[], ${rows.map((row) => row.value.rank)}::bigint[],
      ${raws(rows)}::text[]) on conflict do nothing returning line_sha256`,
  stored: () => null,
});

async function knownRecords(db: ReadDb, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select id from records where id = any(${ids}::text[])`.execute(db);
  return new Set(rows.map((row) => row.id));
}

function readBlock<Schema extends z.ZodType>(run: ImportRun, kind: Attachment<Schema>, lines: readonly TextLine[]) {
  const { file, name } = kind;
  return lines.flatMap(({ line, text }): Row<z.output<Schema>>[] => {
    const read = readLine(text, kind.schema, kind.strings);
    if (!read.ok) {
      run.tally.refuse(name, { file, line, ...read.error });
      return [];
    }
    const raw = onOneLine(text);
    return [{ line, value: read.value, sha256: createHash('sha256').update(raw).digest('hex'), raw }];
  });
}

async function takeBlock<Schema extends z.ZodType>(
  run: ImportRun,
  kind: Attachment<Schema>,
  lines: readonly TextLine[],
): Promise<void> {
  const { db } = run.hub.database;
  const { file, name, key } = kind;
  const reads = readBlock(run, kind, lines);
  const about = reads.map((row) => kind.record(row.value)).filter((id) => id !== null);
  const known = await knownRecords(db, about);
  const placed = reads.filter((row) => {
    const record = kind.record(row.value);
    if (record === null || known.has(record)) return true;
    run.tally.refuse(name, { file, line: row.line, reason: 'unknown_record', detail: `no record ${record}` });
    return false;
  });
  if (placed.length === 0) return;
  const inserted = await kind.insert(placed).execute(db);
  const fresh = new Set(inserted.rows.map((row) => row.line_sha256));
  const query = key === null ? null : kind.stored(placed.map((row) => key(row.value)));
  const stored = new Map(
    (query === null ? [] : (await query.execute(db)).rows).map((row) => [row.key, row.line_sha256]),
  );
  for (const row of placed) {
    const there = key === null ? row.sha256 : stored.get(key(row.value));
    if (there !== row.sha256) {
      const detail = 'stored with other content under the same name';
      run.tally.refuse(name, { file, line: row.line, reason: 'same_id_other_content', detail });
    } else if (fresh.delete(row.sha256)) run.tally.count(name, 'imported');
    else run.tally.count(name, 'unchanged');
  }
}

const take = async <Schema extends z.ZodType>(run: ImportRun, kind: Attachment<Schema>): Promise<void> => {
  await forEachBlock(run, kind.file, kind.name, (lines) => takeBlock(run, kind, lines));
};

/** Imports everything beside the records that comes as lines; those about a record nobody knows are refused. */
export async function takeAttachments(run: ImportRun): Promise<void> {
  await take(run, people);
  await take(run, annotations);
  await take(run, gold);
  await take(run, predictions);
  await take(run, heat);
}
