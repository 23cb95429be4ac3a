import { describe, expect, it } from 'vitest';
import {
  type DatedVersion,
  governingVersion,
  parsePolicyReference,
  policyTitle,
  readMoment,
} from '#domain/policies/in-force.ts';

const version = (policy: string, label: string, effective: string, types: string[] = ['hate_speech']): DatedVersion =>
  ({ policy_id: policy, version: label, effective_at: effective, violation_types: types }) as unknown as DatedVersion;

const versions = [
  version('hate', '2026-04', '2026-04-15T00:00:00Z'),
  version('hate', '2026-01', '2026-01-15T00:00:00Z'),
  version('scams', '2026-02', '2026-02-01T00:00:00Z', ['scam']),
];
const at = (text: string) => Date.parse(text);
const label = (type: string, reference: string | null, moment: string) =>
  governingVersion(versions, type, reference, at(moment))?.version ?? null;

describe('the policy version that governs a decision', () => {
  it('is the one the decision names, whenever it was in force', () => {
    expect(label('hate_speech', 'hate@2026-01', '2026-06-01T00:00:00Z')).toBe('2026-01');
  });

  it('is the one in force when the decision was taken, when the named one is not known', () => {
    expect(label('hate_speech', 'hate@2025-99', '2026-02-01T00:00:00Z')).toBe('2026-01');
    expect(label('hate_speech', null, '2026-05-01T00:00:00Z')).toBe('2026-04');
    expect(label('hate_speech', null, '2026-04-15T00:00:00Z')).toBe('2026-04');
  });

  it('is the first one for a decision older than all', () => {
    expect(label('hate_speech', null, '2020-01-01T00:00:00Z')).toBe('2026-01');
  });

  it('never is one that does not cover the type, even when it is named', () => {
    expect(label('hate_speech', 'scams@2026-02', '2026-05-01T00:00:00Z')).toBe('2026-04');
    expect(label('nudity', null, '2026-05-01T00:00:00Z')).toBeNull();
  });
});

describe('reading what packs say', () => {
  it.each([
    ['hate@2026-01', { policy_id: 'hate', version: '2026-01' }],
    ['a@b@v1', { policy_id: 'a@b', version: 'v1' }],
    ['hate', null],
    ['@v1', null],
    ['hate@', null],
    ['', null],
    [null, null],
  ])('%s as a policy reference', (text, read) => {
    expect(parsePolicyReference(text)).toEqual(read);
  });

  it('takes an unreadable moment for none', () => {
    expect(readMoment('yesterday')).toBeNull();
    expect(readMoment(null)).toBeNull();
    expect(readMoment('1970-01-01T00:00:01Z')).toBe(1000);
  });

  it.each([
    ['# Hate speech {#top}\n\nText', 'Hate speech'],
    ['intro\n\n## Second ##\n', 'Second'],
    ['no heading\nat all', 'no heading'],
    ['', ''],
  ])('finds the title of %j', (markdown, title) => {
    expect(policyTitle(markdown)).toBe(title);
  });
});
