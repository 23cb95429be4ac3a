/** The parts of a day as they are typed: digits, or nothing yet. */
export interface DayParts {
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

export type DayPart = keyof DayParts;

/** How many digits a part has. */
export const partDigits: Readonly<Record<DayPart, number>> = { day: 2, month: 2, year: 4 };

const LAST_DAY = 31;
const LAST_MONTH = 12;
const LAST_YEAR = 9_999;
const lastOf: Readonly<Record<DayPart, number>> = { day: LAST_DAY, month: LAST_MONTH, year: LAST_YEAR };

/** The day that the parts make, as `YYYY-MM-DD`; null while a part is missing, and where the calendar has no such day. */
export function dayOf({ day, month, year }: DayParts): string | null {
  if (day === '' || month === '' || year.length < partDigits.year) return null;
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const real = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return real.toISOString().slice(0, written.length) === written ? written : null;
}

/** Whether no further digit can belong to the part: the hand goes on to the next one. */
export function isPartFull(part: DayPart, digits: string): boolean {
  return digits.length >= partDigits[part] || (digits !== '' && Number(`${digits}0`) > lastOf[part]);
}

/** The part one more or one less, around its ends; an empty part begins at the near end. */
export function stepPart(part: DayPart, digits: string, by: 1 | -1): string {
  const last = lastOf[part];
  const next = digits === '' ? (by > 0 ? 1 : last) : Number(digits) + by;
  const within = next < 1 ? last : next > last ? 1 : next;
  return String(within).padStart(partDigits[part], '0');
}
