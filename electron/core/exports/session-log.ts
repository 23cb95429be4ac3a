import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fail, ok, type Result } from '#contract/result.ts';
import {
  type ExportedLog,
  type ExportRequest,
  type SessionEvent,
  sessionEvent,
  type SessionLogFormat,
  type SessionLogQuery,
} from '#contract/sessions.ts';
import { byteOrderMark, sessionLogCsvHeader, sessionLogCsvRow } from '#domain/sessions/session-log-format.ts';
import { type Account, recordEvent } from '../account.ts';
import { write } from '../storage/database.ts';
import { listPeople } from '../storage/people.ts';
import { countEvents, linesAfter } from '../storage/session-events.ts';
import type { HubClient } from '../sync/hub-client.ts';
import { isOfType, type OpenAnswer } from '../sync/hub-http.ts';
import { ExportFile } from './export-file.ts';
import { LineReader } from './line-reader.ts';

const NDJSON = 'application/x-ndjson';
const PROGRESS_EVERY = 2_000;
const PIECE = 1_000;

class Cancelled extends Error {}

/** Writes session logs to the exports folder; one at a time. */
export class SessionLogExporter {
  readonly #account: Account;
  readonly #hub: HubClient;
  #running: { cancelled: boolean; answer: OpenAnswer | null } | null = null;

  constructor(account: Account, hub: HubClient) {
    this.#account = account;
    this.#hub = hub;
  }

  /** Ends the export that is running, if any; its file does not appear. */
  cancel(): void {
    if (this.#running === null) return;
    this.#running.cancelled = true;
    this.#running.answer?.close();
  }

  /**
   * Writes the asked part of the log: from the hub when a supervisor asks and it answers, else what this device knows. Reviewers get
   * their own part only.
   */
  async export(
    request: ExportRequest,
  ): Promise<Result<ExportedLog, 'forbidden' | 'export-failed' | 'export-cancelled'>> {
    const { person } = this.#account.credential;
    const isSupervisor = person.role === 'supervisor';
    const asksOthers = request.reviewers.length === 0 || request.reviewers.some((id) => id !== person.id);
    if (!isSupervisor && asksOthers) return fail('forbidden', 'a reviewer may export only their own session log');
    if (this.#running !== null) return fail('export-failed', 'another export is running');
    const running = { cancelled: false, answer: null };
    this.#running = running;
    try {
      const done = (isSupervisor ? await this.#fromHub(request) : null) ?? (await this.#fromDevice(request));
      write(this.#account.db, (tx) =>
        recordEvent(tx, this.#account, { type: 'export', format: request.format, rows: done.rows }),
      );
      return ok(done);
    } catch (error) {
      if (error instanceof Cancelled || running.cancelled) return fail('export-cancelled', 'the export was cancelled');
      this.#account.ports.log('export_failed', { error: error instanceof Error ? error.name : 'unknown' });
      return fail(
        'export-failed',
        error instanceof Error && 'code' in error ? String(error.code) : 'the file could not be written',
      );
    } finally {
      this.#running = null;
    }
  }

  async #begin(format: SessionLogFormat): Promise<ExportFile> {
    const { clock, ids } = this.#account.ports;
    const day = new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-');
    return ExportFile.begin(
      join(this.#account.dataDir, 'exports'),
      `session-log-${day}-${ids.next().slice(-6)}.${format}`,
    );
  }

  async #write(
    source: ExportedLog['source'],
    format: SessionLogFormat,
    fill: (file: ExportFile) => Promise<number>,
  ): Promise<ExportedLog> {
    const file = await this.#begin(format);
    try {
      const rows = await fill(file);
      this.#checkCancelled();
      await file.finish();
      this.#tell(rows, 1);
      return { name: file.name, rows, bytes: file.bytes, source };
    } catch (error) {
      await file.discard();
      throw error;
    }
  }

  #tell(rows: number, share: number): void {
    this.#account.ports.emit('export.progress', { rows, share: Math.min(1, Math.max(0, share)) });
  }

  /** Writes events as the request wants them: a line as it came, or a row of cells. */
  #writerOf({ format, csv }: ExportRequest): Writer {
    if (format === 'ndjson') return { head: '', row: (_event, line) => line };
    const names = new Map(listPeople(this.#account.db).map((each) => [each.id as string, each.name]));
    const { person } = this.#account.credential;
    names.set(person.id, person.name);
    return {
      head: byteOrderMark + sessionLogCsvHeader(csv),
      row: (event) => {
        const read = event();
        return sessionLogCsvRow(read, names.get(read.person_id) ?? '', csv);
      },
    };
  }

  #checkCancelled(): void {
    if (this.#running?.cancelled) throw new Cancelled();
  }

  /** Null when the hub does not answer, or its answer broke off: the device then gives what it knows. */
  async #fromHub(request: ExportRequest): Promise<ExportedLog | null> {
    // The lossless form, whatever is wanted: cells are made here, in the reader's language and for their spreadsheet.
    const answer = await this.#hub.sessionLog({ ...request, format: 'ndjson' });
    this.#checkCancelled();
    if (!answer.ok) return null;
    if (this.#running !== null) this.#running.answer = answer.value;
    const promised = Number(answer.value.headers.get('x-lupa-rows') ?? Number.NaN);
    if (!isOfType(answer.value, NDJSON) || !Number.isInteger(promised)) {
      answer.value.close();
      return null;
    }
    try {
      return await this.#write('hub', request.format, (file) => this.#copy(request, answer.value, promised, file));
    } catch (error) {
      this.#checkCancelled();
      if (error instanceof BrokenOff || !(error instanceof Error && 'code' in error)) return null;
      throw error;
    } finally {
      answer.value.close();
    }
  }

  async #copy(request: ExportRequest, answer: OpenAnswer, promised: number, file: ExportFile): Promise<number> {
    const writer = this.#writerOf(request);
    const reader = new LineReader();
    await file.write(writer.head);
    let rows = 0;
    let told = 0;
    for await (const piece of answer.pieces()) {
      for (const line of reader.read(piece)) {
        await file.write(writer.row(() => readEvent(line), `${line}\n`));
        rows += 1;
      }
      this.#checkCancelled();
      if (rows - told < PROGRESS_EVERY) continue;
      told = rows;
      this.#tell(rows, rows / promised);
    }
    if (!reader.isWhole || rows !== promised) throw new BrokenOff();
    return rows;
  }

  #fromDevice(request: ExportRequest): Promise<ExportedLog> {
    const { db } = this.#account;
    const wanted = wantedBy(request);
    const writer = this.#writerOf(request);
    const all = countEvents(db);
    return this.#write('device', request.format, async (file) => {
      await file.write(writer.head);
      let [rows, read] = [0, 0];
      for (
        let piece = linesAfter(db, 0, PIECE);
        piece.length > 0;
        piece = linesAfter(db, piece.at(-1)?.seq ?? 0, PIECE)
      ) {
        for (const { line } of piece) {
          const event = readEvent(line);
          if (!wanted(event)) continue;
          await file.write(writer.row(() => event, `${line}\n`));
          rows += 1;
        }
        read += piece.length;
        this.#tell(rows, read / all);
        await nextTurn();
        this.#checkCancelled();
      }
      return rows;
    });
  }
}

/** How events become text. */
interface Writer {
  readonly head: string;
  /** @param line the event's own line with its end, as it was frozen */
  readonly row: (event: () => SessionEvent, line: string) => string;
}

const readEvent = (line: string): SessionEvent => sessionEvent.parse(JSON.parse(line));

class BrokenOff extends Error {}

function wantedBy(request: SessionLogQuery): (event: SessionEvent) => boolean {
  const from = Date.parse(request.from);
  const to = Date.parse(request.to);
  const people = new Set<string>(request.reviewers);
  return (event) => {
    const at = Date.parse(event.at);
    return at >= from && at < to && (people.size === 0 || people.has(event.person_id));
  };
}
