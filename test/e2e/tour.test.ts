import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonalKeymap } from '#contract/keymap.ts';
import { writeKeymap } from '#domain/commands/keymap-text.ts';
import { type Display, openDisplay } from '#scripts/setup/display.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import type { TourOptions } from '#scripts/tour/options.ts';
import { shortcomings } from '#scripts/tour/report.ts';
import { runTour } from '#scripts/tour/tour.ts';
import { writeOddPack } from '#test/support/odd-pack.ts';

let display: Display;
let out: string;
beforeAll(async () => {
  display = await openDisplay();
  out = mkdtempSync(join(tmpdir(), 'lupa-tour-test-'));
});
afterAll(async () => {
  await display.stop();
  rmSync(out, { recursive: true, force: true });
});

/** Keys of one's own over the standard ones: what is pressed most lies elsewhere. */
const remapped: PersonalKeymap = {
  preset: 'standard',
  rows: [
    { cmd: '-decision.accept', keys: [], when: 'any' },
    { cmd: 'decision.accept', keys: ['z'], when: 'review' },
    { cmd: '-decision.reject', keys: [], when: 'any' },
    { cmd: 'decision.reject', keys: ['Shift+x'], when: 'review' },
    { cmd: '-decision.undo', keys: [], when: 'any' },
    { cmd: 'decision.undo', keys: ['Shift+z'], when: 'review' },
    { cmd: '-player.playPause', keys: [], when: 'any' },
    { cmd: 'player.playPause', keys: ['x'], when: 'review' },
  ],
};

describe('the tour', () => {
  it('takes the demo pack through the whole journey, in Spanish, by a keymap of one’s own, cut off and killed on the way', async () => {
    const keymapFile = join(out, 'keymap.json');
    writeFileSync(keymapFile, writeKeymap(remapped));
    const options: TourOptions = {
      pack: join(REPOSITORY, 'resources', 'demo'),
      items: 6,
      offlineFrom: 2,
      killAt: 4,
      language: 'es',
      keymap: { file: keymapFile, keymap: remapped },
      record: null,
      out,
    };
    const report = await runTour(options, display.name, () => undefined);
    expect(shortcomings(report, 6)).toEqual([]);
    expect(report).toMatchObject({ imported: 40, refused: 0 });
    expect(report.details['faults']).toEqual({ offlineFromItem: 2, killedAtItem: 4, coreRestarted: true });
    expect(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'))).toMatchObject({
      uploaded: 6,
      lost: 0,
      duplicates: 0,
    });
    for (const picture of report.details['screenshots'] as string[]) {
      expect(statSync(join(out, picture)).size).toBeGreaterThan(5_000);
    }
    expect(existsSync(join(out, 'session-log.csv'))).toBe(true);
  });

  it('takes a pack that looks like none seen before through the same journey', async () => {
    const pack = join(out, 'odd-pack');
    const { records } = writeOddPack(pack);
    const options: TourOptions = {
      pack,
      items: records,
      offlineFrom: 3,
      killAt: 7,
      language: 'en',
      keymap: { file: null, keymap: { preset: 'left-hand', rows: [] } },
      record: null,
      out: join(out, 'odd'),
    };
    const report = await runTour(options, display.name, () => undefined);
    expect(shortcomings(report, records)).toEqual([]);
    expect(report).toMatchObject({ imported: records, refused: 0, uploaded: records, lost: 0, duplicates: 0 });
  });
});
