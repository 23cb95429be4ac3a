import { parentPort } from 'node:worker_threads';
import { readFrameIndex } from './frame-index.ts';

/** A thread that reads frame indexes: it is told a path and answers with the index, or with null when the file cannot be opened. */
parentPort?.on('message', (path: string) => {
  void readFrameIndex(path)
    .catch(() => null)
    .then((index) => parentPort?.postMessage(index, []));
});
