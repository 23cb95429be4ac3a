import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

const sentence = 'If we reach five thousand likes I will show you how it is done, ¿quién se anima? ';

/** A text-only record of about 2 KB, as chat and transcript records are. */
function record(index: number): string {
  return JSON.stringify({
    id: `bench-${index}`,
    stage: index % 2 === 0 ? 'live' : 'post_ban',
    surface: 'chat',
    subject: { id: `u-${index}`, handle: `@user_${index}`, region: 'MX', language: index % 2 === 0 ? 'en' : 'es' },
    stream: { id: `s-${index % 97}`, title: 'late night talk', viewers: index % 5000 },
    occurred_at: '2026-05-02T18:00:00Z',
    transcript: Array.from({ length: 6 }, (_, line) => ({
      t: line * 2,
      speaker: 'host',
      language: 'en',
      text: sentence + sentence,
    })),
    signals: [{ kind: 'model', name: 'tagger', version: '3', label: 'scam', score: (index % 100) / 100 }],
    decision: {
      action: 'mute',
      violation_type: 'scam',
      severity: 2,
      moderator: 'mod-1',
      team: 'west',
      at: '2026-05-02T18:09:41Z',
    },
  });
}

/** Writes a review pack of `count` text records of about 2 KB each. */
export async function writeSyntheticPack(folder: string, count: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'pack.json'), JSON.stringify({ format: 'lupa-pack/1', name: `Synthetic ${count}` }));
  const out = createWriteStream(join(folder, 'records.jsonl'));
  for (let index = 0; index < count; index += 1) {
    if (!out.write(`${record(index)}\n`)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
}
