import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clip, Kind } from './clips.ts';
import { pictureGraph } from './render.ts';
import { soundGraph, speak } from './speech.ts';
import { run } from './tools.ts';

/** Says nothing but errors, asks nothing. */
const QUIET = ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y', '-filter_complex_threads', '1'];
/** One thread, no dates and no version strings: the same words always give the same bytes. */
const REPEATABLE = ['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:v', '+bitexact', '-threads', '1'];
const H264 = [
  '-c:v',
  'libx264',
  '-profile:v',
  'main',
  '-preset',
  'slow',
  '-crf',
  '27',
  '-g',
  '50',
  '-pix_fmt',
  'yuv420p',
];
const AAC = ['-c:a', 'aac', '-b:a', '64k', '-flags:a', '+bitexact'];
const VP9 = [
  '-c:v',
  'libvpx-vp9',
  '-crf',
  '36',
  '-b:v',
  '0',
  '-g',
  '75',
  '-cpu-used',
  '3',
  '-row-mt',
  '0',
  '-pix_fmt',
  'yuv420p',
];
const OPUS = ['-c:a', 'libopus', '-b:a', '48k', '-ar', '48000', '-flags:a', '+bitexact'];
const FASTSTART = ['-movflags', '+faststart'];

/** Drops frames in bursts, as a phone with a bad connection does. */
const UNEVEN = ",select='not(mod(n,3))+lt(mod(n,50),20)'";

/** The share of the cut-off clip that is kept; its index (`moov`) is at the end and is lost with the rest. */
const KEPT_SHARE = 0.6;

function codecArgs(kind: Kind): string[] {
  switch (kind) {
    case 'webm':
      return [...VP9, ...OPUS];
    case 'mp4-silent':
      return [...H264, ...FASTSTART];
    case 'mp4-vfr':
      return [...H264, ...AAC, ...FASTSTART, '-vsync', 'vfr'];
    case 'mp4-cut':
      return [...H264, ...AAC];
    case 'mp4':
      return [...H264, ...AAC, ...FASTSTART];
  }
}

/** Path of a clip inside the pack. */
export function clipPath(clip: Clip): string {
  return `clips/${clip.name}.${clip.kind === 'webm' ? 'webm' : 'mp4'}`;
}

/** MIME type of a clip. */
export function clipMime(clip: Clip): 'video/mp4' | 'video/webm' {
  return clip.kind === 'webm' ? 'video/webm' : 'video/mp4';
}

function cutOff(file: string): void {
  const whole = readFileSync(file);
  writeFileSync(file, whole.subarray(0, Math.floor(whole.length * KEPT_SHARE)));
}

/**
 * Makes one clip: speaks its lines, draws its scene, writes the file below `outDir`.
 * @param seed of the room noise, so that every clip has its own.
 * @throws Error when a program fails, or when a spoken line does not fit at its time.
 */
export function encodeClip(clip: Clip, outDir: string, seed: number): void {
  const work = mkdtempSync(join(tmpdir(), 'lupa-demo-clip-'));
  try {
    const target = join(outDir, clipPath(clip));
    mkdirSync(join(outDir, 'clips'), { recursive: true });
    const spoken = speak(clip.said, clip.seconds, work);
    const picture = pictureGraph(clip.scene, clip.seconds, work, clip.kind === 'mp4-vfr' ? UNEVEN : '');
    const hasSound = clip.kind !== 'mp4-silent';
    const graph = hasSound ? `${picture};${soundGraph(spoken, clip.seconds, 0, seed)}` : picture;
    run('ffmpeg', [
      ...QUIET,
      ...spoken.flatMap((said) => ['-i', said.file]),
      '-filter_complex',
      graph,
      '-map',
      '[picture]',
      ...(hasSound ? ['-map', '[sound]'] : []),
      ...codecArgs(clip.kind),
      '-t',
      String(clip.seconds),
      ...REPEATABLE,
      target,
    ]);
    if (clip.kind === 'mp4-cut') cutOff(target);
    if (!existsSync(target)) throw new Error(`ffmpeg said it was done but ${clipPath(clip)} is not there`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
