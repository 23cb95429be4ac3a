import type { Page } from 'playwright-core';
import { encodeFilm } from '#scripts/lib/film-encoder.ts';

/** At most so many pictures a second: the page of a review mostly stands. */
const MOST_A_SECOND = 5;

/** A picture of the page, and when it was taken in milliseconds. */
interface Picture {
  readonly at: number;
  readonly jpeg: Buffer;
}

/** A wait in which nothing moves is cut to this. Milliseconds. */
const LONGEST_WAIT = 1_000;

/** The same pictures without long waits: a film shows what was done, not how busy the machine was. Times begin at zero. */
export function withoutWaits<Taken extends { readonly at: number }>(pictures: readonly Taken[]): Taken[] {
  let at = 0;
  return pictures.map((picture, place) => {
    const before = pictures[place - 1];
    at += before === undefined ? 0 : Math.min(LONGEST_WAIT, picture.at - before.at);
    return { ...picture, at };
  });
}

/** A film of a page that is being made. */
export interface Film {
  /** Ends it and writes it as WebM. */
  readonly finish: (file: string) => Promise<void>;
}

/** Films a page from now on, without sound. */
export async function startFilm(page: Page): Promise<Film> {
  const session = await page.context().newCDPSession(page);
  const pictures: Picture[] = [];
  const begun = performance.now();
  session.on('Page.screencastFrame', ({ data, sessionId }) => {
    const at = performance.now() - begun;
    const last = pictures.at(-1);
    const picture = { at, jpeg: Buffer.from(data, 'base64') };
    // The newest of several close pictures is the one that stays on the screen.
    if (last !== undefined && at - last.at < 1_000 / MOST_A_SECOND)
      pictures[pictures.length - 1] = { ...picture, at: last.at };
    else pictures.push(picture);
    void session.send('Page.screencastFrameAck', { sessionId });
  });
  const size = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  await session.send('Page.startScreencast', {
    format: 'jpeg',
    quality: 85,
    maxWidth: size.width,
    maxHeight: size.height,
  });
  return {
    async finish(file) {
      await session.send('Page.stopScreencast');
      const shown = withoutWaits(pictures);
      await encodeFilm(shown, (shown.at(-1)?.at ?? 0) + LONGEST_WAIT, file);
    },
  };
}
