import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { clipUrl } from '#contract/core-link.ts';
import type { DrivenApp } from '#scripts/lib/electron-app.ts';
import { until } from '#scripts/lib/until.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { appYard } from '#test/support/app.ts';
import { keepClip, madeClipStore } from '#scripts/lib/made-clips.ts';
import { developmentKey } from '#scripts/lib/development-key.ts';
import { foldersBelow } from '#main/command-line.ts';
import { deriveKey } from '../../electron/sealing/sealing.ts';
import { longestDemoClip } from '#test/support/demo-clips.ts';

const apps = appYard();
const clip = longestDemoClip(join(REPOSITORY, 'resources', 'demo'));
const sha256 = createHash('sha256').update(readFileSync(clip.file)).digest('hex');
let lupa: DrivenApp;
beforeAll(async () => {
  const userData = apps.folder();
  const folder = foldersBelow(userData).media;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'left'), 'by somebody');
  lupa = await apps.open(userData);
  // Where nobody is signed in, whatever lies here is shredded, once.
  await until('the folder is tidied', () => readdirSync(folder).length === 0);
  await keepClip(madeClipStore(folder, deriveKey(developmentKey(userData), 'clips')), readFileSync(clip.file));
});

/** Asks as the browser itself does, past the page. */
const ask = (method: string, url: string, range: string | null) =>
  lupa.app.evaluate(
    async ({ session }, { method, url, range }) => {
      const headers: Record<string, string> = range === null ? {} : { Range: range };
      const answer = await session.fromPartition('lupa').fetch(url, { method, headers });
      const bytes = (await answer.arrayBuffer()).byteLength;
      return { status: answer.status, range: answer.headers.get('content-range'), bytes };
    },
    { method, url, range },
  );

describe('a clip in the real player', () => {
  it('plays and seeks to where it is told, forwards and back', async () => {
    const places = await lupa.page.evaluate(
      async ({ url, to }) => {
        const video = document.createElement('video');
        video.muted = true;
        document.body.append(video);
        const happens = (name: string): Promise<void> =>
          new Promise((done, failed) => {
            video.addEventListener(name, () => done(), { once: true });
            video.addEventListener('error', () => failed(new Error(video.error?.message ?? 'unknown')), { once: true });
          });
        const ready = happens('loadeddata');
        video.src = url;
        await ready;
        const reached: number[] = [];
        for (const place of to) {
          const seeked = happens('seeked');
          video.currentTime = place;
          await seeked;
          reached.push(video.currentTime);
        }
        const size = [video.videoWidth, video.videoHeight];
        video.remove();
        return { reached, size };
      },
      { url: clipUrl(sha256), to: [clip.seconds * 0.8, clip.seconds * 0.2, clip.seconds * 0.95] },
    );
    expect(places.size.every((side) => side > 0)).toBe(true);
    [0.8, 0.2, 0.95].forEach((share, index) => {
      expect(places.reached[index]).toBeCloseTo(clip.seconds * share, 1);
    });
  });

  it('is out of reach of page script', async () => {
    const refused = await lupa.page.evaluate(async (url) => {
      const asked = await fetch(url).then(
        () => 'answered',
        () => 'refused',
      );
      const request = await new Promise((done) => {
        const xhr = new XMLHttpRequest();
        xhr.addEventListener('load', () => done('answered'));
        xhr.addEventListener('error', () => done('refused'));
        xhr.open('GET', url);
        xhr.send();
      });
      return [asked, request];
    }, clipUrl(sha256));
    expect(refused).toEqual(['refused', 'refused']);
  });
});

describe('clip://media in the real Electron', () => {
  it('answers whole, part, HEAD and outside as HTTP would', async () => {
    const { size } = statSync(clip.file);
    expect(await ask('GET', clipUrl(sha256), null)).toEqual({ status: 200, range: null, bytes: size });
    expect(await ask('GET', clipUrl(sha256), 'bytes=10-109')).toEqual({
      status: 206,
      range: `bytes 10-109/${size}`,
      bytes: 100,
    });
    expect(await ask('HEAD', clipUrl(sha256), null)).toMatchObject({ status: 200, bytes: 0 });
    expect(await ask('GET', clipUrl(sha256), 'bytes=99999999999-')).toMatchObject({
      status: 416,
      range: `bytes */${size}`,
    });
  });

  it.each([
    'clip://media/',
    `clip://media/${'b'.repeat(64)}`,
    `clip://media/..%2f..%2fcredential.json`,
    `clip://media/${sha256}/../../credential.json`,
    `clip://elsewhere/${sha256}`,
    `clip://media/${sha256}%00`,
  ])('has nothing at %s', async (url) => {
    expect(await ask('GET', url, null)).toMatchObject({ status: 404 });
  });
});
