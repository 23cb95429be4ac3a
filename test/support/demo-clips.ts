import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { moderationRecord } from '#contract/records.ts';

/** A clip file of a pack and how long it plays, in seconds. */
export interface PackClip {
  readonly file: string;
  readonly seconds: number;
}

/** The longest MP4 that the records of the demo pack name; those are all playable but the one that is named for being broken. */
export function longestDemoClip(pack: string): PackClip {
  const lines = readFileSync(join(pack, 'records.jsonl'), 'utf8').split('\n').filter(Boolean);
  const clips = lines
    .flatMap((line) => moderationRecord.parse(JSON.parse(line)).clips ?? [])
    .filter((clip) => clip.mime === 'video/mp4' && !clip.path.includes('cut-off'))
    .sort((a, b) => (b.duration_s ?? 0) - (a.duration_s ?? 0));
  const [longest] = clips;
  if (longest === undefined) throw new Error(`${pack} names no MP4 clip`);
  return { file: join(pack, longest.path), seconds: longest.duration_s ?? 0 };
}
