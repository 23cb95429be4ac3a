import pg from 'pg';

/** A record of the hub, by what there is to look at. */
export interface Candidate {
  readonly id: string;
  readonly looks: Looks;
}

/** `missing`: it names a clip that never came. */
export type Looks = 'one_clip' | 'several_clips' | 'missing' | 'no_clip';

/** Out of nine items: four with a clip, two with several, two without, one with a missing one. */
const rota: readonly Looks[] = [
  'one_clip',
  'several_clips',
  'one_clip',
  'no_clip',
  'one_clip',
  'missing',
  'several_clips',
  'one_clip',
  'no_clip',
];

/** `count` members of a list at even distances, so that all of a pack is met and not only its beginning. */
function spread<Value>(list: readonly Value[], count: number): Value[] {
  const taken = Math.min(count, list.length);
  return Array.from({ length: taken }, (_, index) => list[Math.floor((index * list.length) / taken)] as Value);
}

/**
 * Chooses what the tour looks at: a mixture of everything that the pack has, from all over the pack.
 * @param candidates in pack order
 * @returns ids of `count` records, or of all when there are fewer
 */
export function pickRecords(candidates: readonly Candidate[], count: number): string[] {
  const wanted = new Map<Looks, number>();
  for (let index = 0; index < count; index += 1) {
    const looks = rota[index % rota.length] as Looks;
    wanted.set(looks, (wanted.get(looks) ?? 0) + 1);
  }
  const chosen = new Set<string>();
  for (const [looks, number] of wanted) {
    const ofKind = candidates.filter((each) => each.looks === looks);
    for (const { id } of spread(ofKind, number)) chosen.add(id);
  }
  // A pack may have fewer of a kind than the rota asks for; others fill up, those with clips first.
  for (const isTextOnly of [false, true]) {
    const rest = candidates.filter(({ id, looks }) => !chosen.has(id) && (looks === 'no_clip') === isTextOnly);
    for (const { id } of spread(rest, count - chosen.size)) chosen.add(id);
  }
  return [...chosen];
}

const statement = `
  select r.id, json_array_length(r.clips::json)::int as named, count(c.sha256)::int as here
  from records r left join record_clips c on c.record_id = r.id
  group by r.id, r.clips, r.pack_order order by r.pack_order`;

/** All records of the hub in pack order. */
export async function readCandidates(databaseUrl: string): Promise<Candidate[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string; named: number; here: number }>(statement);
    return rows.map(({ id, named, here }) => {
      if (named === 0) return { id, looks: 'no_clip' };
      if (here < named) return { id, looks: 'missing' };
      return { id, looks: here > 1 ? 'several_clips' : 'one_clip' };
    });
  } finally {
    await client.end();
  }
}
