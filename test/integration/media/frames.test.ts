import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  EncodedPacket,
  EncodedVideoPacketSource,
  FilePathTarget,
  MkvOutputFormat,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameIndex } from '#contract/frames.ts';
import { clipFile, frameFile, shredClip } from '#core/media/clip-store.ts';
import { frameIndexOfFile } from '#scripts/lib/demo-frames.ts';
import { FrameIndexes } from '#core/media/frame-indexes.ts';
import { keepClip, madeClipStore } from '#scripts/lib/made-clips.ts';
import { unpackFrames } from '#domain/review/frame-times.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';

const DEMO = join(REPOSITORY, 'resources', 'demo', 'clips');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lupa-frames-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Frame starts of a file in seconds; null when it tells none. */
async function startsOf(path: string): Promise<Float64Array | null> {
  const { frames, duration_s } = frameIndex.parse(await frameIndexOfFile(path));
  return frames === null ? null : unpackFrames(frames, duration_s ?? 0).starts;
}

/** A clip of nothing but frame times: every packet holds a few bytes that nobody decodes. */
async function makeClip(path: string, format: Mp4OutputFormat | MkvOutputFormat, starts: Float64Array): Promise<void> {
  const output = new Output({ format, target: new FilePathTarget(path) });
  const source = new EncodedVideoPacketSource('vp8');
  output.addVideoTrack(source);
  await output.start();
  const decoderConfig = { codec: 'vp8', codedWidth: 16, codedHeight: 16 };
  for (const [frame, start] of starts.entries()) {
    const length = (starts[frame + 1] ?? start + 1 / 30) - start;
    const packet = new EncodedPacket(
      new Uint8Array([frame & 255, 0, 0, 0]),
      frame % 300 === 0 ? 'key' : 'delta',
      start,
      length,
    );
    await source.add(packet, frame === 0 ? { decoderConfig } : undefined);
  }
  await output.finalize();
}

describe('the frame index of a clip', () => {
  it('counts every frame of the demo clips, steady and unsteady, upright and wide', async () => {
    const street = await frameIndexOfFile(join(DEMO, 'street-night.mp4'));
    expect(street).toMatchObject({ width: 960, height: 540, rotation: 0, duration_s: 15 });
    expect(street.frames).toEqual({ timescale: 12_800, first: 0, runs: [512, 374] });
    const upright = await frameIndexOfFile(join(DEMO, 'phone-giveaway.mp4'));
    expect([upright.width, upright.height]).toEqual([540, 960]);
    const unsteady = await frameIndexOfFile(join(DEMO, 'promo-two-languages.mp4'));
    expect(unsteady.frames?.runs.length).toBeGreaterThan(20);
    expect(await startsOf(join(DEMO, 'promo-two-languages.mp4'))).toHaveLength(202);
    expect(await startsOf(join(DEMO, 'podcast-quote.webm'))).toHaveLength(450);
  });

  it('is empty for files that tell nothing: cut off, of another kind, without a byte', async () => {
    const nothing = { frames: null, duration_s: null, width: null, height: null, rotation: 0 };
    writeFileSync(join(folder, 'empty.mp4'), '');
    writeFileSync(join(folder, 'words.mp4'), 'not a clip at all, only words'.repeat(100));
    expect(await frameIndexOfFile(join(DEMO, 'cut-off.mp4'))).toEqual(nothing);
    expect(await frameIndexOfFile(join(folder, 'empty.mp4'))).toEqual(nothing);
    expect(await frameIndexOfFile(join(folder, 'words.mp4'))).toEqual(nothing);
  });

  it('holds a clip of two hours, and lets others work while it is made', async () => {
    const path = join(folder, 'two-hours.mp4');
    const made = Float64Array.from({ length: 216_000 }, (_none, frame) => frame / 30);
    await makeClip(path, new Mp4OutputFormat({ fastStart: false }), made);
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 1);
    const starts = await startsOf(path);
    clearInterval(ticking);
    expect(starts).toHaveLength(216_000);
    expect(starts?.at(-1)).toBeCloseTo(215_999 / 30, 4);
    expect(turns).toBeGreaterThan(20);
  }, 60_000);

  it('holds uneven times as they are', async () => {
    const path = join(folder, 'uneven.mkv');
    let at = 0;
    const made = Float64Array.from(
      { length: 500 },
      (_none, frame) => (at += [0.02, 0.033, 0.1, 0.5][frame % 4] ?? 0) - 0.02,
    );
    await makeClip(path, new MkvOutputFormat(), made);
    const starts = await startsOf(path);
    expect(starts).toHaveLength(500);
    starts?.forEach((start, frame) => expect(start).toBeCloseTo(made[frame] ?? -1, 2));
  });

  it('wakes no thread for a clip that is not here', async () => {
    let threads = 0;
    const onThread = (): void => void (threads += 1);
    process.on('worker', onThread);
    const indexes = new FrameIndexes(madeClipStore(folder), () => undefined);
    expect(await indexes.of('e'.repeat(64))).toBeNull();
    await indexes.stop();
    process.off('worker', onThread);
    expect(threads).toBe(0);
  });

  it('is kept beside the clip, made anew when the file of it is damaged, and goes away with the clip', async () => {
    const media = madeClipStore(join(folder, 'media'));
    const sha256 = await keepClip(media, readFileSync(join(DEMO, 'street-night.mp4')));
    const broken: string[] = [];
    const indexes = new FrameIndexes(media, (clip) => broken.push(clip));
    const first = await indexes.of(sha256);
    expect(first?.frames?.runs).toEqual([512, 374]);
    expect(existsSync(frameFile(media, sha256))).toBe(true);
    expect(readFileSync(frameFile(media, sha256)).includes('runs')).toBe(false);
    writeFileSync(frameFile(media, sha256), '{"frames":');
    expect(await new FrameIndexes(media, () => undefined).of(sha256)).toEqual(first);
    expect(await indexes.of('f'.repeat(64))).toBeNull();
    expect(broken).toEqual([]);
    truncateSync(clipFile(media, sha256), 100);
    expect([await indexes.of(sha256), broken]).toEqual([null, [sha256]]);
    await indexes.stop();
    await shredClip(media, sha256);
    expect(readdirSync(media.folder)).toEqual([]);
  });
});

// Real clips lie beside the repository on some machines; they are read there and never copied.
const fieldClips = fileURLToPath(new URL('../../../../shared/data/field-pack/clips', import.meta.url));

describe.runIf(existsSync(fieldClips))('the frame index of real clips', () => {
  it.each([
    ['hall-person-walkthrough-139s.mp4', 1394, 0],
    ['session-room-people-26s.mp4', 793, 0],
    ['vertical-session-room-people-26s.webm', 793, 0],
    ['slow-motion-vfr.mp4', 64, 0],
    ['vertical-rotated-portrait-4k60.mp4', 18, 90],
    ['room-person-no.mkv', 66, 0],
  ])('of %s has %i frames', async (name, frames, rotation) => {
    const index = await frameIndexOfFile(join(fieldClips, name));
    const starts = index.frames === null ? null : unpackFrames(index.frames, index.duration_s ?? 0).starts;
    expect(starts).toHaveLength(frames);
    expect(index.rotation).toBe(rotation);
    expect(starts?.every((start, frame) => frame === 0 || start > (starts[frame - 1] ?? 0))).toBe(true);
  });
});
