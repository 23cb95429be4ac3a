import { describe, expect, it } from 'vitest';
import { appArguments, hasDisplay } from '#scripts/start/options.ts';

describe('npm start', () => {
  it('opens a window wherever there is a display', () => {
    expect(hasDisplay('linux', { DISPLAY: ':0' })).toBe(true);
    expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
    expect(hasDisplay('darwin', {})).toBe(true);
    expect(hasDisplay('linux', { DISPLAY: '' })).toBe(false);
    expect(hasDisplay('linux', {})).toBe(false);
  });

  it('fills in the enrolment screen once', () => {
    expect(appArguments(['--no-sandbox'], '/app', { hubUrl: 'http://127.0.0.1:1', code: 'AB' })).toEqual([
      '--no-sandbox',
      '/app',
      '--enrol-hub=http://127.0.0.1:1',
      '--enrol-code=AB',
    ]);
    expect(appArguments([], '/app', null)).toEqual(['/app']);
  });
});
