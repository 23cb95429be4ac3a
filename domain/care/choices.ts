import type { CareChoices, Look, Shield } from '#contract/care.ts';

/** Nothing over the clip. */
export const noShield: Shield = { grey: false, blur: false, pixelate: false, small: false };

/** What a person has who never chose. Breaks are asked for, nothing is capped, nothing is shielded. */
export const careAtFirst: CareChoices = {
  shield: noShield,
  break_after_min: 60,
  break_after_shown_min: 30,
  daily_cap_min: 0,
  practice: { state: 'new', at: 0 },
};

export const lookAtFirst: Look = { theme: 'dark', reduced_motion: false };

/** The parts of a shield, in the order in which they are named. */
export const shieldParts = ['grey', 'blur', 'pixelate', 'small'] as const;
export type ShieldPart = (typeof shieldParts)[number];

/** What the cycle key goes through: nothing, then one kind after the other, the strongest with grey. */
const cycle: readonly Shield[] = [
  noShield,
  { ...noShield, grey: true },
  { ...noShield, grey: true, blur: true },
  { ...noShield, grey: true, pixelate: true },
  { ...noShield, small: true },
];

const same = (a: Shield, b: Shield): boolean => shieldParts.every((part) => a[part] === b[part]);

/** Whether anything lies over the clip. */
export function isShielded(shield: Shield): boolean {
  return !same(shield, noShield);
}

/** The shield after one press of the cycle key; an own combination goes to nothing first. */
export function nextShield(now: Shield): Shield {
  const place = cycle.findIndex((each) => same(each, now));
  return (place < 0 ? noShield : cycle[(place + 1) % cycle.length]) ?? noShield;
}
