import { describe, expect, it } from 'vitest';
import { mayUseDevelopmentKey } from '#main/vault/development.ts';

const asked = { LUPA_DEVELOPMENT_KEY: '1' };
const loose = { isPackaged: false, path: '/home/ana/lupa/out/app' };

describe('a development key', () => {
  it('is used by an app that runs from its loose files, and only when it is asked for by its very word', () => {
    expect(mayUseDevelopmentKey(asked, loose)).toBe(true);
    for (const other of [{}, { LUPA_DEVELOPMENT_KEY: '' }, { LUPA_DEVELOPMENT_KEY: 'true' }])
      expect(mayUseDevelopmentKey(other, loose)).toBe(false);
  });

  it.each([
    ['an executable of its own name', { ...loose, isPackaged: true }],
    ['an archive, whatever the executable is called', { isPackaged: false, path: '/opt/lupa/resources/app.asar' }],
    ['an archive on Windows', { isPackaged: false, path: 'C:\\Lupa\\resources\\app.asar\\main' }],
  ])('is refused to %s', (_what, built) => {
    expect(mayUseDevelopmentKey(asked, built)).toBe(false);
  });
});
