/** For so long after its last contact with the hub a device may keep what the hub lent it. Days. */
export const LENT_FOR_DAYS = 30;

const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Whether the time is over for which a device may keep records and clips. A device that never heard its hub has nothing that was lent.
 * @param lastContactAt when the hub was last heard, ISO 8601; null when it never was
 * @param now milliseconds since 1970
 */
export function isLendingOver(lastContactAt: string | null, now: number): boolean {
  return lastContactAt !== null && now - Date.parse(lastContactAt) > LENT_FOR_DAYS * DAY_MS;
}
