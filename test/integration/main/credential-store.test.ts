import { generateKeyPairSync } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { credential } from '#contract/core-link.ts';
import { type CredentialPorts, createCredentialStore } from '#main/credential-store.ts';
import { flippingKeyring, noKeyring } from '#test/support/vault.ts';
import { newKey } from '../../../electron/sealing/sealing.ts';

const someone = credential.parse({
  hub_url: 'http://127.0.0.1:7310',
  key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  tokens: { access_token: 'secret-token-secret-token-secret-token', refresh_token: 'secret-token'.repeat(3) },
  device_id: '01909d4e-7c3f-7000-8000-000000000001',
  person: { id: '01909d4e-7c3f-7000-8000-000000000002', name: 'Ana', role: 'reviewer', languages: ['en'] },
});

const key = newKey();
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lupa-credential-'));
  file = join(folder, 'below', 'credential.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const store = (over: Partial<CredentialPorts> = {}) =>
  createCredentialStore({ file, master: () => key, keyring: noKeyring, log: () => undefined, ...over });

describe('the credential store', () => {
  it('gives back what was kept under the same key', () => {
    expect(store().write(someone)).toBe(true);
    expect(store().read()).toEqual(someone);
  });

  it('writes neither token nor name in plain, for its owner only, and leaves no parts behind', () => {
    store().write(someone);
    const text = readFileSync(file, 'utf8');
    for (const secret of [someone.tokens.access_token, someone.person.name, someone.device_id])
      expect(text).not.toContain(secret);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'below')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(folder, 'below'))).toEqual(['credential.json']);
  });

  const keyring = flippingKeyring('gnome_libsecret');
  it.each([
    ['in plain', { protection: 'file_permissions', credential: someone }],
    [
      'by the keyring each time',
      { protection: 'keyring', encrypted: keyring.encrypt(JSON.stringify(someone)).toString('base64') },
    ],
  ])('seals what an older Lupa kept %s as soon as it is read, and writes over the old content', (_how, older) => {
    store().write(someone);
    writeFileSync(file, JSON.stringify(older));
    // Another name of the same content: what is left of it on the disk.
    linkSync(file, join(folder, 'left'));
    expect(store({ keyring }).read()).toEqual(someone);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveProperty('sealed');
    expect(readFileSync(join(folder, 'left')).every((byte) => byte === 0)).toBe(true);
    expect(store().read()).toEqual(someone);
  });

  it('leaves what an older Lupa kept as it is when the keyring does not give it back', () => {
    store().write(someone);
    const older = JSON.stringify({ protection: 'keyring', encrypted: 'AAAA' });
    writeFileSync(file, older);
    expect(store().read()).toBeNull();
    expect(readFileSync(file, 'utf8')).toBe(older);
  });

  it('goes on with a token in plain that the disk does not let it seal, says so, and tries again at the next start', () => {
    store().write(someone);
    writeFileSync(file, JSON.stringify({ protection: 'file_permissions', credential: someone }));
    mkdirSync(join(`${file}.part`, 'in the way'), { recursive: true });
    const said: string[] = [];
    expect(store({ log: (event) => void said.push(event) }).read()).toEqual(someone);
    expect(said).toEqual(['credential_disk_error']);
    rmSync(`${file}.part`, { recursive: true });
    expect(store().read()).toEqual(someone);
    expect(readFileSync(file, 'utf8')).not.toContain(someone.tokens.access_token);
  });

  it('forgets for good: the content is written over before it is let go', () => {
    store().write(someone);
    linkSync(file, join(folder, 'left'));
    expect(store().write(null)).toBe(true);
    expect(readFileSync(join(folder, 'left')).every((byte) => byte === 0)).toBe(true);
  });

  it('has nothing after forgetting, twice', () => {
    store().write(someone);
    expect(store().write(null)).toBe(true);
    expect(store().write(null)).toBe(true);
    expect(store().read()).toBeNull();
    expect(existsSync(file)).toBe(false);
  });

  it('reads another key and a damaged file as nobody signed in, and keeps nothing without a key', () => {
    store().write(someone);
    expect(store({ master: newKey }).read()).toBeNull();
    expect(store({ master: () => null }).read()).toBeNull();
    expect(store({ master: () => null }).write(someone)).toBe(false);
    writeFileSync(file, '{"sealed":"');
    expect(store().read()).toBeNull();
  });

  it('says so when it cannot be written', () => {
    writeFileSync(join(folder, 'blocked'), '');
    expect(store({ file: join(folder, 'blocked', 'credential.json') }).write(someone)).toBe(false);
  });
});
