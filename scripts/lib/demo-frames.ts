import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameIndex } from '#contract/frames.ts';
import { readFrameIndex } from '#core/media/frame-index.ts';

/** The frame index of a plain file, such as a clip of a pack. */
export async function frameIndexOfFile(path: string): Promise<FrameIndex> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return await readFrameIndex({
      size,
      async read(start, most) {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, start);
        return buffer.subarray(0, bytesRead);
      },
    });
  } finally {
    await file.close();
  }
}

/** What the containers of a pack's clips say of their frames, by the clips' hashes. */
export async function demoFrames(pack: string): Promise<Record<string, FrameIndex>> {
  const found: Record<string, FrameIndex> = {};
  for (const name of readdirSync(join(pack, 'clips'))) {
    const file = join(pack, 'clips', name);
    found[createHash('sha256').update(readFileSync(file)).digest('hex')] = await frameIndexOfFile(file);
  }
  return found;
}
