import { describe, expect, it } from 'vitest';
import { readTourOptions, TourUsage } from '#scripts/tour/options.ts';

const read = (...args: string[]) => readTourOptions(args, '/demo');

describe('the tour’s command line', () => {
  it('shows both faults on the demo pack when nothing is said', () => {
    expect(read()).toEqual({
      pack: '/demo',
      items: 12,
      offlineFrom: 4,
      killAt: 8,
      language: 'en',
      keymap: 'standard',
      out: 'out/tour',
    });
  });

  it('does exactly what it is told', () => {
    expect(
      read(
        '--pack',
        '/p',
        '--items',
        '40',
        '--offline-from',
        '10',
        '--kill-at',
        '20',
        '--language',
        'es',
        '--keymap',
        'cvat',
      ),
    ).toEqual({
      pack: '/p',
      items: 40,
      offlineFrom: 10,
      killAt: 20,
      language: 'es',
      keymap: 'cvat',
      out: 'out/tour',
    });
    expect(read('--items', '5', '--kill-at', '2')).toMatchObject({ offlineFrom: null, killAt: 2 });
  });

  it('works with a single item', () => {
    expect(read('--items', '1')).toMatchObject({ offlineFrom: 1, killAt: 1 });
  });

  it.each([
    ['--items', '0'],
    ['--items', 'many'],
    ['--items', '3', '--kill-at', '4'],
    ['--language', 'fr'],
    ['--keymap', 'emacs'],
    ['--pakc', '/p'],
    ['stray'],
  ])('refuses %s %s', (...args) => {
    expect(() => read(...args)).toThrow(TourUsage);
  });
});
