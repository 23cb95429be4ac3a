import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeKeymap } from '#domain/commands/keymap-text.ts';
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
      keymap: { file: null, keymap: { preset: 'standard', rows: [] } },
      record: null,
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
        '--record',
        'film.webm',
      ),
    ).toEqual({
      pack: '/p',
      items: 40,
      offlineFrom: 10,
      killAt: 20,
      language: 'es',
      keymap: { file: null, keymap: { preset: 'cvat', rows: [] } },
      record: 'film.webm',
      out: 'out/tour',
    });
    expect(read('--items', '5', '--kill-at', '2')).toMatchObject({ offlineFrom: null, killAt: 2 });
  });

  it('takes a keymap file as the editor saves it, and says what is wrong with another', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lupa-tour-keymap-'));
    const file = join(folder, 'keymap.json');
    const rows = [
      { cmd: '-decision.accept', keys: [], when: 'any' },
      { cmd: 'decision.accept', keys: ['z'], when: 'review' },
    ];
    writeFileSync(file, writeKeymap({ preset: 'numpad', rows }));
    expect(read('--keymap', file).keymap).toEqual({ file, keymap: { preset: 'numpad', rows } });
    writeFileSync(
      file,
      writeKeymap({ preset: 'standard', rows: [{ cmd: 'decision.fly', keys: ['z'], when: 'review' }] }),
    );
    expect(() => read('--keymap', file)).toThrow(/keymap-unknown/);
    rmSync(folder, { recursive: true });
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
