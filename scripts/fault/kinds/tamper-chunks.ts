import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clipUrl } from '#contract/core-link.ts';
import { clipFile, type ClipStore } from '#core/media/clip-store.ts';
import { clipHandler } from '#main/clip-protocol.ts';
import { type Chance, seeded } from '#scripts/lib/chance.ts';
import { keepClip, madeClipStore } from '#scripts/lib/made-clips.ts';
import { CHUNK_BYTES, HEADER_BYTES, RECORD_BYTES } from '../../../electron/sealing/clip-file.ts';
import type { Fault, FaultForm } from '../fault.ts';

const tries: Readonly<Record<FaultForm, number>> = { smoke: 300, short: 10_000, long: 100_000 };

/** A clip of a few chunks, with its plain and its sealed bytes. */
interface Kept {
  readonly sha256: string;
  readonly plain: Buffer;
  readonly sealed: Buffer;
  /** The same clip, sealed at another time: its key and every chunk differ. */
  readonly earlier: Buffer;
}

async function sealAnew(store: ClipStore, plain: Buffer): Promise<Buffer> {
  return readFile(clipFile(store, await keepClip(store, plain)));
}

async function keep(store: ClipStore, size: number): Promise<Kept> {
  const plain = randomBytes(size);
  const sha256 = createHash('sha256').update(plain).digest('hex');
  const earlier = await sealAnew(store, plain);
  return { sha256, plain, earlier, sealed: await sealAnew(store, plain) };
}

const recordAt = (index: number): number => HEADER_BYTES + index * RECORD_BYTES;

/** What somebody with the disk in their hands may do; each answers other bytes for the clip's file. */
const hands: Readonly<Record<string, (clip: Kept, other: Kept, chance: Chance) => Buffer>> = {
  'a bit is turned': ({ sealed }, _other, chance) => {
    const bytes = Buffer.from(sealed);
    const at = chance.int(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.int(8));
    return bytes;
  },
  'it is cut': ({ sealed }, _other, chance) => sealed.subarray(0, chance.int(sealed.length)),
  'it ends after a whole chunk': ({ sealed }, _other, chance) =>
    sealed.subarray(0, recordAt(1 + chance.int(Math.floor((sealed.length - HEADER_BYTES) / RECORD_BYTES)))),
  'something is added': ({ sealed }, _other, chance) =>
    Buffer.concat([sealed, randomBytes(1 + chance.int(RECORD_BYTES))]),
  'two chunks change places': ({ sealed }) => {
    const [first, second] = [0, 1].map((index) => sealed.subarray(recordAt(index), recordAt(index + 1)));
    return Buffer.concat([
      sealed.subarray(0, HEADER_BYTES),
      second ?? first ?? sealed,
      first ?? sealed,
      sealed.subarray(recordAt(2)),
    ]);
  },
  'a chunk comes twice': ({ sealed }) => Buffer.concat([sealed.subarray(0, recordAt(1)), sealed.subarray(recordAt(0))]),
  'a chunk of another clip is put in': ({ sealed }, other) =>
    Buffer.concat([
      sealed.subarray(0, recordAt(1)),
      other.sealed.subarray(recordAt(1), recordAt(2)),
      sealed.subarray(recordAt(2)),
    ]),
  'a chunk of an earlier copy is played again': ({ sealed, earlier }, _other, chance) => {
    const index = chance.int(2);
    return Buffer.concat([
      sealed.subarray(0, recordAt(index)),
      earlier.subarray(recordAt(index), recordAt(index + 1)),
      sealed.subarray(recordAt(index + 1)),
    ]);
  },
  'the header of an earlier copy is put before it': ({ sealed, earlier }) =>
    Buffer.concat([earlier.subarray(0, HEADER_BYTES), sealed.subarray(HEADER_BYTES)]),
  'another clip lies in its place': (_clip, other) => other.sealed,
};

/** What came of asking for the clip: how many bytes were released that are not the clip's own at that place. */
async function wrongBytes(ask: () => Promise<Response>, plain: Buffer): Promise<{ wrong: number; whole: boolean }> {
  const response = await ask();
  let at = 0;
  let wrong = 0;
  try {
    for await (const piece of response.body ?? []) {
      const right = plain.subarray(at, at + piece.byteLength);
      if (!right.equals(piece)) wrong += piece.byteLength;
      at += piece.byteLength;
    }
  } catch {
    return { wrong, whole: false };
  }
  return { wrong, whole: response.status === 200 && at === plain.length };
}

/**
 * Changes sealed clips in every way that a disk in strange hands allows, and asks for them as the player does. A change counts as undetected when
 * the clip is still given whole or nobody is told to fetch it anew; every byte that is released and is not the clip's own at that place is an escape.
 */
export const fault: Fault = async ({ form, seed, say }) => {
  const folder = await mkdtemp(join(tmpdir(), 'lupa-tamper-'));
  const store = madeClipStore(folder);
  const chance = seeded(seed);
  const ask = clipHandler({ folder, keys: () => store.keys, onBroken: () => void (told += 1) });
  let [tried, told, undetected, escapes] = [0, 0, 0, 0];
  try {
    const clip = await keep(store, 3 * CHUNK_BYTES + 1_000);
    const other = await keep(store, 3 * CHUNK_BYTES + 1_000);
    const names = Object.keys(hands);
    for (let round = 0; round < tries[form]; round += 1) {
      const hand = hands[names[round % names.length] ?? ''];
      const bytes = hand?.(clip, other, chance);
      if (bytes === undefined || bytes.equals(clip.sealed)) continue;
      await writeFile(clipFile(store, clip.sha256), bytes);
      const before = told;
      const { wrong, whole } = await wrongBytes(() => ask(new Request(clipUrl(clip.sha256))), clip.plain);
      tried += 1;
      escapes += wrong;
      if (whole || told === before) undetected += 1;
      if (round % 2_000 === 1_999) say(`${round + 1} of ${tries[form]}`);
    }
    await writeFile(clipFile(store, clip.sha256), clip.sealed);
    const intact = await wrongBytes(() => ask(new Request(clipUrl(clip.sha256))), clip.plain);
    if (!intact.whole || intact.wrong > 0)
      throw new Error('the clip as it was sealed is not given: nothing was proved');
    return [{ figure: 'tampered_clip_files', tried, undetected, escapes, seed }];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
