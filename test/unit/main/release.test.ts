import { describe, expect, it } from 'vitest';
import { isReleased } from '#main/release.ts';
import { mayUseDevelopmentKey } from '#main/vault/development.ts';

const asked = { LUPA_DEVELOPMENT_KEY: '1' };
const loose = { isPackaged: false, path: '/home/ana/lupa/out/app' };

describe('a released app', () => {
  it('is none that runs from its loose files under Electron’s own executable; there a development key is used when it is asked for by its very word', () => {
    expect(isReleased(loose)).toBe(false);
    expect(mayUseDevelopmentKey(asked, loose)).toBe(true);
    for (const other of [{}, { LUPA_DEVELOPMENT_KEY: '' }, { LUPA_DEVELOPMENT_KEY: 'true' }])
      expect(mayUseDevelopmentKey(other, loose)).toBe(false);
  });

  it.each([
    ['an executable of its own name', { ...loose, isPackaged: true }],
    ['an archive, whatever the executable is called', { isPackaged: false, path: '/opt/lupa/resources/app.asar' }],
    ['an archive on Windows', { isPackaged: false, path: 'C:\\Lupa\\resources\\app.asar\\main' }],
  ])('is known by %s, and has no development key', (_what, built) => {
    expect(isReleased(built)).toBe(true);
    expect(mayUseDevelopmentKey(asked, built)).toBe(false);
  });
});
