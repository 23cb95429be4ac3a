import { createHash, createPublicKey } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { filesBeside } from '#contract/exports.ts';
import { type Verdict, verifyExport } from '#domain/audit/verify-export.ts';
import { verifyTools } from '#scripts/lib/verify-tools.ts';

const help = `usage: npm run verify -- EXPORT --key KEY.pem

  EXPORT   an exported file with its manifest beside it, or a folder of them
  --key    the public key of the hub, from a source that you trust and not from the export

  exit code 0: everything is what was signed; 1: something was changed; 2: it cannot be said
`;

const ENDING = filesBeside('').manifest;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

class CannotSay extends Error {}

const fingerprintOf = (pem: string): string =>
  createHash('sha256')
    .update(createPublicKey(pem).export({ type: 'spki', format: 'der' }))
    .digest('hex');

/** The exported files that a path stands for. */
function exportsAt(path: string): string[] {
  if (!existsSync(path)) throw new CannotSay(`there is nothing at ${path}`);
  if (!statSync(path).isDirectory()) return [path.endsWith(ENDING) ? path.slice(0, -ENDING.length) : path];
  const own = Object.values(filesBeside(''));
  const names = readdirSync(path);
  // A file without a manifest is asked for too, and found missing; so is a manifest without a file.
  const exported = names.map((name) =>
    own.reduce((rest, ending) => (rest.endsWith(ending) ? rest.slice(0, -ending.length) : rest), name),
  );
  if (exported.length === 0) throw new CannotSay(`${path} is empty`);
  return [...new Set(exported)].map((name) => join(path, name));
}

function verifyOne(file: string, key: string): Verdict {
  const folder = dirname(file);
  const name = basename(file);
  const beside = filesBeside(name);
  for (const needed of [beside.manifest, beside.signature]) {
    if (!existsSync(join(folder, needed))) {
      return { manifest: null, findings: [{ kind: 'file-missing', about: needed }] };
    }
  }
  const files = new Map(existsSync(file) ? [[name, readFileSync(file)]] : []);
  const manifest = readFileSync(join(folder, beside.manifest), 'utf8');
  const signature = readFileSync(join(folder, beside.signature)).toString('base64');
  return verifyExport(verifyTools, { manifest, signature, files }, key);
}

function report(file: string, { manifest, findings }: Verdict): void {
  say(`${findings.length === 0 ? 'holds  ' : 'CHANGED'} ${file}`);
  for (const { kind, about } of findings) say(`        ${kind}: ${about}`);
  if (manifest === null) return;
  const { what, at, reason, tree } = manifest;
  say(`        ${what}, ${tree.head.tree_size} entries, exported at ${at}: ${reason}`);
}

function main(): number {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { key: { type: 'string' }, help: { type: 'boolean' } },
  });
  const [path] = positionals;
  if (values.help === true || path === undefined) {
    process.stdout.write(help);
    return values.help === true ? 0 : 2;
  }
  const files = exportsAt(path);
  if (values.key === undefined) {
    const lying = files.map((file) => join(dirname(file), filesBeside(basename(file)).publicKey)).find(existsSync);
    if (lying !== undefined)
      say(
        `the export brings the key ${fingerprintOf(readFileSync(lying, 'utf8'))}: compare it with the one that the hub says at its start`,
      );
    throw new CannotSay('whose signature it must be is not known: give the hub’s key with --key');
  }
  const key = readFileSync(values.key, 'utf8');
  say(`key     ${fingerprintOf(key)}`);
  const verdicts = files.map((file) => ({ file, verdict: verifyOne(file, key) }));
  for (const { file, verdict } of verdicts) report(file, verdict);
  return verdicts.every(({ verdict }) => verdict.findings.length === 0) ? 0 : 1;
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(`verify: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
