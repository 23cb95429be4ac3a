import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { parseByteRange } from './byte-range.ts';
import { SNIFF_BYTES, sniffClipType } from './clip-type.ts';

const CHUNK_BYTES = 256 * 1024;
const CLIP_URL = /^clip:\/\/media\/([0-9a-f]{64})$/;

const baseHeaders = { 'accept-ranges': 'bytes', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

function refusal(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { ...baseHeaders, ...headers } });
}

/** Opens a clip, never through a link; null when it is not there or no plain file. */
async function openClip(path: string): Promise<{ file: FileHandle; size: number } | null> {
  // Windows has no such flag and no such links without rights.
  const noFollow = constants.O_NOFOLLOW ?? 0;
  const file = await open(path, constants.O_RDONLY | noFollow).catch(() => null);
  if (file === null) return null;
  const stat = await file.stat();
  if (stat.isFile()) return { file, size: stat.size };
  await file.close();
  return null;
}

/** Bytes `[start, end]` of the file, read only as fast as they are taken; closes the file at the end and on cancel. */
function slice(file: FileHandle, start: number, end: number, signal: AbortSignal): ReadableStream<Uint8Array> {
  let position = start;
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    await file.close();
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (signal.aborted) {
          await close();
          controller.close();
          return;
        }
        const wanted = Math.min(CHUNK_BYTES, end - position + 1);
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(wanted), 0, wanted, position);
        position += bytesRead;
        if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead));
        if (bytesRead > 0 && position <= end) return;
        await close();
        controller.close();
      },
      cancel: close,
    },
    { highWaterMark: 1 },
  );
}

async function answer(request: Request, file: FileHandle, size: number): Promise<Response> {
  const range = parseByteRange(request.headers.get('range'), size);
  if (range.kind === 'unsatisfiable') {
    await file.close();
    return refusal(416, { 'content-range': `bytes */${size}` });
  }
  const head = Buffer.alloc(SNIFF_BYTES);
  await file.read(head, 0, SNIFF_BYTES, 0);
  const [start, end] = range.kind === 'whole' ? [0, size - 1] : [range.start, range.end];
  const headers: Record<string, string> = {
    ...baseHeaders,
    'content-type': sniffClipType(head),
    'content-length': String(end - start + 1),
  };
  if (range.kind === 'part') headers['content-range'] = `bytes ${start}-${end}/${size}`;
  const status = range.kind === 'part' ? 206 : 200;
  if (request.method === 'HEAD' || size === 0) {
    await file.close();
    return new Response(null, { status, headers });
  }
  return new Response(slice(file, start, end, request.signal), { status, headers });
}

/**
 * Answers `clip://media/<sha256>` from the clips on this device: 200 or 206 with the bytes, 404 for a clip that is not here, 405 for
 * other methods, 416 for a range outside. The name is a hash or nothing, so no path of the request ever reaches the disk.
 * @param mediaFolder `data_dir/media`
 */
export function clipHandler(mediaFolder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405, { allow: 'GET, HEAD' });
    const sha256 = CLIP_URL.exec(request.url)?.[1];
    const clip = sha256 === undefined ? null : await openClip(join(mediaFolder, sha256));
    if (clip === null) return refusal(404);
    try {
      return await answer(request, clip.file, clip.size);
    } catch {
      await clip.file.close().catch(() => undefined);
      return refusal(500);
    }
  };
}
