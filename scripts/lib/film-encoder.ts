import { EncodedPacket, EncodedVideoPacketSource, FilePathTarget, Output, WebMOutputFormat } from 'mediabunny';
import { chromium, type Page } from 'playwright-core';
import { readChromium } from '#scripts/setup/runtime.ts';

/** Bits a second. A page that stands takes next to none of it. */
const BITRATE = 150_000;
const KEY_EVERY_MS = 10_000;

/** A picture, and when it comes to the screen in milliseconds. */
interface Picture {
  readonly at: number;
  readonly jpeg: Buffer;
}

interface Chunk {
  readonly data: string;
  readonly type: 'key' | 'delta';
  readonly timestamp: number;
}

type EncoderPage = typeof globalThis & {
  filmEncoder: { add(jpeg: string, at_ms: number, isKey: boolean): Promise<Chunk[]>; end(): Promise<Chunk[]> };
};

/** Runs in the page of a Chromium, which brings the encoder that this project would else need a program for. */
function install(bitrate: number): void {
  const done: Chunk[] = [];
  const base64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  const encoder = new VideoEncoder({
    output(chunk) {
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      done.push({ data: base64(bytes), type: chunk.type, timestamp: chunk.timestamp / 1e6 });
    },
    error(problem) {
      throw problem;
    },
  });
  let isOpen = false;
  (globalThis as EncoderPage).filmEncoder = {
    async add(jpeg, at_ms, isKey) {
      const blob = await (await fetch(`data:image/jpeg;base64,${jpeg}`)).blob();
      const whole = await createImageBitmap(blob);
      // The encoder works on pairs of rows and columns.
      const [width, height] = [whole.width & ~1, whole.height & ~1];
      const bitmap = await createImageBitmap(whole, 0, 0, width, height);
      whole.close();
      if (!isOpen) encoder.configure({ codec: 'vp09.00.31.08', width, height, bitrate, latencyMode: 'quality' });
      isOpen = true;
      const frame = new VideoFrame(bitmap, { timestamp: Math.round(at_ms * 1_000) });
      encoder.encode(frame, { keyFrame: isKey });
      frame.close();
      bitmap.close();
      return done.splice(0);
    },
    async end() {
      await encoder.flush();
      return done.splice(0);
    },
  };
}

/** A page of a secure origin that nothing is fetched from: encoders are not given to others. */
async function encoderPage(page: Page): Promise<void> {
  await page.route('https://film.invalid/', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>Film</title>' }),
  );
  await page.goto('https://film.invalid/');
  await page.evaluate(install, BITRATE);
}

async function encode(page: Page, pictures: readonly Picture[]): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  let keyAt = Number.NEGATIVE_INFINITY;
  for (const { at, jpeg } of pictures) {
    const isKey = at - keyAt >= KEY_EVERY_MS;
    if (isKey) keyAt = at;
    const more = await page.evaluate(
      ([data, time, key]) => (globalThis as EncoderPage).filmEncoder.add(data, time, key),
      [jpeg.toString('base64'), at, isKey] as const,
    );
    chunks.push(...more);
  }
  return [...chunks, ...(await page.evaluate(() => (globalThis as EncoderPage).filmEncoder.end()))];
}

/**
 * Writes pictures as a silent film (WebM, VP9).
 * @param end_ms when the last picture leaves the screen
 * @throws Error when there are no pictures, or no Chromium to encode them with
 */
export async function encodeFilm(pictures: readonly Picture[], end_ms: number, file: string): Promise<void> {
  if (pictures.length === 0) throw new Error('a film needs pictures; none were taken');
  const browser = await chromium.launch({ executablePath: readChromium(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await encoderPage(page);
    const chunks = await encode(page, pictures);
    const output = new Output({ format: new WebMOutputFormat(), target: new FilePathTarget(file) });
    const source = new EncodedVideoPacketSource('vp9');
    output.addVideoTrack(source);
    await output.start();
    const decoderConfig = { codec: 'vp09.00.31.08', ...(await sizeOf(page, pictures[0] as Picture)) };
    for (const [place, { data, type, timestamp }] of chunks.entries()) {
      const next = chunks[place + 1]?.timestamp ?? end_ms / 1_000;
      const packet = new EncodedPacket(Buffer.from(data, 'base64'), type, timestamp, Math.max(0.001, next - timestamp));
      await source.add(packet, { decoderConfig });
    }
    await output.finalize();
  } finally {
    await browser.close();
  }
}

function sizeOf(page: Page, { jpeg }: Picture): Promise<{ codedWidth: number; codedHeight: number }> {
  return page.evaluate(async (data) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/jpeg;base64,${data}`)).blob());
    return { codedWidth: bitmap.width & ~1, codedHeight: bitmap.height & ~1 };
  }, jpeg.toString('base64'));
}
