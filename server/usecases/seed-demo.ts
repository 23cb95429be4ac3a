import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NewBatch, Scorecard } from '#contract/batches.ts';
import type { newPerson, Person } from '#contract/people.ts';
import type { z } from 'zod';
import type { HubContext } from '../context.ts';
import { listPeople } from '../storage/people.ts';
import { createBatch } from './batches.ts';
import { importPack } from './import/import-pack.ts';
import { describeImport } from './import/describe.ts';
import { createEnrolmentCode, createPerson } from './people.ts';

const demoPack = fileURLToPath(new URL('../../resources/demo', import.meta.url));

/** What a quality team may ask of every decision that it looks at again. */
const demoScorecard: Scorecard = {
  criteria: [
    {
      id: 'right-policy',
      title: { en: 'Was the right policy applied?', es: '¿Se aplicó la política correcta?' },
      weight: 3,
      critical: true,
    },
    {
      id: 'fits-harm',
      title: { en: 'Does the action fit the harm?', es: '¿La medida es proporcional al daño?' },
      weight: 2,
      critical: false,
    },
    {
      id: 'language',
      title: { en: 'Was the language understood?', es: '¿Se entendió el idioma?' },
      weight: 1,
      critical: false,
    },
    {
      id: 'in-time',
      title: { en: 'Was it decided in time?', es: '¿Se decidió a tiempo?' },
      weight: 1,
      critical: false,
    },
  ],
};

const cast = {
  ana: { name: 'Ana Ruiz', role: 'bilingual_reviewer', languages: ['en', 'es'] },
  sam: { name: 'Sam Lee', role: 'reviewer', languages: ['en'] },
  marisol: { name: 'Marisol Vega', role: 'supervisor', languages: ['en', 'es'] },
} as const satisfies Record<string, { name: string; role: string; languages: readonly string[] }>;

async function person(hub: HubContext, wanted: (typeof cast)[keyof typeof cast]): Promise<Person> {
  const known = (await listPeople(hub.database.db)).find((one) => one.name === wanted.name && one.role === wanted.role);
  const fresh: z.infer<typeof newPerson> = { ...wanted, languages: [...wanted.languages] };
  return known ?? createPerson(hub, fresh);
}

async function batchOnce(hub: HubContext, maker: Person, input: NewBatch): Promise<string | null> {
  const known = await hub.database.db
    .selectFrom('batches')
    .select('id')
    .where('name', '=', input.name)
    .executeTakeFirst();
  if (known !== undefined) return null;
  const made = await createBatch(hub, maker.id, input);
  if (!made.ok) throw new Error(made.error.detail);
  return `demo: batch "${input.name}" with ${made.value.items} items`;
}

/** Who is in the demo. */
export type DemoPeople = Readonly<Record<keyof typeof cast, Person>>;

/** The demo's people, made when they are missing. */
export async function demoPeople(hub: HubContext): Promise<DemoPeople> {
  return {
    ana: await person(hub, cast.ana),
    sam: await person(hub, cast.sam),
    marisol: await person(hub, cast.marisol),
  };
}

/**
 * Fills a hub for a demonstration: the demo pack, three people, and for Ana an open batch, a blind one, and a short one that asks for
 * a scorecard. Doing it again changes nothing.
 * @returns what was done, line by line
 */
export async function seedDemo(hub: HubContext, progress: (line: string) => void = () => undefined): Promise<string[]> {
  if (!existsSync(demoPack)) throw new Error(`the demo pack is missing: ${demoPack}`);
  const report = await importPack(hub, demoPack, progress);
  const { ana, marisol } = await demoPeople(hub);
  const records = await hub.database.db
    .selectFrom('records')
    .select('id')
    .where('import_id', 'in', (runs) => runs.selectFrom('import_runs').select('id').where('pack', '=', report.pack))
    .orderBy('pack_order')
    .execute();
  const ids = records.map((record) => record.id as NonNullable<NewBatch['filter']['record_ids']>[number]);
  const blind = Math.ceil(ids.length / 3);
  const base = { priority: 1, due_at: null, assignees: [ana.id], scorecard: null };
  const lines = [
    await batchOnce(hub, marisol, {
      ...base,
      name: 'Demo: second looks',
      mode: 'open',
      priority: 2,
      filter: { record_ids: ids.slice(blind) },
      draw: { method: 'pack_order', size: 1000 },
    }),
    await batchOnce(hub, marisol, {
      ...base,
      name: 'Demo: blind',
      mode: 'blind',
      filter: { record_ids: ids.slice(0, blind) },
      draw: { method: 'random', size: 1000, seed: 'demo' },
    }),
    await batchOnce(hub, marisol, {
      ...base,
      name: 'Demo: scorecard',
      mode: 'open',
      priority: 0,
      filter: { record_ids: ids.slice(blind) },
      draw: { method: 'random', size: 6, seed: 'demo' },
      scorecard: demoScorecard,
    }),
  ];
  return [...describeImport(report), ...lines.filter((line) => line !== null)];
}

/** A one-time code for each person of the demo who has no device yet, as lines for the terminal. */
export async function demoCodes(hub: HubContext): Promise<string[]> {
  const lines: string[] = [];
  for (const one of Object.values(await demoPeople(hub))) {
    const query = hub.database.db.selectFrom('devices').select('id').where('person_id', '=', one.id);
    if ((await query.limit(1).executeTakeFirst()) !== undefined) continue;
    const code = await createEnrolmentCode(hub, one.id);
    if (code.ok) lines.push(`demo: ${one.name} (${one.role}) enrols with the one-time code ${code.value.code}`);
  }
  return lines;
}
