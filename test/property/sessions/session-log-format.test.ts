import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sessionEvent } from '#contract/sessions.ts';
import {
  byteOrderMark,
  csvRow,
  sessionLogColumns,
  sessionLogCsvHeader,
  sessionLogCsvRow,
} from '#domain/sessions/session-log-format.ts';

const readCsv = (text: string): string[][] => parse(text, { bom: true, record_delimiter: '\r\n' });

const unguarded = (cell: string): string => (/^'[=+\-@\t\r\n＝＋－＠]/.test(cell) ? cell.slice(1) : cell);

const cell = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc
    .tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '"', ',', "'"), fc.string())
    .map((parts) => parts.join('')),
);

const ids = fc.uuid({ version: 7 });
const event = fc
  .record({
    id: ids,
    session_id: ids,
    person_id: ids,
    device_id: ids,
    device_seq: fc.integer({ min: 1 }),
    at: fc
      .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((d) => d.toISOString()),
    detail: fc.oneof(
      fc.record({
        type: fc.constant('verdict'),
        item_id: ids,
        result_id: ids,
        kind: fc.constant('overturn'),
        supersedes: fc.option(ids),
      }),
      fc.record({ type: fc.constant('lock') }),
      fc.record({
        type: fc.constant('policy_read'),
        item_id: fc.option(ids),
        policy_id: fc.string({ minLength: 1, maxLength: 200 }),
        version: fc.string({ minLength: 1, maxLength: 100 }),
        language: fc.constantFrom('en', 'es'),
      }),
    ),
  })
  .map((raw) => sessionEvent.parse(raw));

describe('session log as CSV', () => {
  it('is read back cell by cell exactly as written, but for the guard against formulas', () => {
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1 }), (rows) => {
        const back = readCsv(byteOrderMark + rows.map((row) => csvRow(row)).join(''));
        expect(back.map((row) => row.map(unguarded))).toEqual(rows.map((row) => row.map(unguarded)));
      }),
    );
  });

  it('never writes a cell that a spreadsheet would run', () => {
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
        for (const written of readCsv(csvRow(cells))[0] ?? []) expect(written).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      }),
    );
  });

  it('keeps every event on one row of all columns', () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 1 }), fc.string({ unit: 'grapheme' }), (events, name) => {
        const rows = readCsv(sessionLogCsvHeader() + events.map((one) => sessionLogCsvRow(one, name)).join(''));
        expect(rows).toHaveLength(events.length + 1);
        expect(rows[0]).toEqual([...sessionLogColumns]);
        expect(rows.slice(1).map((row) => row.at(-1))).toEqual(events.map((one) => one.id));
      }),
    );
  });
});
