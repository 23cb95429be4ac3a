import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { flippingKeyring, madeVault, noKeyring } from '#test/support/vault.ts';

const PASSPHRASE = 'seis palabras que nadie adivina';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lupa-vault-'));
  file = join(folder, 'key.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a vault with a keyring', () => {
  const keyring = flippingKeyring('gnome_libsecret');

  it('makes a key by itself, gives the same one at the next start, and keeps it readable to nobody but the keyring', () => {
    const first = madeVault(file, { keyring });
    expect(first.state()).toEqual({ state: 'open', protection: 'keyring' });
    expect(first.key()).toHaveLength(32);
    expect(madeVault(file, { keyring }).key()).toEqual(first.key());
    expect(readFileSync(file, 'utf8')).not.toContain(first.key()?.toString('base64'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['another keyring', flippingKeyring('kwallet6'), 'kwallet6'],
    ['no keyring', undefined, ''],
  ])('stops and explains when the system now has %s, and changes nothing', (_what, other, now) => {
    madeVault(file, { keyring });
    const before = readFileSync(file);
    for (const mayUseDevelopmentKey of [false, true]) {
      const vault = madeVault(file, { mayUseDevelopmentKey, ...(other !== undefined && { keyring: other }) });
      expect(vault.state()).toEqual({ state: 'refused', reason: 'keyring-changed', was: 'gnome_libsecret', now });
      expect(vault.key()).toBeNull();
    }
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(madeVault(file, { keyring }).state()).toMatchObject({ state: 'open' });
  });

  it('is not begun when the keyring does not take the key', () => {
    const vault = madeVault(file, { keyring: { ...noKeyring, backend: () => 'kwallet6' } });
    expect([vault.state(), vault.key()]).toMatchObject([{ state: 'refused', reason: 'keyring-refuses' }, null]);
    expect(existsSync(file)).toBe(false);
  });

  it('stops when the keyring does not give the key back, or gives something else', () => {
    madeVault(file, { keyring });
    const locked = () => {
      throw new Error('locked');
    };
    for (const decrypt of [locked, () => 'short']) {
      expect(madeVault(file, { keyring: { ...keyring, decrypt } }).state()).toMatchObject({
        state: 'refused',
        reason: 'keyring-refuses',
      });
    }
  });
});

describe('a vault without a keyring', () => {
  it('has no key until somebody chooses, and opens with the passphrase alone from then on', async () => {
    const first = madeVault(file);
    expect([first.state(), first.key()]).toEqual([{ state: 'choose', holds_work: false }, null]);
    expect(existsSync(file)).toBe(false);
    expect(await first.choosePassphrase('too short')).toMatchObject({ error: { code: 'passphrase-too-short' } });
    expect(await first.choosePassphrase(PASSPHRASE)).toMatchObject({ ok: true });
    expect(first.state()).toEqual({ state: 'open', protection: 'passphrase' });

    const second = madeVault(file, { keyring: flippingKeyring('gnome_libsecret') });
    expect([second.state(), second.key()]).toEqual([{ state: 'locked' }, null]);
    expect(await second.unlock(`${PASSPHRASE} no`)).toMatchObject({ error: { code: 'passphrase-wrong' } });
    expect(second.key()).toBeNull();
    expect(await second.unlock(PASSPHRASE)).toMatchObject({ ok: true });
    expect(second.key()).toEqual(first.key());
  });

  it('knows who knows the passphrase of the key in use, and takes nobody who put another key in its place', async () => {
    const vault = madeVault(file);
    expect(await vault.confirm('')).toMatchObject({ error: { code: 'conflict' } });
    await vault.choosePassphrase(PASSPHRASE);
    expect(await vault.confirm(`${PASSPHRASE} no`)).toMatchObject({ error: { code: 'passphrase-wrong' } });
    expect(await vault.confirm(PASSPHRASE)).toMatchObject({ ok: true });
    rmSync(file);
    await madeVault(file).choosePassphrase('a key of somebody else');
    expect(await vault.confirm('a key of somebody else')).toMatchObject({ error: { code: 'passphrase-wrong' } });
  });

  it('keeps the same key under another passphrase for whoever knows the old one, and nothing of the old one is left', async () => {
    const vault = madeVault(file);
    const next = 'otras seis palabras que nadie sabe';
    expect(await vault.changePassphrase(PASSPHRASE, next)).toMatchObject({ error: { code: 'conflict' } });
    await vault.choosePassphrase(PASSPHRASE);
    const before = readFileSync(file, 'utf8');
    const handle = openSync(file, 'r');
    expect(await vault.changePassphrase(`${PASSPHRASE} no`, next)).toMatchObject({
      error: { code: 'passphrase-wrong' },
    });
    expect(await vault.changePassphrase(PASSPHRASE, 'too short')).toMatchObject({
      error: { code: 'passphrase-too-short', params: { least: 12 } },
    });
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(await vault.changePassphrase(PASSPHRASE, next)).toMatchObject({ ok: true });
    expect(readFileSync(handle).every((byte) => byte === 0)).toBe(true);
    closeSync(handle);
    const later = madeVault(file);
    expect(await later.unlock(PASSPHRASE)).toMatchObject({ error: { code: 'passphrase-wrong' } });
    expect(await later.unlock(next)).toMatchObject({ ok: true });
    expect(later.key()).toEqual(vault.key());
  });

  it('does one thing at a time: of two choices made at once only the one that is kept is used', async () => {
    const vault = madeVault(file);
    const [first, second] = await Promise.all([
      vault.choosePassphrase(PASSPHRASE),
      vault.choosePassphrase(`${PASSPHRASE} no`),
    ]);
    expect([first, second, vault.keepNothing()]).toMatchObject([
      { ok: true },
      { error: { code: 'conflict' } },
      { error: { code: 'conflict' } },
    ]);
    const next = madeVault(file);
    expect(await Promise.all([next.unlock(PASSPHRASE), next.unlock(PASSPHRASE)])).toMatchObject([
      { ok: true },
      { error: { code: 'conflict' } },
    ]);
    expect(next.key()).toEqual(vault.key());
  });

  it('has still no key when the disk does not take it, and takes the next choice', async () => {
    const vault = madeVault(file);
    mkdirSync(join(`${file}.part`, 'in the way'), { recursive: true });
    await expect(vault.choosePassphrase(PASSPHRASE)).rejects.toThrow('directory');
    expect([vault.state(), vault.key()]).toMatchObject([{ state: 'choose' }, null]);
    rmSync(`${file}.part`, { recursive: true });
    expect(await vault.choosePassphrase(PASSPHRASE)).toMatchObject({ ok: true });
  });

  it('stretches the passphrase by Argon2id over 64 MiB in three passes, and takes one accent typed in two ways', async () => {
    const first = madeVault(file);
    await first.choosePassphrase('una canción de año nuevo'.normalize('NFC'));
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ memory_kib: 65_536, passes: 3 });
    const second = madeVault(file);
    expect(await second.unlock('una canción de año nuevo'.normalize('NFD'))).toMatchObject({ ok: true });
    expect(second.key()).toEqual(first.key());
  });

  it('never takes an unprotected key where that is not allowed, not even one that is there', () => {
    const development = madeVault(file, { mayUseDevelopmentKey: true });
    expect(development.state()).toEqual({ state: 'open', protection: 'development' });
    expect(madeVault(file, { mayUseDevelopmentKey: true }).key()).toEqual(development.key());
    const released = madeVault(file);
    expect([released.state(), released.key()]).toMatchObject([{ state: 'refused', reason: 'development-key' }, null]);
  });

  it('prefers a keyring to a development key', () => {
    const vault = madeVault(file, { keyring: flippingKeyring('kwallet6'), mayUseDevelopmentKey: true });
    expect(vault.state()).toEqual({ state: 'open', protection: 'keyring' });
  });
});

describe('a vault that keeps nothing', () => {
  it('has another key at each start, writes none, and deletes what an earlier run left', () => {
    let deleted = 0;
    const ports = { deleteWork: () => void (deleted += 1) };
    const first = madeVault(file, ports);
    expect(first.keepNothing()).toMatchObject({ ok: true });
    expect(first.state()).toEqual({ state: 'open', protection: 'nothing_kept' });
    const second = madeVault(file, ports);
    expect(second.key()).not.toEqual(first.key());
    expect(deleted).toBe(2);
    expect(readFileSync(file, 'utf8')).toBe('{"version":1,"protection":"nothing_kept"}');
  });

  it('does so from the start when whoever runs the device wants it, keyring or not', () => {
    const vault = madeVault(file, { mustKeepNothing: true, keyring: flippingKeyring('kwallet6') });
    expect(vault.state()).toEqual({ state: 'open', protection: 'nothing_kept' });
  });

  it('is refused where that would delete work from before, chosen or commanded', () => {
    const ports = { holdsWork: () => true, deleteWork: () => expect.unreachable() };
    const chosen = madeVault(file, ports);
    expect(chosen.state()).toEqual({ state: 'choose', holds_work: true });
    expect(chosen.keepNothing()).toMatchObject({ error: { code: 'conflict' } });
    const commanded = madeVault(file, { ...ports, mustKeepNothing: true });
    expect([commanded.state(), commanded.key()]).toMatchObject([{ state: 'refused', reason: 'holds-work' }, null]);
    expect(commanded.startOver()).toMatchObject({ error: { code: 'conflict' } });
    expect(existsSync(file)).toBe(false);

    const keyring = flippingKeyring('kwallet6');
    madeVault(file, { keyring });
    const before = readFileSync(file);
    const later = madeVault(file, { ...ports, keyring, mustKeepNothing: true });
    expect(later.state()).toMatchObject({ reason: 'holds-work' });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('makes up at the next start for a kill, whatever the command line says then', () => {
    madeVault(file, { mustKeepNothing: true });
    const done: string[] = [];
    const ports = { forgetSignIn: () => void done.push('sign-in'), deleteWork: () => void done.push('work') };
    const vault = madeVault(file, { ...ports, holdsWork: () => true });
    expect([vault.state(), done]).toMatchObject([{ protection: 'nothing_kept' }, ['sign-in', 'work']]);
  });
});

describe('a vault that cannot be opened', () => {
  it('is never taken for a new one when its file is damaged', () => {
    for (const text of ['', '{"version":1', '{"version":2,"protection":"keyring"}']) {
      writeFileSync(file, text);
      const vault = madeVault(file, { mayUseDevelopmentKey: true });
      expect(vault.state()).toMatchObject({ state: 'refused', reason: 'key-file-damaged' });
      expect(readFileSync(file, 'utf8')).toBe(text);
    }
  });

  it('is given up key first and then the sign-in; the work stays, and a kill between the two leaves a device to begin with', () => {
    madeVault(file, { keyring: flippingKeyring('kwallet6') });
    let keyAtForgetting = true;
    const killed = madeVault(file, {
      holdsWork: () => true,
      deleteWork: () => expect.unreachable(),
      forgetSignIn: () => {
        keyAtForgetting = existsSync(file);
        throw new Error('killed here');
      },
    });
    expect(() => killed.startOver()).toThrow('killed here');
    expect(keyAtForgetting).toBe(false);
    const next = madeVault(file, { holdsWork: () => true });
    expect(next.state()).toEqual({ state: 'choose', holds_work: true });
  });

  it('is not given up by mistake: an open one refuses', () => {
    const vault = madeVault(file, { mayUseDevelopmentKey: true, forgetSignIn: () => expect.unreachable() });
    expect(vault.startOver()).toMatchObject({ error: { code: 'conflict' } });
  });

  it('says so when the disk does not take the key', () => {
    writeFileSync(join(folder, 'blocked'), '');
    const vault = madeVault(join(folder, 'blocked', 'key.json'), { keyring: flippingKeyring('kwallet6') });
    expect([vault.state(), vault.key()]).toMatchObject([{ state: 'refused' }, null]);
  });
});
