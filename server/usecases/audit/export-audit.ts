import { createHash } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExportManifest, exportManifest, filesBeside } from '#contract/exports.ts';
import { canonicalJson } from '#domain/audit/canonical-json.ts';
import type { HubContext } from '../../context.ts';
import { addActOn, readEntries } from '../../storage/audit.ts';
import { actOf } from './acts.ts';
import { hubItself } from './life.ts';

const entriesAtOnce = 2_000;

/** Writes a file that appears whole or not at all, readable by its owner only. */
async function writeWhole(file: string, pieces: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void> {
  const handle = await open(`${file}.part`, 'w', 0o600);
  try {
    for await (const piece of pieces) await handle.writeFile(piece);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.part`, file);
}

/**
 * Writes the whole audit into a folder, with a manifest and its signature beside it. The export and its reason are in the audit, and in
 * the signed head, before the first byte is written.
 * @returns the path of the written file
 */
export async function exportAudit(hub: HubContext, folder: string, reason: string): Promise<string> {
  const id = hub.newId();
  const at = hub.now().toISOString();
  const sealed = { content: { reason }, kept: 'here' } as const;
  await addActOn(hub.database.pool, actOf(hub, 'export_begun', hubItself, { export: id, what: 'audit' }, sealed));
  const tree = await hub.audit.signedHead();
  const rows = tree.head.tree_size;
  const name = `audit-${at.replaceAll(/[:.]/g, '-')}-${id.slice(-6)}.ndjson`;
  const hash = createHash('sha256');
  let bytes = 0;
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let from = 0; from < rows; from += entriesAtOnce) {
      const entries = await readEntries(hub.database, from, Math.min(entriesAtOnce, rows - from));
      const piece = Buffer.from(entries.map(({ line }) => `${line}\n`).join(''), 'utf8');
      hash.update(piece);
      bytes += piece.length;
      yield piece;
    }
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const beside = filesBeside(name);
  await writeWhole(join(folder, name), pieces());
  const file = { name, sha256: hash.digest('hex'), bytes, rows };
  const unsigned = { type: 'lupa-export-1', export_id: id, what: 'audit', at, reason, files: [file], tree };
  const manifest: ExportManifest = exportManifest.parse(unsigned);
  const text = canonicalJson(manifest);
  const { signer } = hub.audit;
  await writeWhole(join(folder, beside.signature), [Buffer.from(signer.sign(text), 'base64')]);
  await writeWhole(join(folder, beside.publicKey), [Buffer.from(signer.publicKey)]);
  await writeWhole(join(folder, beside.manifest), [Buffer.from(text)]);
  const facts = { export: id, bytes, rows, sha256: file.sha256 };
  await addActOn(hub.database.pool, actOf(hub, 'export_finished', hubItself, facts));
  return join(folder, name);
}
