import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fail, ok, type Result } from '#contract/result.ts';
import type { SessionEvent, SessionLogFormat, SessionLogQuery } from '#contract/sessions.ts';
import {
  byteOrderMark,
  sessionLogCsvHeader,
  sessionLogCsvRow,
  sessionLogNdjsonLine,
} from '#domain/sessions/session-log-format.ts';
import { type Account, recordEvent } from '../account.ts';
import { write } from '../storage/database.ts';
import { listPeople } from '../storage/people.ts';
import { eventsAfter } from '../storage/session-events.ts';
import type { HubClient } from '../sync/hub-client.ts';
import { isOfType, type OpenAnswer } from '../sync/hub-http.ts';
import { ExportFile } from './export-file.ts';
import { RowCounter } from './row-counter.ts';

/** A session log that was written. */
export interface Exported {
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
  readonly source: 'hub' | 'device';
}

export type ExportRequest = SessionLogQuery & { readonly format: SessionLogFormat };

const MEDIA_TYPES = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;
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
  async export(request: ExportRequest): Promise<Result<Exported, 'forbidden' | 'export-failed' | 'export-cancelled'>> {
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
    source: Exported['source'],
    format: SessionLogFormat,
    fill: (file: ExportFile) => Promise<number>,
  ): Promise<Exported> {
    const file = await this.#begin(format);
    try {
      const rows = await fill(file);
      this.#checkCancelled();
      await file.finish();
      this.#account.ports.emit('export.progress', { rows });
      return { name: file.name, rows, bytes: file.bytes, source };
    } catch (error) {
      await file.discard();
      throw error;
    }
  }

  #checkCancelled(): void {
    if (this.#running?.cancelled) throw new Cancelled();
  }

  /** Null when the hub does not answer, or its answer broke off: the device then gives what it knows. */
  async #fromHub(request: ExportRequest): Promise<Exported | null> {
    const answer = await this.#hub.sessionLog(request);
    this.#checkCancelled();
    if (!answer.ok) return null;
    if (this.#running !== null) this.#running.answer = answer.value;
    if (!isOfType(answer.value, MEDIA_TYPES[request.format])) {
      answer.value.close();
      return null;
    }
    const counter = new RowCounter(request.format);
    try {
      return await this.#write('hub', request.format, async (file) => {
        const decoder = new StringDecoder('utf8');
        let told = 0;
        for await (const piece of answer.value.pieces()) {
          const text = decoder.write(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
          counter.read(text);
          await file.write(text);
          this.#checkCancelled();
          if (counter.rows - told >= PROGRESS_EVERY) {
            told = counter.rows;
            this.#account.ports.emit('export.progress', { rows: told });
          }
        }
        if (!counter.isWhole) throw new BrokenOff();
        return counter.rows;
      });
    } catch (error) {
      this.#checkCancelled();
      if (error instanceof BrokenOff || !(error instanceof Error && 'code' in error)) return null;
      throw error;
    } finally {
      answer.value.close();
    }
  }

  #fromDevice(request: ExportRequest): Promise<Exported> {
    const { db, ports } = this.#account;
    const names = new Map(listPeople(db).map((each) => [each.id as string, each.name]));
    names.set(this.#account.credential.person.id, this.#account.credential.person.name);
    const wanted = wantedBy(request);
    return this.#write('device', request.format, async (file) => {
      if (request.format === 'csv') await file.write(byteOrderMark + sessionLogCsvHeader());
      let rows = 0;
      for (
        let piece = eventsAfter(db, 0, PIECE);
        piece.length > 0;
        piece = eventsAfter(db, piece.at(-1)?.seq ?? 0, PIECE)
      ) {
        for (const { event } of piece) {
          if (!wanted(event)) continue;
          await file.write(
            request.format === 'csv'
              ? sessionLogCsvRow(event, names.get(event.person_id) ?? '')
              : sessionLogNdjsonLine(event),
          );
          rows += 1;
        }
        ports.emit('export.progress', { rows });
        await nextTurn();
        this.#checkCancelled();
      }
      return rows;
    });
  }
}

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
