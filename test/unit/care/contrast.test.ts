import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { theme as themes } from '#contract/care.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';

const css = readFileSync(join(REPOSITORY, 'renderer', 'ui', 'theme.css'), 'utf8');

/** The colours of a theme as theme.css names them. */
function tokensOf(theme: string): Map<string, string> {
  const selector = theme === 'dark' ? ':root {' : `:root[data-theme="${theme}"] {`;
  const start = css.indexOf(`\n${selector}`);
  const body = css.slice(start, css.indexOf('}', start));
  return new Map(
    [...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\b/g)].map(([, name = '', colour = '']) => [name, colour]),
  );
}

/** Relative luminance, as WCAG 2 defines it. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['ground', 'panel', 'raised'];
const everyGround = [...grounds, 'hover'];

/** Text on what it stands on, and the least contrast it needs. */
const pairs: readonly (readonly [text: string, ground: string, least: number])[] = [
  ...everyGround.map((ground) => ['text', ground, 7] as const),
  ...everyGround.map((ground) => ['text-soft', ground, 4.5] as const),
  ...grounds.map((ground) => ['text-faint', ground, 4.5] as const),
  ...grounds.flatMap((ground) => ['accent', 'warn', 'bad', 'good'].map((text) => [text, ground, 4.5] as const)),
  ['accent-text', 'accent-ground', 7],
  ['accent-text', 'accent-hover', 7],
  ['text', 'selection', 4.5],
  ['warn', 'warn-ground', 4.5],
  ['text', 'warn-ground', 4.5],
  ['bad-text', 'bad-ground', 7],
  ['media-text', 'media', 7],
  ['media-soft', 'media', 7],
  ['media-soft', 'cover', 7],
];

/** What is no text but must be seen: the focus ring, and the lines by which controls are known. */
const marks: readonly (readonly [mark: string, ground: string])[] = [
  ...[...everyGround, 'media', 'accent-ground'].map((ground) => ['focus', ground] as const),
  ...grounds.map((ground) => ['line-strong', ground] as const),
];

describe.each(themes.options)('the theme %s', (theme) => {
  const tokens = tokensOf(theme);
  const colour = (name: string): string => {
    const found = tokens.get(name);
    if (found === undefined) throw new Error(`${theme} does not name --${name}`);
    return found;
  };

  it('check 27: body text has 7:1 and every other text 4.5:1 on whatever it stands on', () => {
    const weak = pairs
      .map(([text, ground, least]) => ({ text, ground, least, has: contrast(colour(text), colour(ground)) }))
      .filter(({ has, least }) => has < least)
      .map(({ text, ground, has, least }) => `--${text} on --${ground}: ${has.toFixed(2)} < ${least}`);
    expect(weak).toEqual([]);
  });

  it('check 24: the focus ring and the edges of controls have 3:1', () => {
    const weak = marks
      .map(([mark, ground]) => ({ mark, ground, has: contrast(colour(mark), colour(ground)) }))
      .filter(({ has }) => has < 3)
      .map(({ mark, ground, has }) => `--${mark} on --${ground}: ${has.toFixed(2)}`);
    expect(weak).toEqual([]);
  });

  it('names every colour that the first theme names, so that none is left over from it', () => {
    expect([...tokens.keys()].toSorted()).toEqual([...tokensOf('dark').keys()].toSorted());
  });
});

describe('the style sheets', () => {
  it('keep grey truly neutral around the media in every theme', () => {
    for (const theme of themes.options) {
      const media = tokensOf(theme).get('media') ?? '';
      expect(new Set([media.slice(1, 3), media.slice(3, 5), media.slice(5, 7)]).size).toBe(1);
    }
  });
});
