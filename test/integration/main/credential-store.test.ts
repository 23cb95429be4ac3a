import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { credential } from '#contract/core-link.ts';
import { createCredentialStore, type Keyring } from '#main/credential-store.ts';

const none: Keyring = {
  isUsable: () => false,
  encrypt: () => Buffer.alloc(0),
  decrypt: () => '',
};

/** Not encryption, but enough to see that the store uses what it is given. */
const flipping: Keyring = {
  isUsable: () => true,
  encrypt: (text) => Buffer.from(Buffer.from(text).map((byte) => byte ^ 0xff)),
  decrypt: (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0xff)).toString('utf8'),
};

const someone = credential.parse({
  hub_url: 'http://127.0.0.1:7310',
  key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  tokens: { access_token: 'secret-token-secret-token-secret-token', refresh_token: 'secret-token'.repeat(3) },
  device_id: '01909d4e-7c3f-7000-8000-000000000001',
  person: { id: '01909d4e-7c3f-7000-8000-000000000002', name: 'Ana', role: 'reviewer', languages: ['en'] },
});

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lupa-credential-'));
  file = join(folder, 'below', 'credential.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the credential store', () => {
  it('gives back what was kept, with and without a keyring, and says which', () => {
    for (const [keyring, protection] of [
      [none, 'file_permissions'],
      [flipping, 'keyring'],
    ] as const) {
      const store = createCredentialStore(file, keyring);
      expect(store.protection()).toBe(protection);
      expect(store.write(someone)).toBe(true);
      expect(createCredentialStore(file, keyring).read()).toEqual(someone);
    }
  });

  it('keeps the file readable to its owner only, and leaves no parts behind', () => {
    createCredentialStore(file, none).write(someone);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'below')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(folder, 'below'))).toEqual(['credential.json']);
  });

  it('writes no readable token when there is a keyring', () => {
    createCredentialStore(file, flipping).write(someone);
    expect(readFileSync(file, 'utf8')).not.toContain(someone.tokens.access_token);
  });

  it('has nothing after forgetting, twice', () => {
    const store = createCredentialStore(file, none);
    store.write(someone);
    expect(store.write(null)).toBe(true);
    expect(store.write(null)).toBe(true);
    expect(store.read()).toBeNull();
  });

  it('reads a damaged file and a keyring that is gone as nobody signed in', () => {
    createCredentialStore(file, flipping).write(someone);
    expect(createCredentialStore(file, none).read()).toBeNull();
    writeFileSync(file, '{"protection":"keyring"');
    expect(createCredentialStore(file, flipping).read()).toBeNull();
  });

  it('says so when it cannot be written', () => {
    writeFileSync(join(folder, 'blocked'), '');
    expect(createCredentialStore(join(folder, 'blocked', 'credential.json'), none).write(someone)).toBe(false);
  });
});
