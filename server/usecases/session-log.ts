import { Readable } from 'node:stream';
import { personId } from '#contract/ids.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import { type SessionLogFormat, sessionEvent } from '#contract/sessions.ts';
import { byteOrderMark, sessionLogCsvHeader, sessionLogCsvRow } from '#domain/sessions/session-log-format.ts';
import type { HubContext } from '../context.ts';
import { readSessionLog, type SessionLogReader } from '../storage/session-events.ts';

/** What to export. `reviewers` is a comma-separated list of person ids. */
export interface SessionLogRequest {
  readonly from: string;
  readonly to: string;
  readonly reviewers?: string | undefined;
  readonly format: SessionLogFormat;
}

/** A running export: how many events will come, and their text. */
export interface SessionLogExport {
  readonly rows: number;
  readonly text: Readable;
}

async function* csv(reader: SessionLogReader): AsyncGenerator<string> {
  yield byteOrderMark + sessionLogCsvHeader();
  for await (const block of reader.blocks()) {
    yield block.map(({ line, name }) => sessionLogCsvRow(sessionEvent.parse(JSON.parse(line)), name)).join('');
  }
}

/** Streams part of the session log; memory does not grow with it. The stream must be read or destroyed. */
export async function exportSessionLog(
  hub: HubContext,
  request: SessionLogRequest,
): Promise<Result<SessionLogExport, 'invalid-request'>> {
  const ids = (request.reviewers ?? '').split(',').filter((id) => id !== '');
  const wrong = ids.find((id) => !personId.safeParse(id).success);
  if (wrong !== undefined) return fail('invalid-request', `reviewers: "${wrong}" is not a person id`);
  const reader = await readSessionLog(hub.database, { from: request.from, to: request.to, people: ids });
  const text = request.format === 'csv' ? csv(reader) : reader.texts();
  const stream = Readable.from(text, { objectMode: false });
  // Also when the reader went away before the first block: a generator that never began runs no `finally`.
  stream.once('close', () => {
    reader.close().catch((error: unknown) => hub.log.warn({ err: error }, 'session log export'));
  });
  return ok({ rows: reader.count, text: stream });
}
