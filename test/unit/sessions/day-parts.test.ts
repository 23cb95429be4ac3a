import { describe, expect, it } from 'vitest';
import { type DayPart, dayOf, isPartFull, stepPart } from '#domain/sessions/day-parts.ts';

describe('a typed day', () => {
  it.each([
    ['31', '12', '2025', '2025-12-31'],
    ['1', '2', '2026', '2026-02-01'],
    ['29', '02', '2028', '2028-02-29'],
  ])('%s of %s in %s is %s', (day, month, year, written) => {
    expect(dayOf({ day, month, year })).toBe(written);
  });

  it.each([
    ['', '12', '2025', 'has no day of the month'],
    ['31', '', '2025', 'has no month'],
    ['31', '12', '', 'has no year'],
    ['31', '12', '25', 'has half a year'],
    ['29', '02', '2026', 'is in no calendar'],
    ['31', '11', '2025', 'is in no calendar'],
    ['00', '11', '2025', 'is in no calendar'],
    ['10', '13', '2025', 'is in no calendar'],
    ['10', '10', '0026', 'is no year that is meant'],
  ])('%s of %s in %s is no day: it %s', (day, month, year) => {
    expect(dayOf({ day, month, year })).toBeNull();
  });

  it.each<[DayPart, string, boolean]>([
    ['day', '3', false],
    ['day', '4', true],
    ['day', '31', true],
    ['month', '1', false],
    ['month', '2', true],
    ['year', '202', false],
    ['year', '2025', true],
    ['day', '', false],
    ['day', '0', false],
  ])('%s “%s”: no more digits can follow: %s', (part, digits, full) => {
    expect(isPartFull(part, digits)).toBe(full);
  });

  it.each<[DayPart, string, 1 | -1, string]>([
    ['day', '31', 1, '01'],
    ['day', '01', -1, '31'],
    ['month', '09', 1, '10'],
    ['month', '', 1, '01'],
    ['month', '', -1, '12'],
    ['year', '2025', -1, '2024'],
  ])('%s “%s” moved by %s is “%s”', (part, digits, by, stepped) => {
    expect(stepPart(part, digits, by)).toBe(stepped);
  });
});
