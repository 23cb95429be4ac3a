import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameIndexOfFile } from '#scripts/lib/demo-frames.ts';
import { unpackFrames } from '#domain/review/frame-times.ts';
import { encodeFilm } from '#scripts/lib/film-encoder.ts';
import { readChromium } from '#scripts/setup/runtime.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lupa-film-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Pictures of a page that changes its colour. */
async function takePictures(colours: readonly string[]): Promise<Buffer[]> {
  const browser = await chromium.launch({ executablePath: readChromium(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 641, height: 361 } });
    const pictures: Buffer[] = [];
    for (const colour of colours) {
      await page.setContent(`<body style="background:${colour}">`);
      pictures.push(await page.screenshot({ type: 'jpeg' }));
    }
    return pictures;
  } finally {
    await browser.close();
  }
}

describe('pictures as a film', () => {
  it('come in their order and at their times, of an even size as the encoder wants it', async () => {
    const file = join(folder, 'film.webm');
    const jpegs = await takePictures(['red', 'green', 'blue']);
    const times = [0, 700, 12_000];
    await encodeFilm(
      jpegs.map((jpeg, place) => ({ jpeg, at: times[place] ?? 0 })),
      13_000,
      file,
    );
    const { frames, width, height } = await frameIndexOfFile(file);
    expect({ width, height }).toEqual({ width: 640, height: 360 });
    if (frames === null) throw new Error('the film tells no frame times');
    expect([...unpackFrames(frames, 0).starts]).toEqual([0, 0.7, 12]);
  });

  it('are needed: without any there is no film', async () => {
    await expect(encodeFilm([], 0, join(folder, 'none.webm'))).rejects.toThrow('needs pictures');
  });
});
