import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const demoClips = join(import.meta.dirname, '..', '..', 'resources', 'demo', 'clips');

/** Names that file systems and URLs stumble over; all are legal inside a pack. */
const clipNames = [
  'clips/año nuevo/ñandú 1.mp4',
  'clips/50% off & more.mp4',
  'clips/日本語.mp4',
  "clips/it's #1?.mp4",
  'clips/UPPER.MP4',
];

/** One line of `records.jsonl`, as strange as the format allows. */
type OddRecord = Record<string, unknown>;

/** Records that follow the format and that nobody here has met: unknown fields, nulls, foreign taxonomies, odd ids. */
function oddRecords(clips: readonly { path: string; sha256: string }[]): OddRecord[] {
  const clip = (index: number): Record<string, unknown> => ({ ...clips[index % clips.length] });
  const minimal: OddRecord[] = [
    { id: '1', stage: 'live', surface: 'live' },
    { id: 'with space / slash', stage: 'post_ban', surface: 'profile' },
    { id: '🜁-Ω-\u202Ertl', stage: 'live', surface: 'chat', transcript: [] },
    {
      id: 'nulls',
      stage: 'live',
      surface: 'post',
      subject: null,
      stream: null,
      clips: null,
      transcript: null,
      signals: null,
      decision: null,
      appeal: null,
    },
    {
      id: 'constructor',
      stage: 'live',
      surface: 'chat',
      toString: 'kept',
      unknown: { deeply: { nested: [1, { two: null }] } },
    },
  ];
  const foreign: OddRecord[] = [
    {
      id: 'foreign-type',
      stage: 'post_ban',
      surface: 'live',
      clips: [clip(0)],
      decision: {
        action: 'shadow_limit_reach',
        violation_type: 'brand-safety/tier_3',
        severity: 5,
        policy: 'never-heard-of@v0',
      },
    },
    {
      id: 'no-action',
      stage: 'live',
      surface: 'live',
      clips: [{ ...clip(1), mime: 'application/x-unknown', duration_s: null }],
      decision: { action: 'no_action' },
    },
    {
      id: 'type-only',
      stage: 'post_ban',
      surface: 'live',
      clips: [clip(2), clip(3), clip(4)],
      decision: { violation_type: 'hate_speech' },
    },
    { id: 'no-hash', stage: 'live', surface: 'live', clips: [{ path: clips[0]?.path }] },
    {
      id: 'never-delivered',
      stage: 'post_ban',
      surface: 'live',
      clips: [{ path: 'clips/not-there.mp4', sha256: 'f'.repeat(64), mime: 'video/mp4' }],
      decision: { action: 'ban_1d', violation_type: 'spam', severity: 1 },
    },
    {
      id: 'bad-dates',
      stage: 'live',
      surface: 'live',
      occurred_at: 'yesterday',
      decision: { action: 'mute', at: '02/03/2026 18:00', violation_type: 'harassment' },
      stream: { started_at: 'n/a', viewers: 0.5 },
    },
    {
      id: 'languages',
      stage: 'live',
      surface: 'chat',
      subject: { language: 'qu-PE', region: 'PE', handle: '<img src=x onerror=alert(1)>' },
      transcript: [{ text: 'sin tiempo' }, { t: -1, text: 'before' }, { t: 1e9, text: 'far', speaker: null }],
    },
    {
      id: 'signals',
      stage: 'live',
      surface: 'live',
      clips: [clip(1)],
      signals: [
        { kind: 'radar', score: 17.5 },
        { kind: 'model', name: 'm', score: -3 },
        { kind: 'report' },
        { kind: 'model', label: 'x', score: null, extra: [] },
      ],
    },
    {
      id: 'long',
      stage: 'live',
      surface: 'live',
      clips: [clip(2)],
      transcript: Array.from({ length: 800 }, (_, t) => ({ t: t / 4, text: `línea ${t} ${'palabra '.repeat(12)}` })),
    },
  ];
  return [...minimal, ...foreign];
}

/**
 * Writes a small review pack that follows `lupa-pack/1` and still looks like none that Lupa was built with: no policies, no
 * people, odd names, odd records. Returns how many records it holds, all of them importable.
 */
export function writeOddPack(folder: string): { records: number } {
  const sources = readdirSync(demoClips)
    .filter((name) => name.endsWith('.mp4'))
    .toSorted();
  const clips = clipNames.map((path, index) => {
    const source = sources[index % sources.length];
    if (source === undefined) throw new Error('the demo pack has no clips');
    const target = join(folder, path);
    mkdirSync(join(target, '..'), { recursive: true });
    copyFileSync(join(demoClips, source), target);
    return { path, sha256: createHash('sha256').update(readFileSync(target)).digest('hex') };
  });
  const records = oddRecords(clips);
  writeFileSync(
    join(folder, 'pack.json'),
    JSON.stringify({ format: 'lupa-pack/1', name: 'Odd pack', flavour: 'unseen' }),
  );
  writeFileSync(join(folder, 'records.jsonl'), `${records.map((record) => JSON.stringify(record)).join('\r\n')}\n\n`);
  return { records: records.length };
}
