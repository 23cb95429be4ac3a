import { describe, expect, it } from 'vitest';
import { packPolicies } from '#contract/packs.ts';
import { text } from './shipped-pack.ts';

const policies = packPolicies.parse(JSON.parse(text('policies.json')));
const versions = policies.flatMap((policy) =>
  policy.versions.map((version) => ({ name: `${policy.id}@${version.version}`, policy, version })),
);

type Section = { readonly number: number; readonly id: string };

/** The numbered sections of a policy text, in order. */
function sections(markdown: string): Section[] {
  return [...markdown.matchAll(/^## (\d+)\. .+ \{#([a-z-]+)\}$/gm)].map((match) => ({
    number: Number(match[1]),
    id: match[2] ?? '',
  }));
}

function words(markdown: string): number {
  return markdown.match(/[\p{L}\p{N}_]+/gu)?.length ?? 0;
}

describe('the policies of the demo pack', () => {
  it('are six with two versions each, the later one in force later', () => {
    expect(policies).toHaveLength(6);
    for (const policy of policies) {
      const [first, second] = policy.versions;
      expect(policy.versions).toHaveLength(2);
      expect(Date.parse(first?.effective_at ?? '')).toBeLessThan(Date.parse(second?.effective_at ?? ''));
    }
  });

  it.each(versions)('$name has a text in both languages, of a readable length', ({ version }) => {
    for (const file of [version.files.en, version.files.es]) {
      if (file === undefined) throw new Error('a language is missing');
      const count = words(text(file));
      expect({ file, readable: count > 350 && count < 750 }).toEqual({ file, readable: true });
    }
  });

  it.each(versions)('$name numbers its sections and names them alike in both languages', ({ version }) => {
    const [en, es] = [version.files.en, version.files.es].map((file) => sections(text(file ?? '')));
    expect(en?.map((section) => section.number)).toEqual(en?.map((_, i) => i + 1));
    expect(es).toEqual(en);
    const ids = en?.map((section) => section.id) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ['scope', 'allowed', 'severity', 'enforcement', 'examples', 'regions']) expect(ids).toContain(id);
  });

  it.each(versions)(
    '$name gives every section heading an id, and a level of harm and of action from S1 to S5',
    ({ version }) => {
      for (const file of [version.files.en ?? '', version.files.es ?? '']) {
        const markdown = text(file);
        expect(sections(markdown)).toHaveLength(markdown.match(/^## /gm)?.length ?? 0);
        for (const level of ['S1', 'S2', 'S3', 'S4', 'S5']) {
          expect(markdown.split('\n').filter((line) => line.startsWith(`| ${level} |`))).toHaveLength(2);
        }
      }
    },
  );

  it.each(policies)('$id gains a clause in its second version and changes a level of harm', (policy) => {
    const [before, after] = policy.versions.map((version) => text(version.files.en ?? ''));
    const kept = sections(before ?? '').map((section) => section.id);
    const now = sections(after ?? '').map((section) => section.id);
    expect(now).toEqual(expect.arrayContaining(kept));
    expect(now.length).toBeGreaterThan(kept.length);
    const levels = (markdown = '') => markdown.split('\n').filter((line) => /^\| S[1-5] \|/.test(line));
    expect(levels(after)).not.toEqual(levels(before));
  });

  it.each(policies)('$id enforces the same levels with the same actions in both languages', (policy) => {
    for (const version of policy.versions) {
      const actions = (file = '') =>
        text(file)
          .match(/`[a-z_0-9]+`/g)
          ?.toSorted();
      expect(actions(version.files.es)).toEqual(actions(version.files.en));
    }
  });
});
