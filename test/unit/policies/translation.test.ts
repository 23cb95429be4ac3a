import { describe, expect, it } from 'vitest';
import { translationState, type VersionWords, wordsBySection } from '#domain/policies/translation.ts';

const texts = (scope: string, rule: string) =>
  wordsBySection(`## 1. Scope {#scope}\n${scope}\n## 2. Rule {#rule}\n${rule}`);
const version = (label: string, words: VersionWords['words']): VersionWords => ({ version: label, words });

const first = version('1', { en: texts('all', 'no insults'), es: texts('todo', 'sin insultos') });

describe('how current a translation is', () => {
  it('is stale where the other language changed and this one did not, and stays so until it catches up', () => {
    const second = version('2', { en: texts('all', 'no slurs'), es: texts('todo', 'sin insultos') });
    const stale = [{ section_id: 'rule', language: 'es', since: '2' }];
    expect(translationState([first, second]).stale).toEqual(stale);
    expect(translationState([first, second, { ...second, version: '3' }]).stale).toEqual(stale);
    const caughtUp = version('4', { en: texts('all', 'no slurs'), es: texts('todo', 'sin ofensas') });
    expect(translationState([first, second, caughtUp]).stale).toEqual([]);
  });

  it('can lag in either direction', () => {
    const second = version('2', { en: texts('all', 'no insults'), es: texts('todos', 'sin insultos') });
    expect(translationState([first, second]).stale).toEqual([{ section_id: 'scope', language: 'en', since: '2' }]);
  });

  it('is current when both changed, when only marks or numbers of headings did, and in a first version', () => {
    const both = version('2', { en: texts('all', 'no slurs'), es: texts('todo', 'sin ofensas') });
    const marks = version('2', { en: texts('**all**', 'no   insults'), es: texts('todo', 'sin insultos') });
    expect([[first], [first, both], [first, marks]].map((each) => translationState(each).stale)).toEqual([[], [], []]);
  });

  it('tells of a language that is missing which older version has it', () => {
    const second = version('2', { en: texts('all', 'no slurs') });
    expect(translationState([first, second])).toEqual({ stale: [], older: { es: '1' } });
    expect(translationState([second])).toEqual({ stale: [], older: {} });
    expect(translationState([])).toEqual({ stale: [], older: {} });
  });
});
