import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  packAnnotation,
  packGold,
  packHeat,
  packManifest,
  packModerator,
  packPolicies,
  packPrediction,
} from '#contract/packs.ts';
import { moderationRecord } from '#contract/records.ts';
import type { Chance } from '#scripts/lib/chance.ts';
import type { TryPart } from './part.ts';
import { inputsOf, type MakeInput } from './shapes.ts';
import { spoilt } from './spoil.ts';
import { spoiltText } from './words.ts';
import { importPack } from '#server/usecases/import/import-pack.ts';

/** Lines of one pack: some for each of its files, most for the records. */
const PACK_LINES = 2_000;

const pictures = 'pictures';
const pictureHash = createHash('sha256').update(pictures).digest('hex');
const recordPaths = ['clips/a.mp4', 'clips/../a.mp4', '/etc/passwd', 'clips\\a.mp4', 'clips', 'clips/a.mp4/x', 'C:a'];
const files: readonly { readonly name: string; readonly share: number; readonly make: MakeInput }[] = [
  { name: 'records.jsonl', share: 0.6, make: inputsOf(moderationRecord, { path: recordPaths, sha256: [null] }) },
  { name: 'people.jsonl', share: 0.08, make: inputsOf(packModerator) },
  { name: 'annotations.jsonl', share: 0.08, make: inputsOf(packAnnotation) },
  { name: 'gold.jsonl', share: 0.08, make: inputsOf(packGold) },
  { name: 'predictions.jsonl', share: 0.08, make: inputsOf(packPrediction) },
  { name: 'heat.jsonl', share: 0.08, make: inputsOf(packHeat) },
];
const newline = Buffer.from('\n');
const manifest = inputsOf(packManifest);
const policies = inputsOf(packPolicies);

function line(make: MakeInput, chance: Chance): Buffer {
  const value = make(chance);
  const text = JSON.stringify(chance.often(0.6) ? spoilt(value, chance) : value) ?? '';
  const spoiltLine = chance.often(0.2) ? spoiltText(text, chance) : text;
  const bytes = Buffer.from(spoiltLine.replaceAll('\n', ' '), chance.often(0.1) ? 'latin1' : 'utf8');
  return Buffer.concat([bytes, newline]);
}

/** Writes a pack with something wrong in most of its lines. */
async function writePack(folder: string, lines: number, chance: Chance): Promise<void> {
  await mkdir(join(folder, 'clips'), { recursive: true });
  await writeFile(join(folder, 'clips', 'a.mp4'), pictures);
  const head = chance.often(0.9) ? { format: 'lupa-pack/1', name: `Pack ${chance.int(1e9)}` } : manifest(chance);
  await writeFile(join(folder, 'pack.json'), JSON.stringify(chance.often(0.9) ? head : spoilt(head, chance)) ?? '');
  await writeFile(join(folder, 'policies.json'), JSON.stringify(spoilt(policies(chance), chance)) ?? '');
  for (const { name, share, make } of files) {
    const wanted = Math.max(1, Math.round(lines * share));
    await writeFile(join(folder, name), Buffer.concat(Array.from({ length: wanted }, () => line(make, chance))));
  }
}

/** Packs with broken lines through the hub's real import into a real PostgreSQL: every one ends with a report, none with an exception. */
export const tryPackLines: TryPart = async ({ count, chance, findings, hub: openHub }) => {
  const hub = await openHub();
  const root = await mkdtemp(join(tmpdir(), 'lupa-fuzz-packs-'));
  const before = new Set(await hub.objects());
  let tried = 0;
  const one = async (lines: number): Promise<void> => {
    const folder = await mkdtemp(join(root, 'pack-'));
    await writePack(folder, lines, chance);
    const report = await importPack(hub.context, folder).catch((error: unknown) => {
      findings.crash(`the import threw ${String(error)}`, folder);
      return null;
    });
    if (report !== null && report.state !== 'done' && report.state !== 'refused') findings.crash('no end', report);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    while (tried < count) {
      const lines = Math.min(PACK_LINES, count - tried);
      await one(lines);
      tried += lines;
    }
    const strange = (await hub.objects()).filter((sha256) => sha256 !== pictureHash && !before.has(sha256));
    if (strange.length > 0) findings.escape('what is no file of a pack was stored', strange);
    return tried;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
};
