import type { Device } from '#contract/devices.ts';

const folded = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

const ORDER: Readonly<Record<Device['state'], number>> = { in_use: 0, signed_out: 1, revoked: 2 };

/**
 * The devices that somebody looks for: those whose person or name has every word, accents and capitals aside. Those in use come first; within a state
 * the order stays.
 */
export function devicesToShow(devices: readonly Device[], query: string): readonly Device[] {
  const wanted = folded(query).split(/\s+/);
  const found = devices.filter(({ name, person }) => {
    const text = folded(`${person.name} ${name}`);
    return wanted.every((word) => text.includes(word));
  });
  return found.toSorted((one, other) => ORDER[one.state] - ORDER[other.state]);
}
