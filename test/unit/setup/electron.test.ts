import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { placeInRuntime } from '#scripts/setup/closed-network.ts';
import { electronSource, shouldTry } from '#scripts/setup/pinned-electron.ts';
import { findRuntime, readRuntime, runtimeSwitches, writeRuntime } from '#scripts/setup/runtime.ts';

const HOUR = 3_600_000;

describe('the pinned Electron', () => {
  it('is asked for again only a day after it could not be had', () => {
    const failed = { source: 'here', at: 1_000 * HOUR };
    expect(shouldTry(null, 'here', failed.at)).toBe(true);
    expect(shouldTry(failed, 'here', failed.at + 23 * HOUR)).toBe(false);
    expect(shouldTry(failed, 'here', failed.at + 24 * HOUR)).toBe(true);
  });

  it('is asked for at once when another mirror is set or the clock was wrong', () => {
    const failed = { source: 'here', at: 1_000 * HOUR };
    expect(shouldTry(failed, 'there', failed.at + HOUR)).toBe(true);
    expect(shouldTry(failed, 'here', failed.at - HOUR)).toBe(true);
  });

  it('comes from the mirror that the environment names', () => {
    const mirror = 'https://mirror.example/electron/';
    expect(electronSource('45.4.1', { ELECTRON_MIRROR: mirror })).toBe(`${mirror}v45.4.1/SHASUMS256.txt`);
  });
});

describe('the runtime for closed networks', () => {
  it('takes Electron itself and leaves the packaged app out', () => {
    expect(placeInRuntime('Cypress/Cypress')).toBe('electron');
    expect(placeInRuntime('Cypress/locales/es.pak')).toBe('locales/es.pak');
    expect(placeInRuntime('Cypress/resources/app/index.js')).toBeNull();
    expect(placeInRuntime('Cypress/browser_v8_context_snapshot.bin')).toBeNull();
    expect(placeInRuntime('elsewhere/file')).toBeNull();
  });

  it('keeps better-sqlite3 and what finds its binary, without sources and nested packages', () => {
    const app = 'Cypress/resources/app/node_modules';
    expect(placeInRuntime(`${app}/better-sqlite3/build/Release/better_sqlite3.node`)).toBe(
      'lupa-native/node_modules/better-sqlite3/build/Release/better_sqlite3.node',
    );
    expect(placeInRuntime(`${app}/bindings/bindings.js`)).toBe('lupa-native/node_modules/bindings/bindings.js');
    expect(placeInRuntime(`${app}/better-sqlite3/node_modules/node-abi/index.js`)).toBeNull();
    expect(placeInRuntime(`${app}/lodash/index.js`)).toBeNull();
  });
});

describe('the note of what the set-up found', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lupa-runtime-'));
    file = join(folder, 'runtime.json');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is read back as it was written', () => {
    const runtime = {
      kind: 'closed-network' as const,
      executable: process.execPath,
      electronVersion: '33.2.1',
      nativeModules: '/cache/lupa-native/node_modules',
      chromium: null,
    };
    writeRuntime(runtime, file);
    expect(readRuntime(file)).toEqual(runtime);
  });

  it('does not count when it is broken or its Electron is gone', () => {
    writeFileSync(file, '{"kind":');
    expect(findRuntime(file)).toBeNull();
    const gone = { kind: 'pinned', executable: '/gone/electron', electronVersion: '45.4.1' };
    writeFileSync(file, JSON.stringify({ ...gone, nativeModules: null, chromium: null }));
    expect(findRuntime(file)).toBeNull();
    expect(() => readRuntime(file)).toThrow(/npm run setup/);
  });

  it('switches the sandbox off for root only', () => {
    expect(runtimeSwitches(0)).toEqual(['--no-sandbox']);
    expect(runtimeSwitches(1000)).toEqual([]);
  });
});
