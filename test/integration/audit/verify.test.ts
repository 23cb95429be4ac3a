import { execFile } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { filesBeside } from '#contract/exports.ts';
import { auditEntry } from '#contract/audit.ts';
import { passingSigner } from '#server/audit/signing-key.ts';
import { exportAudit } from '#server/usecases/audit/export-audit.ts';
import { startTestHub, type TestHub } from '#test/support/hub.ts';

let hub: TestHub;
let folder: string;
let file: string;
let key: string;

beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lupa-verify-'));
  file = await exportAudit(hub.hub.context, folder, 'the yearly look into who did what');
  key = join(mkdtempSync(join(tmpdir(), 'lupa-key-')), 'hub.pem');
  writeFileSync(key, hub.hub.context.audit.signer.publicKey);
  return () => rmSync(folder, { recursive: true });
});

/** Runs a program; answers how it ended and what it said. */
const run = (program: string, args: readonly string[]): Promise<{ code: number; text: string }> =>
  new Promise((resolve) => {
    execFile(program, [...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), text: stdout + stderr });
    });
  });
const verify = (...args: string[]) => run(process.execPath, ['scripts/verify/main.ts', ...args]);

/** The lines of docs/verify.md that begin with openssl or sha256sum, for these files. */
function documented(program: 'openssl' | 'sha256sum'): string[] {
  const line = readFileSync('docs/verify.md', 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${program} `));
  const { manifest, signature } = filesBeside(file);
  const words = (line ?? '').split(' ').slice(1);
  return words.map((word) =>
    word
      .replace('HUB.pem', key)
      .replace('EXPORT.manifest.json', manifest)
      .replace('EXPORT.manifest.sig', signature)
      .replace('EXPORT', file),
  );
}

describe('an export of the audit', () => {
  it('is readable by its owner only, leaves no half file, and is in the audit with its reason before it is written', async () => {
    const names = readdirSync(folder);
    expect(names).toHaveLength(4);
    expect(names.filter((name) => name.endsWith('.part'))).toEqual([]);
    for (const name of names) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    const last = readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '';
    const { act, id } = auditEntry.parse(JSON.parse(last));
    expect(act).toBe('export_begun');
    const { rows } = await hub.hub.context.database.pool.query('select content from audit_sealed where id = $1', [id]);
    expect(rows).toEqual([{ content: '{"reason":"the yearly look into who did what"}' }]);
  });

  it('holds for `npm run verify`, as a file and as a folder', async () => {
    expect(await verify(file, '--key', key)).toMatchObject({ code: 0 });
    expect(await verify(folder, '--key', key)).toMatchObject({ code: 0 });
  });

  it('cannot be judged without a key that is trusted', async () => {
    expect(await verify(file)).toMatchObject({ code: 2 });
    expect(await verify(join(folder, 'nothing'), '--key', key)).toMatchObject({ code: 2 });
  });

  it.each([
    [
      'a letter is another one',
      () => writeFileSync(file, readFileSync(file, 'utf8').replace('signed_in', 'signed_on')),
    ],
    ['the end is cut off', () => writeFileSync(file, readFileSync(file).subarray(0, -20))],
    ['something is added', () => appendFileSync(file, '{}\n')],
    [
      'the manifest is changed',
      () =>
        writeFileSync(
          filesBeside(file).manifest,
          readFileSync(filesBeside(file).manifest, 'utf8').replace('yearly', 'weekly'),
        ),
    ],
    ['the exported file is gone', () => rmSync(file)],
    ['the manifest is gone', () => rmSync(filesBeside(file).manifest)],
    ['a file is slipped into the folder', () => writeFileSync(join(folder, 'more.ndjson'), '{}\n')],
    ['another hub signed it', () => writeFileSync(key, passingSigner().publicKey)],
  ])('is found out by `npm run verify` when %s', async (_, tamper) => {
    tamper();
    expect(await verify(folder, '--key', key)).toMatchObject({ code: 1 });
  });

  it('holds for the openssl and sha256sum lines of docs/verify.md, which find changes too', async () => {
    expect(await run('openssl', documented('openssl'))).toMatchObject({ code: 0 });
    const { text } = await run('sha256sum', documented('sha256sum'));
    const [sum = 'none'] = text.split(' ');
    const { manifest } = filesBeside(file);
    expect(readFileSync(manifest, 'utf8')).toContain(`"sha256":"${sum}"`);
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(sum, sum.replace(/^./, 'x')));
    expect(await run('openssl', documented('openssl'))).not.toMatchObject({ code: 0 });
  });
});
