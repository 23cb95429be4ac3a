import { type FileHandle, open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { ALL_FORMATS, CustomSource, EncodedPacketSink, Input, type InputVideoTrack } from 'mediabunny';
import type { FrameIndex } from '#contract/frames.ts';
import { packFrames } from '#domain/review/frame-times.ts';

/** After so many frames everybody else has a turn: a long clip must not hold up a verdict. */
const FRAMES_A_TURN = 250;
/** A clip with more is no clip: 24 hours at 60 frames a second. */
const MOST_FRAMES = 5_184_000;

const NOTHING: FrameIndex = { frames: null, duration_s: null, width: null, height: null, rotation: 0 };

function sourceOf(file: FileHandle, size: number): CustomSource {
  return new CustomSource({
    getSize: () => size,
    async read(start, end) {
      await setImmediate();
      const bytes = new Uint8Array(end - start);
      let have = 0;
      while (have < bytes.length) {
        const { bytesRead } = await file.read(bytes, have, bytes.length - have, start + have);
        if (bytesRead === 0) break;
        have += bytesRead;
      }
      return bytes.subarray(0, have);
    },
  });
}

/** When each frame is shown and how long the last one is, in seconds; null when there are too many or none. */
async function readTimes(track: InputVideoTrack): Promise<{ starts: Float64Array; end: number } | null> {
  const starts: number[] = [];
  let end = 0;
  for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true })) {
    starts.push(packet.timestamp);
    end = Math.max(end, packet.timestamp + packet.duration);
    if (starts.length > MOST_FRAMES) return null;
    if (starts.length % FRAMES_A_TURN === 0) await setImmediate();
  }
  // Packets come in the order of decoding; frames before zero are cut off by the container and never shown.
  const shown = Float64Array.from(starts).sort();
  const first = shown.findIndex((start) => start >= 0);
  return first < 0 ? null : { starts: shown.subarray(first), end };
}

async function readTrack(track: InputVideoTrack): Promise<FrameIndex> {
  const times = await readTimes(track);
  const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
  const size = { width: width > 0 ? Math.round(width) : null, height: height > 0 ? Math.round(height) : null };
  const rotation = await track.getRotation();
  if (times === null) return { ...NOTHING, ...size, rotation };
  const frames = packFrames(times.starts, await track.getTimeResolution());
  return { frames, duration_s: times.end, ...size, rotation };
}

/**
 * Reads from a clip's container when each of its frames is shown, without decoding any. Gives way to other work again and again.
 * A file that no reader understands answers with nothing known; it may still play.
 * @throws Error when the file cannot be opened
 */
export async function readFrameIndex(path: string): Promise<FrameIndex> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size === 0) return NOTHING;
    const input = new Input({ formats: ALL_FORMATS, source: sourceOf(file, size) });
    try {
      const track = await input.getPrimaryVideoTrack();
      return track === null ? NOTHING : await readTrack(track);
    } catch {
      // Any bytes can be in a clip, and the library throws what it likes; the player judges the clip by itself.
      return NOTHING;
    } finally {
      input.dispose();
    }
  } finally {
    await file.close();
  }
}
