import {
  ALL_FORMATS,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathSource,
  FilePathTarget,
  Input,
  Mp4OutputFormat,
  Output,
  type VideoCodec,
  WebMOutputFormat,
} from 'mediabunny';

/** The picture of a clip as it is stored, in groups that each begin with a frame that stands alone. */
export interface ClipStock {
  readonly codec: VideoCodec;
  readonly decoderConfig: VideoDecoderConfig;
  readonly groups: readonly (readonly EncodedPacket[])[];
}

/** What a browser without licences of its own plays, and the container that it is written in. */
const CONTAINERS: Partial<Record<VideoCodec, 'mp4' | 'webm'>> = { avc: 'mp4', vp8: 'webm', vp9: 'webm', av1: 'webm' };

/** The file ending, without its dot, that a stretch of this stock is written with. */
export function endingOf(stock: ClipStock): 'mp4' | 'webm' {
  return CONTAINERS[stock.codec] ?? 'mp4';
}

/** Reads a clip's picture into memory; null when the file is damaged or in a form that is not written again. */
export async function readStock(file: string): Promise<ClipStock | null> {
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(file) });
  try {
    const track = await input.getPrimaryVideoTrack();
    const [codec, decoderConfig] = [await track?.getCodec(), await track?.getDecoderConfig()];
    if (!track || !codec || !decoderConfig || CONTAINERS[codec] === undefined) return null;
    const groups: EncodedPacket[][] = [];
    for await (const packet of new EncodedPacketSink(track).packets()) {
      if (packet.type === 'key') groups.push([]);
      groups.at(-1)?.push(packet);
    }
    return groups.length === 0 ? null : { codec, decoderConfig, groups };
  } catch {
    // Packs hold broken clips on purpose; a library that meets one throws what it likes.
    return null;
  } finally {
    input.dispose();
  }
}

const startOf = (group: readonly EncodedPacket[]): number => Math.min(...group.map(({ timestamp }) => timestamp));
const endOf = (group: readonly EncodedPacket[]): number =>
  Math.max(...group.map(({ timestamp, duration }) => timestamp + duration));

/**
 * Writes groups one after the other as a silent clip, without decoding any: the same words always give the same bytes.
 * @param groups in the order of play; the same one may come again and again
 * @returns the clip's length in seconds
 */
export async function writeClip(
  { codec, decoderConfig }: ClipStock,
  groups: Iterable<readonly EncodedPacket[]>,
  file: string,
): Promise<number> {
  const format = CONTAINERS[codec] === 'webm' ? new WebMOutputFormat() : new Mp4OutputFormat();
  const output = new Output({ format, target: new FilePathTarget(file) });
  const source = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(source);
  await output.start();
  let at = 0;
  for (const group of groups) {
    const shift = at - startOf(group);
    for (const packet of group) {
      await source.add(packet.clone({ timestamp: packet.timestamp + shift }), { decoderConfig });
    }
    at = endOf(group) + shift;
  }
  await output.finalize();
  return at;
}
