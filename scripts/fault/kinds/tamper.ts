import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { exportManifest, filesBeside } from '#contract/exports.ts';
import { canonicalJson } from '#domain/audit/canonical-json.ts';
import { type ExportParts, verifyExport } from '#domain/audit/verify-export.ts';
import { verifyTools } from '#scripts/lib/verify-tools.ts';
import { type Signer, openSigner, signerOf } from '#server/audit/signing-key.ts';
import { createHub } from '#server/create-hub.ts';
import { createFolderStore } from '#server/object-store/folder-store.ts';
import { startEmbeddedPostgres } from '#server/storage/embedded-postgres.ts';
import { exportAudit } from '#server/usecases/audit/export-audit.ts';
import { createEnrolmentCode, createPerson } from '#server/usecases/people.ts';
import type { Fault, FaultForm } from '../fault.ts';

const tries: Readonly<Record<FaultForm, number>> = { smoke: 300, short: 10_000, long: 100_000 };
const people = 12;

type Chance = (below: number) => number;

/** Repeatable chance (mulberry32). */
function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

async function readParts(file: string): Promise<ExportParts> {
  const beside = filesBeside(file);
  return {
    manifest: await readFile(beside.manifest, 'utf8'),
    signature: (await readFile(beside.signature)).toString('base64'),
    files: new Map([[basename(file), await readFile(file)]]),
  };
}

/** Two exports of the audit of a real hub, one after more was done, and the key they are signed with. */
async function realExports(): Promise<{ readonly exports: readonly ExportParts[]; readonly key: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'lupa-tamper-'));
  const postgres = await startEmbeddedPostgres(folder);
  try {
    const signer = await openSigner(folder, undefined);
    const objects = await createFolderStore(join(folder, 'objects'));
    const hub = await createHub({ databaseUrl: postgres.url('postgres'), objects, signer, logLevel: 'silent' });
    const exports: ExportParts[] = [];
    for (const time of ['first', 'second']) {
      for (let one = 0; one < people; one += 1) {
        const person = await createPerson(hub.context, { name: `Person ${one}`, role: 'reviewer', languages: ['en'] });
        await createEnrolmentCode(hub.context, person.id);
      }
      exports.push(await readParts(await exportAudit(hub.context, join(folder, 'out'), `for the ${time} tampering`)));
    }
    await hub.close();
    return { exports, key: signer.publicKey };
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A text with one place changed, cut, moved or slipped into; never the same. */
function bent(text: string, chance: Chance): string {
  const at = chance(text.length);
  const length = 1 + chance(40);
  const piece = text.slice(at, at + length);
  switch (chance(4)) {
    case 0:
      return text.slice(0, at) + String.fromCodePoint(32 + ((text.codePointAt(at) ?? 32) % 90)) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + text.slice(at + length);
    case 2:
      return text.slice(0, at) + piece + text.slice(at);
    default:
      return piece.length === text.length ? text.slice(1) : text.slice(at) + text.slice(0, at);
  }
}

/** Lines with one changed, taken out, doubled, moved, or all after it cut off. */
function bentLines(lines: readonly string[], chance: Chance): string[] {
  const at = chance(lines.length);
  const line = lines[at] ?? '';
  switch (chance(5)) {
    case 0:
      return lines.with(at, bent(line, chance));
    case 1:
      return lines.toSpliced(at, 1);
    case 2:
      return lines.toSpliced(at, 0, line);
    case 3:
      return [...lines.toSpliced(at, 1), line];
    default:
      return lines.slice(0, at);
  }
}

const linesOf = (parts: ExportParts): string[] =>
  Buffer.from([...parts.files.values()][0] ?? [])
    .toString('utf8')
    .split('\n')
    .slice(0, -1);

/** Somebody changes the audit and makes a manifest that fits, as far as it goes without the hub's key. */
function forgedAudit(
  parts: ExportParts,
  thief: Signer,
  hasStolenManifest: boolean,
  chance: Chance,
): ExportParts | null {
  const before = linesOf(parts);
  const lines = bentLines(before, chance);
  if (lines.join('\n') === before.join('\n')) return null;
  const content = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const manifest = exportManifest.parse(JSON.parse(parts.manifest));
  const [file] = manifest.files;
  if (file === undefined) return null;
  const { name } = file;
  if (hasStolenManifest) return { ...parts, files: new Map([[name, content]]) };
  const sha256 = exportManifest.shape.files.element.shape.sha256.parse(verifyTools.sha256(content));
  const text = canonicalJson({ ...manifest, files: [{ name, sha256, bytes: content.length, rows: lines.length }] });
  return { manifest: text, signature: thief.sign(text), files: new Map([[name, content]]) };
}

/** One of the three files of an export is bent, or taken from another export. */
function bentExport(parts: ExportParts, other: ExportParts, chance: Chance): ExportParts | null {
  const [[name, content] = ['', new Uint8Array()]] = parts.files;
  const [otherContent] = other.files.values();
  switch (chance(6)) {
    case 0:
      return { ...parts, manifest: bent(parts.manifest, chance) };
    case 1: {
      const bytes = Buffer.from(parts.signature, 'base64');
      const at = chance(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << chance(8));
      return { ...parts, signature: bytes.toString('base64') };
    }
    case 2: {
      const bytes = Buffer.from(content);
      const at = chance(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << chance(8));
      return { ...parts, files: new Map([[name, bytes]]) };
    }
    case 3:
      return { ...parts, files: new Map([[name, content.slice(0, chance(content.length))]]) };
    case 4:
      return chance(2) === 0
        ? { ...parts, signature: other.signature }
        : { ...parts, files: new Map([[name, otherContent ?? content]]) };
    default:
      return { ...parts, files: new Map([...parts.files, [`${name}.more`, content]]) };
  }
}

const isSame = (one: ExportParts, two: ExportParts): boolean =>
  one.manifest === two.manifest &&
  one.signature === two.signature &&
  one.files.size === two.files.size &&
  [...one.files].every(([name, content]) => Buffer.from(content).equals(two.files.get(name) ?? new Uint8Array()));

/** Audits and exports of a real hub, changed in every way; each must be found out by what `npm run verify` runs. */
export const fault: Fault = async ({ form, seed, say }) => {
  const { exports, key } = await realExports();
  const [first, second] = exports;
  if (first === undefined || second === undefined) throw new Error('the hub gave no two exports');
  for (const each of exports) {
    if (verifyExport(verifyTools, each, key).findings.length > 0) throw new Error('an untouched export does not hold');
  }
  const chance = chanceOf(seed);
  const thief = signerOf(generateKeyPairSync('ed25519').privateKey);
  const count = (make: (time: number) => ExportParts | null): { tried: number; undetected: number } => {
    let tried = 0;
    let undetected = 0;
    for (let time = 0; tried < tries[form]; time += 1) {
      const tampered = make(time);
      if (tampered === null || isSame(tampered, first)) continue;
      tried += 1;
      if (verifyExport(verifyTools, tampered, key).findings.length === 0) undetected += 1;
    }
    return { tried, undetected };
  };
  const audits = count((time) => forgedAudit(first, thief, time % 2 === 0, chance));
  say(`${audits.tried} audits`);
  const bentOnes = count(() => bentExport(first, second, chance));
  say(`${bentOnes.tried} exports`);
  return [
    { figure: 'tampered_audits', ...audits, seed },
    { figure: 'tampered_exports', ...bentOnes, seed },
  ];
};
