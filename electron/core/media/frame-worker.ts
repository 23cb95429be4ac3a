import { parentPort } from 'node:worker_threads';
import { type ClipKeys, openClip } from '../../sealing/clip-file.ts';
import { readFrameIndex } from './frame-index.ts';

/** What the thread is asked: a clip of this device, and the keys to it. */
export interface FrameQuestion {
  readonly folder: string;
  readonly keys: ClipKeys;
  readonly sha256: string;
}

async function answer({ folder, keys, sha256 }: FrameQuestion) {
  const clip = await openClip(folder, keys, sha256);
  if (clip === null) return null;
  try {
    return await readFrameIndex(clip);
  } finally {
    await clip.close();
  }
}

/** A thread that reads frame indexes: it is told a clip and answers with the index, or with null when the clip cannot be opened. */
parentPort?.on('message', (question: FrameQuestion) => {
  void answer(question)
    .catch(() => null)
    .then((index) => parentPort?.postMessage(index, []));
});
