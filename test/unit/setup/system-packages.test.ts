import { describe, expect, it } from 'vitest';
import { missingLibraries, missingNeeds, needsFor } from '#scripts/setup/system-packages.ts';

const names = (needs: ReturnType<typeof needsFor>): string[] => needs.flatMap((need) => need.names.slice(-1));

describe('system packages', () => {
  it('include a virtual display only where there is no real one', () => {
    expect(names(needsFor('app', true, false))).not.toContain('xvfb');
    expect(names(needsFor('app', false, false))).toContain('xvfb');
  });

  it('include Chromium only for the tests, and only when there is none', () => {
    expect(names(needsFor('app', true, false))).not.toContain('chromium');
    expect(names(needsFor('test', true, false))).toContain('chromium');
    expect(names(needsFor('test', true, true))).not.toContain('chromium');
  });

  it('are met by either name a library has in different releases', () => {
    const needs = needsFor('app', true, true);
    const gtk = needs.filter((need) => need.names.includes('libgtk-3-0'));
    expect(missingNeeds(gtk, new Set(['libgtk-3-0t64']))).toEqual([]);
    expect(missingNeeds(gtk, new Set(['libgtk-3-0']))).toEqual([]);
    expect(missingNeeds(gtk, new Set(['libnss3']))).toEqual(gtk);
  });

  it('that Electron misses are read from what the linker says', () => {
    const ldd = ['\tlibc.so.6 => /lib/libc.so.6 (0x00007f)', '\tlibgbm.so.1 => not found', '\tlibnss3.so => not found'];
    expect(missingLibraries(ldd.join('\n'))).toEqual(['libgbm.so.1', 'libnss3.so']);
  });
});
