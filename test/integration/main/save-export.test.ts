import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TEXT_FILE_BYTES } from '#contract/keymap.ts';
import { madeLock, madeVault } from '#test/support/vault.ts';
import { createShellHandlers } from '#main/shell-handlers.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lupa-save-'));
  mkdirSync(join(folder, 'exports'));
  mkdirSync(join(folder, 'target'));
  writeFileSync(join(folder, 'exports', 'log.csv'), 'a,b\r\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const handlers = (target: string | null) =>
  createShellHandlers({
    version: '1',
    electron: '33',
    platform: 'linux',
    exportsFolder: join(folder, 'exports'),
    vault: madeVault(join(folder, 'key.json')),
    lock: madeLock(),
    language: () => 'en',
    onVault: () => undefined,
    enrolHint: () => null,
    askWhere: () => Promise.resolve(target),
    askWhich: () => Promise.resolve(target),
    showMenus: () => undefined,
    quit: () => undefined,
  });

describe('saving an export', () => {
  it('copies it to the chosen place and nothing else', async () => {
    const target = join(folder, 'target', 'mine.csv');
    expect(await handlers(target).app.saveExportAs({ name: 'log.csv' })).toEqual({ ok: true, value: { saved: true } });
    expect(readFileSync(target, 'utf8')).toBe('a,b\r\n');
    expect(readdirSync(join(folder, 'target'))).toEqual(['mine.csv']);
  });

  it('is not saved when the person closes the dialog', async () => {
    expect(await handlers(null).app.saveExportAs({ name: 'log.csv' })).toEqual({ ok: true, value: { saved: false } });
  });

  it('says that there is no such export, and does not look outside its folder', async () => {
    writeFileSync(join(folder, 'secret.csv'), 'x');
    for (const name of ['gone.csv', '..', '.', '../secret.csv']) {
      const result = await handlers(join(folder, 'target', 'x')).app.saveExportAs({ name });
      expect(result).toMatchObject({ ok: false, error: { code: 'not-found' } });
    }
  });

  it('fails in words when the place cannot be written', async () => {
    const result = await handlers(join(folder, 'nowhere', 'mine.csv')).app.saveExportAs({ name: 'log.csv' });
    expect(result).toMatchObject({ ok: false, error: { code: 'export-failed' } });
  });
});

describe('text files through the shell', () => {
  it('writes a text whole to the chosen place, and nothing when the dialog is closed', async () => {
    const target = join(folder, 'target', 'keys.json');
    expect(await handlers(target).app.saveTextAs({ name: 'keys.json', text: '{"ñ": 1}' })).toEqual({
      ok: true,
      value: { saved: true },
    });
    expect(readFileSync(target, 'utf8')).toBe('{"ñ": 1}');
    expect(readdirSync(join(folder, 'target'))).toEqual(['keys.json']);
    expect(await handlers(null).app.saveTextAs({ name: 'keys.json', text: '' })).toEqual({
      ok: true,
      value: { saved: false },
    });
  });

  it('reads the chosen JSON file, and nothing when the dialog is closed', async () => {
    const source = join(folder, 'keys.json');
    writeFileSync(source, '{}');
    expect(await handlers(source).app.openText({})).toEqual({ ok: true, value: { name: 'keys.json', text: '{}' } });
    expect(await handlers(null).app.openText({})).toEqual({ ok: true, value: null });
  });

  it('refuses what is too big, of another kind, a folder or gone', async () => {
    writeFileSync(join(folder, 'big.json'), 'x'.repeat(TEXT_FILE_BYTES + 1));
    writeFileSync(join(folder, 'keys.txt'), '{}');
    mkdirSync(join(folder, 'folder.json'));
    const codeOf = async (name: string): Promise<string | null> => {
      const result = await handlers(join(folder, name)).app.openText({});
      return result.ok ? null : result.error.code;
    };
    expect(await codeOf('big.json')).toBe('file-too-large');
    for (const name of ['keys.txt', 'folder.json', 'gone.json']) expect(await codeOf(name)).toBe('file-unreadable');
  });
});
