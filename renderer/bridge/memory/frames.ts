import { ALL_FORMATS, EncodedPacketSink, Input, UrlSource } from 'mediabunny';
import type { FrameIndex } from '#contract/frames.ts';
import { packFrames } from '#domain/review/frame-times.ts';
import { clipAddress } from './fixtures.ts';
import type { Backend } from './state.ts';

/** The frame index of a demo clip, read from the clip as the core does it; null when no item names it or it cannot be read. */
export async function framesOfClip({ items }: Backend, sha256: string): Promise<FrameIndex | null> {
  const item = items.find(({ clips }) => clips.some((clip) => clip.sha256 === sha256));
  const clip = item?.clips.find((each) => each.sha256 === sha256);
  if (item === undefined || clip === undefined) return null;
  const address = clipAddress(item.record, clip.ordinal);
  const input = new Input({ formats: ALL_FORMATS, source: new UrlSource(new URL(address, location.href)) });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (track === null) return { frames: null, duration_s: null, width: null, height: null, rotation: 0 };
    const starts: number[] = [];
    let end = 0;
    for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true })) {
      starts.push(packet.timestamp);
      end = Math.max(end, packet.timestamp + packet.duration);
    }
    return {
      frames: packFrames(Float64Array.from(starts).sort(), await track.getTimeResolution()),
      duration_s: end,
      width: await track.getDisplayWidth(),
      height: await track.getDisplayHeight(),
      rotation: await track.getRotation(),
    };
  } catch {
    return { frames: null, duration_s: null, width: null, height: null, rotation: 0 };
  } finally {
    input.dispose();
  }
}
