import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameIndex } from '#contract/frames.ts';
import { readFrameIndex } from '#core/media/frame-index.ts';

/** What the containers of a pack's clips say of their frames, by the clips' hashes. */
export async function demoFrames(pack: string): Promise<Record<string, FrameIndex>> {
  const found: Record<string, FrameIndex> = {};
  for (const name of readdirSync(join(pack, 'clips'))) {
    const file = join(pack, 'clips', name);
    found[createHash('sha256').update(readFileSync(file)).digest('hex')] = await readFrameIndex(file);
  }
  return found;
}
