import { assertNever } from '#contract/assert.ts';
import { type CsvStyle, plainCsv, type SessionEvent, type SessionEventDetail } from '#contract/sessions.ts';

/**
 * How the session log is written to a file, the same on the hub and on a device: CSV for spreadsheets, NDJSON (one event a
 * line, as it is stored) as the lossless form. Header words come with the style; this file knows only the columns.
 */
export const sessionLogColumns = [
  'at',
  'person',
  'person_id',
  'type',
  'item_id',
  'batch_id',
  'verdict_kind',
  'error_class',
  'root_cause',
  'corrected_violation_type',
  'corrected_severity',
  'score',
  'result_id',
  'supersedes',
  'evidence_marks',
  'policy_id',
  'policy_version',
  'language',
  'clip',
  'from_s',
  'to_s',
  'count',
  'format',
  'session_id',
  'device_id',
  'device_seq',
  'event_id',
] as const;
export type SessionLogColumn = (typeof sessionLogColumns)[number];

/** Written first in a CSV file, so that spreadsheets read it as UTF-8. */
export const byteOrderMark = '\uFEFF';

/** Line end of CSV rows (RFC 4180). */
export const csvLineEnd = '\r\n';

type Cells = Partial<Record<SessionLogColumn, string | number | null>>;

function cellsOfDetail(detail: SessionEventDetail): Cells {
  switch (detail.type) {
    case 'item_shown':
      return { item_id: detail.item_id, batch_id: detail.batch_id };
    case 'clip_played':
      // People count clips from 1, the contract from 0.
      return { item_id: detail.item_id, clip: detail.clip_ordinal + 1, from_s: detail.from_s, to_s: detail.to_s };
    case 'policy_read':
      return {
        item_id: detail.item_id,
        policy_id: detail.policy_id,
        policy_version: detail.version,
        language: detail.language,
      };
    case 'verdict':
      return {
        item_id: detail.item_id,
        verdict_kind: detail.kind,
        result_id: detail.result_id,
        supersedes: detail.supersedes,
        evidence_marks: detail.evidence_marks,
        error_class: detail.error_class,
        root_cause: detail.root_cause,
        corrected_violation_type: detail.corrected_violation_type,
        corrected_severity: detail.corrected_severity,
        score: detail.score,
      };
    case 'undo':
    case 'redo':
      return { item_id: detail.item_id, result_id: detail.result_id, supersedes: detail.supersedes };
    case 'skip':
      return { item_id: detail.item_id };
    case 'app_started':
      return { count: detail.unsent_results };
    case 'database_damaged':
      return { count: detail.saved_results };
    case 'export':
      return { count: detail.rows, format: detail.format };
    case 'language_changed':
      return { language: detail.language };
    case 'hub_log_doubted':
      return { count: detail.told_size };
    case 'log_broken':
      return { count: detail.line };
    case 'sign_in':
    case 'sign_out':
    case 'lock':
    case 'unlock':
    case 'break_start':
    case 'break_end':
      return {};
    default:
      return assertNever(detail);
  }
}

/** Spreadsheets run a cell that starts so as a formula; the last four are the full-width forms of the first four. */
const startsFormula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

const separators = { comma: ',', semicolon: ';' } as const;

/** A number as the spreadsheet reads it: where `;` separates, the comma is decimal, and a point would make a date of 1.5. */
function numberText(value: number, { separator }: CsvStyle): string {
  return separator === 'semicolon' ? String(value).replace('.', ',') : String(value);
}

/** One CSV cell: always quoted, quotes doubled, and a leading `'` where a spreadsheet would see a formula. */
function csvCell(value: string | number | null | undefined, style: CsvStyle): string {
  const text = typeof value === 'number' ? numberText(value, style) : (value ?? '');
  const guarded = startsFormula.test(text) ? `'${text}` : text;
  return `"${guarded.replaceAll('"', '""')}"`;
}

/** One CSV row of any cells, with its line end. */
export function csvRow(cells: readonly (string | number | null | undefined)[], style: CsvStyle = plainCsv): string {
  return cells.map((cell) => csvCell(cell, style)).join(separators[style.separator]) + csvLineEnd;
}

/** The header row of a session log in CSV, with its line end. A column that the style does not name bears its own name. */
export function sessionLogCsvHeader(style: CsvStyle = plainCsv): string {
  return csvRow(
    sessionLogColumns.map((column, place) => style.headers?.[place] ?? column),
    style,
  );
}

/** One event as a CSV row with its line end. `personName` is who did it; empty when the name is not known here. */
export function sessionLogCsvRow(event: SessionEvent, personName: string, style: CsvStyle = plainCsv): string {
  const cells: Cells = {
    ...cellsOfDetail(event.detail),
    at: event.at,
    person: personName,
    person_id: event.person_id,
    type: event.detail.type,
    session_id: event.session_id,
    device_id: event.device_id,
    device_seq: event.device_seq,
    event_id: event.id,
  };
  return csvRow(
    sessionLogColumns.map((column) => cells[column]),
    style,
  );
}
