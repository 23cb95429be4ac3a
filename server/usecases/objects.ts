import type { HubContext } from '../context.ts';
import type { Caller } from '../storage/devices.ts';

/** What a person may fetch: the clips of items they hold; a supervisor all. The MIME type is as the record gave it. */
export async function findObject(
  hub: HubContext,
  caller: Caller,
  sha256: string,
): Promise<{ readonly bytes: number; readonly mime: string } | null> {
  const { rows } = await hub.database.pool.query<{ bytes: number; mime: string | null }>({
    name: 'object-for-person',
    text: `select o.bytes, o.mime from objects o where o.sha256 = $1 and ($2 or exists (
             select from record_clips c join items i on i.record_id = c.record_id
             where c.sha256 = o.sha256 and i.assignee = $3::uuid))`,
    values: [sha256, caller.person.role === 'supervisor', caller.person.id],
  });
  const row = rows[0];
  return row === undefined ? null : { bytes: row.bytes, mime: row.mime ?? 'application/octet-stream' };
}

/** A part of an object, both ends inclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** The last `count` bytes. */
function suffix(count: number, size: number): ByteRange | 'unsatisfiable' {
  const length = Math.min(count, size);
  return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 };
}

/**
 * Reads a Range header (RFC 9110) for an object of `size` bytes.
 * @returns the range; 'all' when there is none that we answer (absent, several, another unit); 'unsatisfiable' when it lies outside
 */
export function parseRange(header: string | undefined, size: number): ByteRange | 'all' | 'unsatisfiable' {
  const match = /^bytes=(?:(?<first>\d{1,15})-(?<last>\d{0,15})|-(?<count>\d{1,15}))$/.exec(header?.trim() ?? '');
  if (match?.groups === undefined) return 'all';
  const { first, last, count } = match.groups;
  if (first === undefined) return suffix(Number(count), size);
  const start = Number(first);
  const end = last === '' ? Number.POSITIVE_INFINITY : Number(last);
  // A last position before the first makes the header invalid, and an invalid one is to be ignored.
  if (end < start) return 'all';
  return start >= size ? 'unsatisfiable' : { start, end: Math.min(end, size - 1) };
}
