import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { notesForRegion, withoutRegionMarks } from '#domain/policies/regions.ts';
import { splitSections } from '#domain/policies/sections.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';

const text = splitSections(`## 8. Regions {#regions}

- **Mexico and Colombia:** fireworks are
  part of festivals. {#region-mx-co}
- **Spain:** bulls. {#region-es}
- Everywhere: take care.

### Argentina {#region-ar}

A barbecue is *ordinary*.`);
const notes = (region: string | null) => notesForRegion(text, region).map(({ markdown }) => markdown);

describe('localised practice', () => {
  it('is found by the country of a region, in list items and in sections of their own', () => {
    expect(notes('MX')).toEqual(['**Mexico and Colombia:** fireworks are part of festivals.']);
    expect(notes('es')).toEqual(['**Spain:** bulls.']);
    expect(notes('AR-C')).toEqual(['A barbecue is *ordinary*.']);
  });

  it('is nothing for another region, or for none', () => {
    expect([notes('GB'), notes(null), notes(''), notes('M')]).toEqual([[], [], [], []]);
  });

  it('is read without its marks', () => {
    expect(withoutRegionMarks('- a {#region-mx}\n- b {#other}')).toBe('- a\n- b {#other}');
  });

  it('is marked for the same countries, in the same order, in both languages of every demo policy', () => {
    const folder = join(REPOSITORY, 'resources/demo/policies');
    const marks = (name: string): string[] =>
      readFileSync(join(folder, name), 'utf8').match(/\{#region-[a-z-]+\}/g) ?? [];
    const english = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.en.md'),
    );
    expect(english).toHaveLength(12);
    for (const name of english) {
      expect(marks(name).length).toBeGreaterThan(3);
      expect(marks(name.replace('.en.md', '.es.md'))).toEqual(marks(name));
    }
  });
});
