import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  packAnnotation,
  packGold,
  packHeat,
  packManifest,
  packModerator,
  packPolicies,
  packPrediction,
} from '#contract/packs.ts';
import { moderationRecord, type OriginalDecision } from '#contract/records.ts';
import { verdictKind } from '#contract/verdicts.ts';
import { writePackFiles } from '#scripts/demo-pack/assemble.ts';
import { RECORDS } from '#scripts/demo-pack/records.ts';
import { lines, PACK, text } from './shipped-pack.ts';

const records = lines('records.jsonl').map((line) => moderationRecord.parse(line));
const ids = new Set<string>(records.map((record) => record.id));
const decisions = records
  .map((record) => record.decision)
  .filter((decision): decision is OriginalDecision => decision !== undefined && decision !== null);
const people = lines('people.jsonl').map((line) => packModerator.parse(line));
const policies = packPolicies.parse(JSON.parse(text('policies.json')));

describe('the records of the demo pack', () => {
  it('are the ones that the generator writes, byte for byte', () => {
    const copy = mkdtempSync(join(tmpdir(), 'lupa-demo-test-'));
    try {
      cpSync(join(PACK, 'clips'), join(copy, 'clips'), { recursive: true });
      writePackFiles(copy);
      for (const name of [
        'pack.json',
        'policies.json',
        'people',
        'records',
        'gold',
        'predictions',
        'annotations',
        'heat',
      ]) {
        const file = name.endsWith('.json') ? name : `${name}.jsonl`;
        expect({ file, text: text(file) }).toEqual({ file, text: readFileSync(join(copy, file), 'utf8') });
      }
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });

  it('are forty with unique ids, half of them live and half after a ban, on every surface', () => {
    expect(records).toHaveLength(40);
    expect(ids.size).toBe(40);
    expect(records.filter((record) => record.stage === 'live')).toHaveLength(20);
    expect(new Set(records.map((record) => record.surface))).toEqual(new Set(['live', 'post', 'profile', 'chat']));
    expect(packManifest.parse(JSON.parse(text('pack.json'))).languages).toEqual(['en', 'es']);
  });

  it('have none, one, two and three clips', () => {
    const counts = new Set(records.map((record) => record.clips?.length ?? 0));
    expect(counts).toEqual(new Set([0, 1, 2, 3]));
  });

  it('speak English and Spanish about equally, in the order of time', () => {
    const spoken = records.flatMap((record) => record.transcript ?? []);
    for (const language of ['en', 'es']) {
      expect(spoken.filter((line) => line.language === language).length).toBeGreaterThan(40);
    }
    for (const record of records) {
      const times = (record.transcript ?? []).map((line) => line.t ?? 0);
      expect({ id: record.id, times }).toEqual({ id: record.id, times: times.toSorted((a, b) => a - b) });
    }
  });

  it('exercise escaping: a formula, a script, an emoji, a right-to-left name, ñ, ¿, ¡ and a long text', () => {
    const all = text('records.jsonl');
    for (const hard of ["=cmd|' /C calc'!A0", '<script>', '🎉', 'سلمى', 'ñ', '¿', '¡']) expect(all).toContain(hard);
    const longest = Math.max(...records.flatMap((record) => record.transcript ?? []).map((line) => line.text.length));
    expect(longest).toBeGreaterThan(900);
  });

  it('name only known moderators with their team, and only policy versions that the pack has', () => {
    const known = new Set(policies.flatMap((policy) => policy.versions.map((one) => `${policy.id}@${one.version}`)));
    expect(decisions).toHaveLength(38);
    for (const decision of decisions) {
      expect(people.find((person) => person.id === decision.moderator)?.['team']).toBe(decision.team);
    }
    const cited = decisions.filter((decision) => decision.action !== 'no_action').map((decision) => decision.policy);
    for (const policy of cited) expect(known).toContain(policy);
    const actions = ['warn', 'mute', 'cut_stream', 'ban_1d', 'ban_7d', 'ban_permanent', 'demote', 'no_action'];
    expect(new Set(decisions.map((decision) => decision.action))).toEqual(new Set(actions));
  });

  it('name a violation type that the policy they cite really has', () => {
    const types = new Map(policies.map((policy) => [policy.id as string, policy.violation_types as string[]]));
    for (const { policy, violation_type: type } of decisions.filter(
      (decision) => typeof decision.policy === 'string',
    )) {
      expect(types.get(policy?.split('@')[0] ?? '')).toContain(type);
    }
  });

  it('give every kind of verdict its turn at least twice', () => {
    const turns = (kind: string) => RECORDS.filter((record) => record.answer.verdict === kind).length;
    expect(verdictKind.options.filter((kind) => turns(kind) < 2)).toEqual([]);
  });

  it('do not give the answer away', () => {
    for (const record of records) expect(Object.keys(record)).not.toContain('answer');
    expect(text('records.jsonl')).not.toContain('"why"');
  });
});

describe('what the demo pack knows about its records', () => {
  it('is about records that exist', () => {
    const about = [
      ...lines('gold.jsonl').map((line) => packGold.parse(line).record),
      ...lines('predictions.jsonl').map((line) => packPrediction.parse(line).record),
      ...lines('annotations.jsonl').map((line) => packAnnotation.parse(line).record),
    ];
    for (const id of about) expect(ids).toContain(id);
  });

  it('holds a prediction of both model versions for every record, with scores from 0 to 1', () => {
    const predictions = lines('predictions.jsonl').map((line) => packPrediction.parse(line));
    const seen = new Set(predictions.map((one) => `${one.record} ${one.version}`));
    for (const id of ids) for (const version of ['3.2', '4.0']) expect(seen).toContain(`${id} ${version}`);
    expect(seen.size).toBe(80);
    for (const one of predictions) expect(one.score >= 0 && one.score <= 1).toBe(true);
  });

  it('ranks eight streams in each of twenty-four snapshots, most viewers first', () => {
    const heat = lines('heat.jsonl').map((line) => packHeat.parse(line));
    const snapshots = [...new Set(heat.map((line) => line.at))];
    expect(snapshots).toHaveLength(24);
    for (const at of snapshots) {
      const ranked = heat.filter((line) => line.at === at);
      expect(ranked.map((line) => line.rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      const viewers = ranked.map((line) => Number(line['viewers']));
      expect(viewers).toEqual(viewers.toSorted((a, b) => b - a));
    }
  });
});
