import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from 'node:events';

const record = (id: string, more: Record<string, unknown> = {}): string =>
  JSON.stringify({ id, stage: 'live', surface: 'post', ...more });
const clip = (path: string, more: Record<string, unknown> = {}) => ({ clips: [{ path, ...more }] });

/** Lines of `records.jsonl`: what each is, and the reason it must be refused for (null: imported). */
export const hostileLines: readonly { readonly bytes: Buffer; readonly reason: string | null; readonly id?: string }[] =
  [
    { bytes: Buffer.from(`\uFEFF${record('with-byte-order-mark')}`), reason: null, id: 'with-byte-order-mark' },
    { bytes: Buffer.from(`${record('with-crlf')}\r`), reason: null, id: 'with-crlf' },
    { bytes: Buffer.from(''), reason: null },
    { bytes: Buffer.from('   '), reason: null },
    { bytes: Buffer.from('{"id":"half'), reason: 'not_json' },
    { bytes: Buffer.from('null'), reason: 'wrong_shape' },
    { bytes: Buffer.from('{"id":"no-stage"}'), reason: 'wrong_shape' },
    { bytes: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), reason: 'not_utf8' },
    { bytes: Buffer.from('{"id":"raw\0nul","stage":"live","surface":"post"}'), reason: 'not_json' },
    { bytes: Buffer.from(record('nul\0id')), reason: 'wrong_shape' },
    { bytes: Buffer.from(record('nul-in-text', { transcript: [{ text: 'a\0b' }] })), reason: null, id: 'nul-in-text' },
    { bytes: Buffer.from('{"id":"\\ud800","stage":"live","surface":"post"}'), reason: 'wrong_shape' },
    {
      bytes: Buffer.from(
        `{"id":"deep","stage":"live","surface":"post","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      ),
      reason: 'wrong_shape',
    },
    {
      bytes: Buffer.from('{"id":"huge-number","stage":"live","surface":"post","stream":{"viewers":1e999}}'),
      reason: 'wrong_shape',
    },
    {
      bytes: Buffer.from(
        '{"id":"proto","stage":"live","surface":"post","__proto__":{"polluted":true},"constructor":{"x":1}}',
      ),
      reason: null,
      id: 'proto',
    },
    { bytes: Buffer.from('{"id":\t"tabs",\t"stage":"live","surface":"post"}'), reason: null, id: 'tabs' },
    { bytes: Buffer.from(record('twice')), reason: null, id: 'twice' },
    { bytes: Buffer.from(record('twice', { occurred_at: 'later' })), reason: 'duplicate_id' },
    { bytes: Buffer.from(record('climbing', clip('../outside.mp4'))), reason: 'path_outside_pack' },
    { bytes: Buffer.from(record('climbing-inside', clip('clips/../../outside.mp4'))), reason: 'path_outside_pack' },
    { bytes: Buffer.from(record('absolute', clip('/etc/passwd'))), reason: 'path_outside_pack' },
    { bytes: Buffer.from(record('drive', clip('C:/x.mp4'))), reason: 'path_outside_pack' },
    { bytes: Buffer.from(record('backslash', clip('clips\\x.mp4'))), reason: 'path_outside_pack' },
    { bytes: Buffer.from(record('nul-path', clip('clips/a\0.mp4'))), reason: 'path_outside_pack' },
    { bytes: Buffer.from(record('linked', clip('clips/link.mp4'))), reason: 'link_refused' },
    { bytes: Buffer.from(record('linked-folder', clip('linked/secret.mp4'))), reason: 'link_refused' },
    { bytes: Buffer.from(record('hard-linked', clip('clips/hard.mp4'))), reason: 'link_refused' },
    { bytes: Buffer.from(record('folder-as-clip', clip('clips'))), reason: 'wrong_shape' },
    {
      bytes: Buffer.from(record('wrong-hash', clip('clips/real.mp4', { sha256: 'f'.repeat(64) }))),
      reason: 'hash_mismatch',
    },
    { bytes: Buffer.from(record('absent-clip', clip('clips/never.mp4'))), reason: null, id: 'absent-clip' },
    { bytes: Buffer.from(record('unhashed-clip', clip('clips/real.mp4'))), reason: null, id: 'unhashed-clip' },
    {
      bytes: Buffer.from(record('text-as-video', clip('clips/text.mp4', { mime: 'video/mp4' }))),
      reason: null,
      id: 'text-as-video',
    },
  ];

export const realClip = Buffer.from('moving pictures');
export const realClipSha256 = createHash('sha256').update(realClip).digest('hex');
/** Line numbers that `writeHostilePack` adds after the listed ones. */
export const longLine = hostileLines.length + 1;
export const lastLine = hostileLines.length + 2;

/** Writes a pack with everything wrong that can be wrong, between records that are in order. */
export async function writeHostilePack(parent: string): Promise<string> {
  const pack = join(parent, 'pack');
  const outside = join(parent, 'outside');
  await mkdir(join(pack, 'clips'), { recursive: true });
  await mkdir(outside);
  await writeFile(join(outside, 'secret.mp4'), 'secret');
  await writeFile(join(parent, 'outside.mp4'), 'outside');
  await writeFile(join(pack, 'pack.json'), JSON.stringify({ format: 'lupa-pack/1', name: 'Hostile pack' }));
  await writeFile(join(pack, 'clips/real.mp4'), realClip);
  await writeFile(join(pack, 'clips/text.mp4'), 'these are words');
  await writeFile(join(pack, 'clips/other.mp4'), 'other');
  await symlink(join(outside, 'secret.mp4'), join(pack, 'clips/link.mp4'));
  await symlink(outside, join(pack, 'linked'));
  await link(join(outside, 'secret.mp4'), join(pack, 'clips/hard.mp4'));
  const out = createWriteStream(join(pack, 'records.jsonl'));
  for (const { bytes } of hostileLines) out.write(Buffer.concat([bytes, Buffer.from('\n')]));
  out.write('{"id":"long","x":"');
  const megabyte = Buffer.alloc(1024 * 1024, 'x');
  for (let count = 0; count < 50; count += 1) if (!out.write(megabyte)) await once(out, 'drain');
  out.write(`"}\n${record('after-all-that')}`);
  out.end();
  await once(out, 'close');
  await writeFile(
    join(pack, 'gold.jsonl'),
    '{"record":"twice","violation":true}\n{"record":"nobody","violation":true}\n{"record":"twice","violation":false}\n',
  );
  return pack;
}
