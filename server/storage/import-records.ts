import { sql } from 'kysely';
import type { ReadDb, WriteTx } from './open.ts';

/** A record as it is stored. */
export interface RecordRow {
  readonly id: string;
  readonly content_sha256: string;
  readonly raw: string;
  /** JSON list of contract `itemClip`. */
  readonly clips: string;
  readonly stage: string;
  readonly surface: string;
  readonly violation_type: string | null;
  readonly language: string | null;
  readonly subject_id: string | null;
  readonly region: string | null;
  readonly team: string | null;
  readonly has_clip: boolean;
  readonly objects: readonly {
    readonly ordinal: number;
    readonly sha256: string;
    readonly bytes: number;
    readonly mime: string | null;
  }[];
}

/** Which of these records are stored already, with their content's hash and clips. */
export async function findRecords(
  db: ReadDb,
  ids: readonly string[],
): Promise<Map<string, { content_sha256: string; clips: string }>> {
  const { rows } = await sql<{ id: string; content_sha256: string; clips: string }>`
    select id, content_sha256, clips from records where id = any(${ids}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Stores records with what they name, in the given order; returns the hashes of objects that were not known before. */
export async function insertRecords(tx: WriteTx, importId: string, rows: readonly RecordRow[]): Promise<Set<string>> {
  const objects = new Map(rows.flatMap((row) => row.objects.map((one) => [one.sha256, one] as const)));
  const all = [...objects.values()];
  const fresh = await sql<{ sha256: string }>`
    insert into objects (sha256, bytes, mime)
    select * from unnest(${all.map((one) => one.sha256)}::text[], ${all.map((one) => one.bytes)}::bigint[],
      ${all.map((one) => one.mime)}::text[])
    on conflict (sha256) do nothing returning sha256`.execute(tx);
  const column = <Key extends keyof RecordRow>(key: Key): RecordRow[Key][] => rows.map((row) => row[key]);
  await sql`
    insert into records (id, pack_order, content_sha256, raw, clips, stage, surface, violation_type, subject_id, language, region,
      team, has_clip, import_id)
    select n.id, nextval('record_order'), n.content_sha256, n.raw, n.clips, n.stage, n.surface, n.violation_type,
      n.subject_id, n.language, n.region, n.team, n.has_clip, ${importId}
    from unnest(${column('id')}::text[], ${column('content_sha256')}::text[], ${column('raw')}::text[],
      ${column('clips')}::text[], ${column('stage')}::text[], ${column('surface')}::text[],
      ${column('violation_type')}::text[], ${column('subject_id')}::text[], ${column('language')}::text[], ${column('region')}::text[],
      ${column('team')}::text[], ${column('has_clip')}::bool[]) with ordinality
      as n (id, content_sha256, raw, clips, stage, surface, violation_type, subject_id, language, region, team, has_clip, place)
    order by n.place`.execute(tx);
  const clips = rows.flatMap((row) => row.objects.map((one) => ({ record: row.id, ...one })));
  await sql`
    insert into record_clips (record_id, ordinal, sha256)
    select * from unnest(${clips.map((clip) => clip.record)}::text[], ${clips.map((clip) => clip.ordinal)}::int[],
      ${clips.map((clip) => clip.sha256)}::text[])`.execute(tx);
  return new Set(fresh.rows.map((row) => row.sha256));
}
