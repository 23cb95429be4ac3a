import { setImmediate } from 'node:timers/promises';
import { ALL_FORMATS, CustomSource, EncodedPacketSink, Input, type InputVideoTrack } from 'mediabunny';
import type { FrameIndex } from '#contract/frames.ts';
import { packFrames } from '#domain/review/frame-times.ts';

/** After so many frames everybody else has a turn: a long clip must not hold up a verdict. */
const FRAMES_A_TURN = 250;
/** A clip with more is no clip: 24 hours at 60 frames a second. */
const MOST_FRAMES = 5_184_000;

const NOTHING: FrameIndex = { frames: null, duration_s: null, width: null, height: null, rotation: 0 };

/** A clip's plain bytes, wherever they come from. */
export interface ClipBytes {
  readonly size: number;
  /** Bytes from `start`, at most `most`, at least one before the end. */
  read(start: number, most: number): Promise<Uint8Array>;
}

function sourceOf(clip: ClipBytes): CustomSource {
  return new CustomSource({
    getSize: () => clip.size,
    async read(start, end) {
      await setImmediate();
      const bytes = new Uint8Array(end - start);
      let have = 0;
      while (have < bytes.length) {
        const piece = await clip.read(start + have, bytes.length - have);
        if (piece.byteLength === 0) break;
        bytes.set(piece, have);
        have += piece.byteLength;
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
 * A clip that no reader understands answers with nothing known; it may still play.
 */
export async function readFrameIndex(clip: ClipBytes): Promise<FrameIndex> {
  if (clip.size === 0) return NOTHING;
  const input = new Input({ formats: ALL_FORMATS, source: sourceOf(clip) });
  try {
    const track = await input.getPrimaryVideoTrack();
    return track === null ? NOTHING : await readTrack(track);
  } catch {
    // Any bytes can be in a clip, and the library throws what it likes; the player judges the clip by itself.
    return NOTHING;
  } finally {
    input.dispose();
  }
}
