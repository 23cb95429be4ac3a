import type { Batch, Item, ItemClip } from '#contract/batches.ts';
import type {
  BatchId,
  DeviceId,
  Instant,
  ItemId,
  PersonId,
  PolicyId,
  PolicyVersionLabel,
  ViolationType,
} from '#contract/ids.ts';
import { sha256 } from '#contract/ids.ts';
import type { Person, Role } from '#contract/people.ts';
import type { PolicyVersion } from '#contract/policies.ts';
import { type ClipReference, type ModerationRecord, moderationRecord } from '#contract/records.ts';
import policyList from '#resources/demo/policies.json' with { type: 'json' };
import recordLines from '#resources/demo/records.jsonl?raw';

const texts = import.meta.glob<string>('../../../resources/demo/policies/**/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** A UUIDv7 that is the same in every run: the family tells what it names. */
export function fixedId(family: number, number: number): string {
  return `01900000-0000-7000-8${String(family).padStart(3, '0')}-${String(number).padStart(12, '0')}`;
}

/** The moment the page's clock shows in this backend; tests need the same one each time. */
export const NOW: Instant = '2026-05-20T16:00:00.000Z';

export const device = fixedId(2, 1) as DeviceId;

/** The person who is signed in. */
export function personAs(role: Role): Person {
  return { id: fixedId(1, 1) as PersonId, name: 'Alba Ríos', role, languages: ['en', 'es'] };
}

export const otherPeople: readonly Person[] = [
  { id: fixedId(1, 2) as PersonId, name: 'Noel Park', role: 'reviewer', languages: ['en'] },
  { id: fixedId(1, 3) as PersonId, name: 'Itziar Vega', role: 'bilingual_reviewer', languages: ['en', 'es'] },
];

const HASH_OF_TEXT = sha256.parse('0'.repeat(64));

function textOf(file: string | undefined) {
  const markdown = file === undefined ? undefined : texts[`../../../resources/demo/${file}`];
  return markdown === undefined ? undefined : { markdown, sha256: HASH_OF_TEXT };
}

/** Every version of every policy of the demo pack. */
export const policyVersions: readonly PolicyVersion[] = policyList.flatMap((policy) =>
  policy.versions.map((version) => {
    const [en, es] = [textOf(version.files.en), textOf(version.files.es)];
    return {
      policy_id: policy.id as PolicyId,
      version: version.version as PolicyVersionLabel,
      violation_types: policy.violation_types as ViolationType[],
      effective_at: version.effective_at,
      summary: version.summary,
      texts: { ...(en && { en }), ...(es && { es }) },
    };
  }),
);

export const records: readonly ModerationRecord[] = recordLines
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => moderationRecord.parse(JSON.parse(line)));

export const batches: readonly Batch[] = [
  {
    id: fixedId(3, 1) as BatchId,
    name: 'Live and post-ban · week 20',
    mode: 'open',
    priority: 2,
    due_at: '2026-05-20T22:00:00.000Z',
    created_at: '2026-05-19T08:00:00.000Z',
    scorecard: null,
  },
  {
    id: fixedId(3, 2) as BatchId,
    name: 'Blind second look · hate speech',
    mode: 'blind',
    priority: 1,
    due_at: null,
    created_at: '2026-05-18T08:00:00.000Z',
    scorecard: null,
  },
  {
    id: fixedId(3, 3) as BatchId,
    name: 'Quality · scorecard',
    mode: 'open',
    priority: 0,
    due_at: null,
    created_at: '2026-05-17T08:00:00.000Z',
    scorecard: {
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
          id: 'in-time',
          title: { en: 'Was it decided in time?', es: '¿Se decidió a tiempo?' },
          weight: 1,
          critical: false,
        },
      ],
    },
  },
];

/** The demo pack names one clip that it does not hold, as happens when an upload is lost. */
const LOST = 'clips/never-arrived.mp4';

function clipOf(reference: ClipReference, ordinal: number): ItemClip {
  const hash = reference.path === LOST ? null : (reference.sha256 ?? null);
  return {
    ordinal,
    sha256: hash,
    bytes: hash === null ? null : 400_000,
    mime: reference.mime ?? null,
    duration_s: reference.duration_s ?? null,
  };
}

/** Where a clip is served from next to the page. */
export function clipAddress(record: ModerationRecord, ordinal: number): string {
  return record.clips?.[ordinal]?.path ?? '';
}

/** The first three quarters of the records in the open batch, the others in the blind one; a few once more with a scorecard. */
export function makeItems(assignee: PersonId): readonly Item[] {
  const cut = Math.ceil(records.length * 0.75);
  const dealt = records.map((record, index) => ({
    id: fixedId(4, index + 1) as ItemId,
    batch_id: (batches[index < cut ? 0 : 1] ?? { id: fixedId(3, 1) as BatchId }).id,
    record_id: record.id,
    assignee,
    position: index < cut ? index : index - cut,
    round: 1,
    clips: (record.clips ?? []).map(clipOf),
    record,
  }));
  const again = dealt.slice(4, 7).map((item, index) => ({
    ...item,
    id: fixedId(4, 101 + index) as ItemId,
    batch_id: fixedId(3, 3) as BatchId,
    position: index,
  }));
  return [...dealt, ...again];
}
