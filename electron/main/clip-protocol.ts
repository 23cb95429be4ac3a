import { clipUrl } from '#contract/core-link.ts';
import { type Sha256, sha256 } from '#contract/ids.ts';
import { type ClipKeys, type ClipReader, openClip } from '../sealing/clip-file.ts';
import { SealBroken } from '../sealing/sealing.ts';
import { parseByteRange } from './byte-range.ts';
import { SNIFF_BYTES, sniffClipType } from './clip-type.ts';

/** So many chunks wait for whoever takes them. */
const CHUNKS_AHEAD = 4;
/** A number behind it makes it another address for the browser, which keeps what it read under one. */
const COPY = /\?\d{1,6}$/;
const CLIPS = clipUrl('');

const baseHeaders = { 'accept-ranges': 'bytes', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** One request, and who hears that its clip is broken. */
interface Asked {
  readonly request: Request;
  readonly onBroken: () => void;
}

function refusal(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { ...baseHeaders, ...headers } });
}

/** Bytes `[start, end]` of the clip, opened only as fast as they are taken; closes it at the end, on cancel, and at a broken chunk. */
function slice(clip: ClipReader, start: number, end: number, asked: Asked): ReadableStream<Uint8Array> {
  let position = start;
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    await clip.close();
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (asked.request.signal.aborted) {
          await close();
          controller.close();
          return;
        }
        try {
          const bytes = await clip.read(position, end - position + 1);
          position += bytes.byteLength;
          controller.enqueue(bytes);
        } catch (error) {
          await close();
          if (error instanceof SealBroken) asked.onBroken();
          throw error;
        }
        if (position <= end) return;
        await close();
        controller.close();
      },
      cancel: close,
    },
    { highWaterMark: CHUNKS_AHEAD },
  );
}

async function answer(asked: Asked, clip: ClipReader): Promise<Response> {
  const { request } = asked;
  const { size } = clip;
  const range = parseByteRange(request.headers.get('range'), size);
  if (range.kind === 'unsatisfiable') {
    await clip.close();
    return refusal(416, { 'content-range': `bytes */${size}` });
  }
  const head = await clip.read(0, SNIFF_BYTES);
  const [start, end] = range.kind === 'whole' ? [0, size - 1] : [range.start, range.end];
  const headers: Record<string, string> = {
    ...baseHeaders,
    'content-type': sniffClipType(head),
    'content-length': String(end - start + 1),
  };
  if (range.kind === 'part') headers['content-range'] = `bytes ${start}-${end}/${size}`;
  const status = range.kind === 'part' ? 206 : 200;
  if (request.method === 'HEAD' || size === 0) {
    await clip.close();
    return new Response(null, { status, headers });
  }
  return new Response(slice(clip, start, end, asked), { status, headers });
}

/** What the handler needs. */
export interface ClipHandlerPorts {
  /** `data_dir/media`. */
  readonly folder: string;
  /** Null while the device is locked, or nobody may see what it holds. */
  readonly keys: () => ClipKeys | null;
  /** Hears of a clip whose file is gone or is not what was sealed here. */
  readonly onBroken: (clip: Sha256) => void;
}

/**
 * Answers `clip://media/<sha256>` from the sealed clips on this device: 200 or 206 with the bytes, 404 for a clip that is not here, 405 for
 * other methods, 416 for a range outside, 410 for a clip that is not what was sealed here. The name is a hash or nothing, so no path of the
 * request ever reaches the disk, and no byte leaves before its chunk was found authentic.
 */
export function clipHandler({ folder, keys, onBroken }: ClipHandlerPorts): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405, { allow: 'GET, HEAD' });
    const asks = sha256.safeParse(
      request.url.startsWith(CLIPS) ? request.url.slice(CLIPS.length).replace(COPY, '') : null,
    );
    const open = keys();
    if (!asks.success || open === null) return refusal(404);
    const asked: Asked = { request, onBroken: () => onBroken(asks.data) };
    let clip: ClipReader | null = null;
    try {
      clip = await openClip(folder, open, asks.data);
      if (clip !== null) return await answer(asked, clip);
      asked.onBroken();
      return refusal(404);
    } catch (error) {
      await clip?.close().catch(() => undefined);
      if (!(error instanceof SealBroken)) return refusal(500);
      asked.onBroken();
      return refusal(410);
    }
  };
}
