/** A person whom records, annotations or decisions name. */
export type Person = {
  readonly id: string;
  readonly role: 'moderator' | 'annotator';
  readonly team: string;
  readonly region: string;
  readonly languages: readonly string[];
};

function moderator(id: string, team: string, region: string, ...languages: string[]): Person {
  return { id, role: 'moderator', team, region, languages };
}

/** Everybody whom the demo pack names. */
export const PEOPLE: readonly Person[] = [
  moderator('mod-11', 'frontline-west', 'US-CA', 'en'),
  moderator('mod-12', 'frontline-west', 'US-CA', 'en', 'es'),
  moderator('mod-17', 'frontline-west', 'US-TX', 'en'),
  moderator('mod-21', 'frontline-latam', 'MX', 'es'),
  moderator('mod-22', 'frontline-latam', 'CO', 'es'),
  moderator('mod-23', 'frontline-latam', 'AR', 'es'),
  moderator('mod-31', 'frontline-iberia', 'ES', 'es'),
  moderator('mod-41', 'frontline-night', 'GB', 'en'),
  { id: 'ann-1', role: 'annotator', team: 'quality-panel', region: 'US-CA', languages: ['en', 'es'] },
  { id: 'ann-2', role: 'annotator', team: 'quality-panel', region: 'MX', languages: ['es'] },
  { id: 'ann-3', role: 'annotator', team: 'quality-panel', region: 'GB', languages: ['en', 'es'] },
];
