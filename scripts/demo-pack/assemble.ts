import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLIPS } from './clips.ts';
import { clipMime, clipPath } from './encode.ts';
import { heatLines } from './heat.ts';
import { PEOPLE } from './people.ts';
import { policiesJson } from './policies.ts';
import { type DemoRecord, LOST_CLIP, later } from './record-shape.ts';
import { ANNOTATIONS, GOLD, RECORDS } from './records.ts';

const MODEL = 'lupa-demo-tagger';
const MODEL_VERSIONS = ['3.2', '4.0'] as const;

const MANIFEST = {
  format: 'lupa-pack/1',
  name: 'Lupa demo pack',
  created_at: '2026-06-01T00:00:00Z',
  languages: ['en', 'es'],
  licence: 'CC0-1.0',
  attribution:
    'Made for this project: drawn with ffmpeg, spoken with espeak-ng. People, accounts, shops and events are invented.',
};

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The `clips` entry of a record for a clip of the pack, or for the one that never arrived. */
function clipEntry(name: string, packDir: string): object {
  const lost = name === 'never-arrived';
  if (lost)
    return {
      path: LOST_CLIP.path,
      sha256: sha256(LOST_CLIP.path),
      mime: LOST_CLIP.mime,
      duration_s: LOST_CLIP.duration_s,
    };
  const clip = CLIPS.find((one) => one.name === name);
  if (clip === undefined) throw new Error(`clips.ts has no clip ${name}`);
  const path = clipPath(clip);
  return { path, sha256: sha256(readFileSync(join(packDir, path))), mime: clipMime(clip), duration_s: clip.seconds };
}

/** One line of records.jsonl. What the first clip says and what was written come in the order of time. */
function recordLine(record: DemoRecord, packDir: string): object {
  const spoken = CLIPS.find((clip) => clip.name === record.clips[0])?.said ?? [];
  const [label, oldScore] = record.model;
  return {
    id: record.id,
    stage: record.stage,
    surface: record.surface,
    subject: record.subject,
    ...(record.stream === undefined ? {} : { stream: record.stream }),
    occurred_at: record.at,
    clips: record.clips.map((name) => clipEntry(name, packDir)),
    transcript: [...spoken, ...record.written].toSorted((a, b) => a.t - b.t),
    signals: [
      { kind: 'model', name: MODEL, version: MODEL_VERSIONS[0], label, score: oldScore },
      ...record.reports.map(([reason, count]) => ({ kind: 'report', reason, count })),
    ],
    ...(record.decision === undefined ? {} : { decision: record.decision }),
    appeal: record.appeal,
  };
}

function goldLine(id: string): object {
  const record = RECORDS.find((one) => one.id === id);
  if (record === undefined) throw new Error(`records.ts has no record ${id}`);
  const { verdict, type, severity, why } = record.answer;
  return {
    record: id,
    violation: type !== null,
    ...(type === null ? {} : { violation_type: type, severity }),
    verdict,
    why,
  };
}

function predictionLines(): object[] {
  return RECORDS.flatMap(({ id, model: [label, ...scores] }) =>
    MODEL_VERSIONS.map((version, i) => ({ record: id, model: MODEL, version, label, score: scores[i] })),
  );
}

function annotationLines(): object[] {
  const first = '2026-06-01T09:00:00Z';
  return ANNOTATIONS.map(([record, annotator, label], i) => ({ record, annotator, label, at: later(first, i * 3) }));
}

/**
 * Writes everything of the pack but clips and prose into `packDir`, where the clips must already be.
 * @throws Error when a record names a clip, person or record that does not exist.
 */
export function writePackFiles(packDir: string): void {
  const jsonLines = (name: string, lines: readonly object[]) =>
    writeFileSync(join(packDir, name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const json = (name: string, value: object) =>
    writeFileSync(join(packDir, name), `${JSON.stringify(value, null, 2)}\n`);
  json('pack.json', MANIFEST);
  json('policies.json', policiesJson());
  jsonLines('people.jsonl', PEOPLE);
  jsonLines(
    'records.jsonl',
    RECORDS.map((record) => recordLine(record, packDir)),
  );
  jsonLines('gold.jsonl', GOLD.map(goldLine));
  jsonLines('predictions.jsonl', predictionLines());
  jsonLines('annotations.jsonl', annotationLines());
  jsonLines('heat.jsonl', heatLines());
}
