import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DrivenApp } from '#scripts/lib/electron-app.ts';
import { appYard } from '#test/support/app.ts';
import { type KeyringSession, startKeyringSession } from '#test/support/keyring.ts';

const apps = appYard();
const PASSPHRASE = 'seis palabras que nadie adivina';
/** A released app knows no development key; here it is switched off. */
const asReleased = { LUPA_DEVELOPMENT_KEY: '' };

const protection = async (lupa: DrivenApp) =>
  ((await lupa.call('app', 'info', {})) as { value: { protection: string | null } }).value.protection;

const keyFile = (userData: string) => JSON.parse(readFileSync(join(userData, 'key.json'), 'utf8'));

const vaultIs = (lupa: DrivenApp, name: string) => lupa.page.locator(`[data-vault="${name}"]`).waitFor();
const enrolIs = (lupa: DrivenApp) => lupa.page.locator('[data-screen="enrol"]').waitFor();

async function type(lupa: DrivenApp, ...fields: readonly string[]): Promise<void> {
  for (const [place, text] of fields.entries()) {
    if (place > 0) await lupa.page.keyboard.press('Tab');
    await lupa.page.keyboard.type(text);
  }
  await lupa.page.keyboard.press('Enter');
}

describe('a device without a keyring', () => {
  const userData = apps.folder();

  it('asks for a passphrase before anything is kept, by keyboard alone', async () => {
    const lupa = await apps.open(userData, [], asReleased);
    await vaultIs(lupa, 'choose');
    expect(await protection(lupa)).toBeNull();
    expect(await lupa.call('people', 'current', {})).toMatchObject({ error: { code: 'locked' } });
    expect(readdirSync(userData)).not.toContain('key.json');
    expect(readdirSync(userData)).not.toContain('data');
    await type(lupa, PASSPHRASE, PASSPHRASE);
    await enrolIs(lupa);
    expect(await protection(lupa)).toBe('passphrase');
    await lupa.close();
  });

  it('is locked at the next start until the very passphrase comes', async () => {
    const lupa = await apps.open(userData, [], asReleased);
    await vaultIs(lupa, 'locked');
    expect(await lupa.call('people', 'current', {})).toMatchObject({ error: { code: 'locked' } });
    await type(lupa, 'another passphrase');
    await lupa.page.locator('[role="alert"]').waitFor();
    await lupa.page.locator('#vault-passphrase').fill('');
    await lupa.page.locator('#vault-passphrase').focus();
    await type(lupa, PASSPHRASE);
    await enrolIs(lupa);
    await lupa.close();
  });

  it('can be given up by whoever forgot, in two deliberate steps, and the work stays', async () => {
    mkdirSync(join(userData, 'data', 'of somebody'), { recursive: true });
    const lupa = await apps.open(userData, [], asReleased);
    await vaultIs(lupa, 'locked');
    await lupa.page.locator('[data-forgotten]').focus();
    await lupa.page.keyboard.press('Enter');
    await lupa.page.locator('[data-vault="start-over"] [data-first]:focus').waitFor();
    await lupa.page.keyboard.press('Tab');
    await lupa.page.keyboard.press('Enter');
    await vaultIs(lupa, 'choose');
    expect(await lupa.page.locator('[data-keep-nothing]').count()).toBe(0);
    expect(await lupa.call('vault', 'keepNothing', {})).toMatchObject({ error: { code: 'conflict' } });
    await lupa.close();
    expect(readdirSync(join(userData, 'data'))).toEqual(['of somebody']);
    expect(readdirSync(userData)).not.toContain('key.json');
  });
});

describe('a device on which nothing is kept', () => {
  const userData = apps.folder();

  it('deletes at its end what there is', async () => {
    const lupa = await apps.open(userData, [], asReleased);
    await vaultIs(lupa, 'choose');
    await lupa.page.locator('[data-keep-nothing]').focus();
    await lupa.page.keyboard.press('Enter');
    await enrolIs(lupa);
    expect(await protection(lupa)).toBe('nothing_kept');
    mkdirSync(join(userData, 'data', 'of somebody'), { recursive: true });
    await lupa.close();
    expect(readdirSync(userData)).not.toContain('data');
  });

  it('is not made so by the command line where there is work', async () => {
    const other = apps.folder();
    mkdirSync(join(other, 'data', 'of somebody'), { recursive: true });
    const lupa = await apps.open(other, ['--keep=nothing'], asReleased);
    await vaultIs(lupa, 'refused');
    await lupa.close();
    expect(readdirSync(join(other, 'data'))).toEqual(['of somebody']);
  });
});

describe('a device with a real gnome-keyring', () => {
  let session: KeyringSession;
  beforeAll(async () => {
    session = await startKeyringSession();
  });
  afterAll(() => session.stop());
  const userData = apps.folder();

  it('keeps its key there without asking anybody, even when told to pretend', async () => {
    const first = await apps.open(userData, ['--password-store=basic'], { ...asReleased, ...session.env });
    await enrolIs(first);
    expect(await protection(first)).toBe('keyring');
    expect(keyFile(userData)).toMatchObject({ protection: 'keyring', backend: 'gnome_libsecret' });
    await first.close();
    const second = await apps.open(userData, [], { ...asReleased, ...session.env });
    await enrolIs(second);
    expect(await protection(second)).toBe('keyring');
    await second.close();
  });

  it('stops and explains when the keyring is not there any more, and changes nothing', async () => {
    const before = keyFile(userData);
    const lupa = await apps.open(userData);
    await vaultIs(lupa, 'refused');
    expect(await lupa.page.locator('[data-vault]').innerText()).toContain('gnome_libsecret');
    expect(await protection(lupa)).toBeNull();
    await lupa.close();
    expect(keyFile(userData)).toEqual(before);
  });
});

describe('a screen that nobody touches', () => {
  it('is locked after the time that was chosen and when the system goes to sleep, and opens with the passphrase alone', async () => {
    const lupa = await apps.open(apps.folder(), [], asReleased);
    await vaultIs(lupa, 'choose');
    await type(lupa, PASSPHRASE, PASSPHRASE);
    await enrolIs(lupa);
    const lockIs = () => lupa.page.locator('[data-lock="passphrase"]').waitFor();
    const later = (minutes: number) =>
      lupa.app.evaluate((_electron, minutes) => {
        const now = performance.now.bind(performance);
        performance.now = () => now() + minutes * 60_000;
      }, minutes);
    const touched = lupa.app.evaluate(
      ({ BrowserWindow }) =>
        new Promise((done) => {
          BrowserWindow.getAllWindows()[0]?.webContents.once('input-event', (_event, { type }) => done(type));
        }),
    );
    await later(9);
    await lupa.page.keyboard.press('Shift');
    expect(await touched).toMatch(/keydown/i);
    await later(10);
    await lockIs();
    expect(await lupa.page.locator('[data-screen="enrol"]').count()).toBe(0);
    await type(lupa, 'another passphrase');
    await lupa.page.getByRole('alert').waitFor();
    await lupa.page.reload();
    await lockIs();
    await type(lupa, PASSPHRASE);
    await enrolIs(lupa);
    await lupa.app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
    await lockIs();
    await lupa.close();
  });
});
