import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fleissKappa } from '#domain/statistics/agreement.ts';
import { calibration } from '#domain/statistics/calibration.ts';
import { tableMeasures } from '#domain/statistics/classification.ts';
import { cohenKappa } from '#domain/statistics/kappa.ts';
import { nominalAlpha } from '#domain/statistics/krippendorff.ts';
import { rate } from '#domain/statistics/rate.ts';
import { crossTable, type Table } from '#domain/statistics/table.ts';
import { valueOf } from '../../support/outcomes.ts';

const fieldPack = fileURLToPath(new URL('../../../../shared/data/field-pack', import.meta.url));

const categories = ['IdentityAttack', 'Violence', 'SelfHarm', 'SexualContent'] as const;
/** What the pack calls the categories of its detector. */
const violationOf = {
  IdentityAttack: 'hate_speech',
  Violence: 'threats_violence',
  SelfHarm: 'self_harm',
  SexualContent: 'sexual_content',
} as const;

const byCategory = z.record(z.string(), z.number().nullable());
const hateCheck = z.object({
  id: z.string(),
  label_gold: z.string(),
  in_published_suite: z.boolean().optional(),
  votes: z.array(z.object({ label: z.string() })),
});
const rated = z.object({
  row: z.string(),
  lang: z.string(),
  votes: z.record(z.string(), z.tuple([z.number(), z.number(), z.number()])),
  acs: byCategory.nullable(),
});
const prompt = z.object({
  id: z.string(),
  label_median: z.record(z.string(), z.number()),
  model_scores: z.array(z.object({ model: z.string(), scores: byCategory })),
});
const annotation = z.object({ record: z.string(), annotator: z.string(), label: z.string() });
const prediction = z.object({ record: z.string(), model: z.string(), label: z.string(), score: z.number() });
const gold = z.object({ record: z.string(), violation: z.boolean() });
const oracle = z.object({ name: z.string(), value: z.unknown() });
const confusion = z.object({
  tp: z.number(),
  fp: z.number(),
  fn: z.number(),
  tn: z.number(),
  accuracy: z.number(),
  precision: z.number(),
  recall: z.number(),
  f1: z.number(),
  false_positive_rate: z.number(),
});

function linesOf<Shape extends z.ZodType>(pack: string, name: string, shape: Shape): z.infer<Shape>[] {
  const lines = readFileSync(join(pack, name), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => shape.parse(JSON.parse(line)));
}

const hateful = ['hateful', 'non-hateful'] as const;

const votesOf = (rows: readonly { readonly votes: readonly { readonly label: string }[] }[]): Table =>
  rows.map(({ votes }) => hateful.map((label) => votes.filter((vote) => vote.label === label).length));

/** Truth and answer of yes/no questions as a table, "yes" first. */
const yesNo = (pairs: readonly (readonly [boolean, boolean])[]): Table =>
  valueOf(
    crossTable(
      pairs.map(([truth, answer]) => [truth ? 'yes' : 'no', answer ? 'yes' : 'no'] as const),
      ['yes', 'no'],
    ),
  );

const ordinalKappa = (pairs: readonly (readonly [number, number])[]): number =>
  valueOf(cohenKappa(valueOf(crossTable(pairs, [1, 2, 3, 4, 5])), 'linear')).kappa;

function expectConfusion(table: Table, known: z.infer<typeof confusion>): void {
  expect(table).toEqual([
    [known.tp, known.fn],
    [known.fp, known.tn],
  ]);
  const [yes] = valueOf(tableMeasures(table)).classes;
  expect(yes?.precision).toMatchObject({ value: { value: expect.closeTo(known.precision, 6) } });
  expect(yes?.recall).toMatchObject({ value: { value: expect.closeTo(known.recall, 6) } });
  expect(yes?.accuracy).toMatchObject({ value: { value: expect.closeTo(known.accuracy, 6) } });
  expect(yes?.false_positive_rate).toMatchObject({ value: { value: expect.closeTo(known.false_positive_rate, 6) } });
  expect(yes?.f1).toMatchObject({ value: expect.closeTo(known.f1, 6) });
}

const median = (votes: readonly number[]): number => votes.toSorted((a, b) => a - b)[1] ?? 0;

// Real material lies beside the project on some machines only; where it does not, there is nothing to hold the rules against.
describe.each([fieldPack].filter((path) => existsSync(path)))('the field pack', (pack) => {
  const oracles = z.array(oracle).parse(JSON.parse(readFileSync(join(pack, 'oracles.json'), 'utf8')));
  const known = <Shape extends z.ZodType>(name: string, shape: Shape): z.infer<Shape> =>
    shape.parse(oracles.find((one) => one.name === name)?.value);
  const fleiss = z.object({ kappa: z.number(), P_bar: z.number(), P_e: z.number() });
  const english = linesOf(pack, 'raw/text/hatecheck-en.jsonl', hateCheck);
  const spanish = linesOf(pack, 'raw/text/multilingual-hatecheck-es.jsonl', hateCheck);
  const suite = english.filter((row) => row.in_published_suite === true);
  const rows = linesOf(pack, 'raw/scores/rtp-lx-votes-all-no-text.jsonl', rated);
  const predictions = linesOf(pack, 'predictions.jsonl', prediction);

  it.each([
    ['HateCheck Fleiss kappa, all cases', english],
    ['HateCheck Fleiss kappa, published suite', suite],
    ["Multilingual HateCheck es Fleiss kappa (this pack's rows)", spanish],
  ])('%s', (name, votes) => {
    const { kappa, P_bar, P_e } = known(name, fleiss);
    const value = valueOf(fleissKappa(votesOf(votes)));
    expect(value.kappa).toBeCloseTo(kappa, 6);
    expect(value.observed).toBeCloseTo(P_bar, 6);
    expect(value.expected).toBeCloseTo(P_e, 6);
  });

  it('has the same agreement in its annotations as in the raw votes', () => {
    const votes = linesOf(pack, 'annotations.jsonl', annotation).filter(({ record }) =>
      record.startsWith('hatecheck-'),
    );
    const byRecord = new Map<string, string[]>();
    for (const { record, label } of votes) byRecord.set(record, [...(byRecord.get(record) ?? []), label]);
    const units = [...byRecord.values()];
    expect(units).toHaveLength(english.length);
    const alpha = valueOf(nominalAlpha(units));
    expect(alpha.alpha).toBeCloseTo(known('HateCheck Krippendorff alpha, nominal', z.number()), 6);
    expect(alpha.pairable).toBe(5 * english.length);
  });

  it.each(['en', 'es'])('RTP-LX %s: every published kappa of its three annotators', (language) => {
    const name = `RTP-LX ${language}: Cohen kappa, linear weights, three annotator pairs, eight categories`;
    const published = known(name, z.record(z.string(), z.record(z.string(), z.number())));
    const computed = Object.entries(published).map(([pair, kappas]) => {
      const [first = 0, second = 0] = [...pair.matchAll(/\d/g)].map(([digit]) => Number(digit) - 1);
      const ofCategory = (category: string) =>
        rows
          .filter((row) => row.lang === language)
          .map(({ votes }) => [votes[category]?.[first] ?? 0, votes[category]?.[second] ?? 0] as const);
      const own = Object.keys(kappas).map((category) => [category, ordinalKappa(ofCategory(category))] as const);
      return [pair, own] as const;
    });
    for (const [pair, own] of computed)
      for (const [category, kappa] of own)
        expect(kappa, `${pair} ${category}`).toBeCloseTo(published[pair]?.[category] ?? 9, 3);
    expect(computed.flatMap(([, own]) => own)).toHaveLength(24);
  });

  it.each(categories)('Azure Content Safety against the median vote in Spanish: %s', (category) => {
    const pairs = rows
      .filter(({ lang }) => lang === 'es')
      .map(({ votes, acs }) => {
        const score = acs?.[category] ?? 0;
        return [median(votes[category] ?? []), score < 1 / 3 ? 1 : score < 2 / 3 ? 2 : 3] as const;
      });
    const published = known(
      'RTP-LX es: Azure Content Safety against the median vote',
      z.record(z.string(), z.number()),
    );
    expect(ordinalKappa(pairs)).toBeCloseTo(published[category] ?? 9, 3);
  });

  it('GPT-4 against the median vote, where it answered', () => {
    const name = 'RTP-LX es rows of this pack: GPT-4 against the median vote';
    const published = known(name, z.record(z.string(), z.object({ n: z.number(), kappa_linear: z.number() })));
    const prompts = linesOf(pack, 'raw/text/rtp-lx-es.jsonl', prompt);
    const computed = Object.keys(published).map((category) => {
      const pairs = prompts.flatMap(({ label_median, model_scores }) => {
        const answer = model_scores.find(({ model }) => model === 'gpt-4-turbo')?.scores[category] ?? null;
        return answer === null ? [] : [[label_median[category] ?? 0, answer] as const];
      });
      return [category, { n: pairs.length, kappa_linear: expect.closeTo(ordinalKappa(pairs), 6) }] as const;
    });
    expect(published).toMatchObject(Object.fromEntries(computed));
  });

  it('the audit of a word list: its imported predictions against the known answers', () => {
    const isHateful = new Map(linesOf(pack, 'gold.jsonl', gold).map(({ record, violation }) => [record, violation]));
    const flagged = new Map(
      predictions.filter(({ model }) => model === '2toad-profanity').map(({ record, score }) => [record, score >= 0.5]),
    );
    const pairsOf = (ids: readonly { readonly id: string }[]) =>
      ids.map(({ id }) => [isHateful.get(id) ?? false, flagged.get(id) ?? false] as const);
    expectConfusion(yesNo(pairsOf(suite)), known('Lexicon filter on HateCheck', confusion));
    expectConfusion(yesNo(pairsOf(spanish)), known('Lexicon filter on Multilingual HateCheck es', confusion));
  });

  it.each(categories)('the audit of a detector in Spanish: %s', (category) => {
    const scores = new Map(
      predictions
        .filter(({ model, label }) => model === 'azure-content-safety' && label === violationOf[category])
        .map(({ record, score }) => [record, score]),
    );
    const audited = linesOf(pack, 'raw/text/rtp-lx-es.jsonl', prompt).map(({ id, label_median }) => ({
      positive: (label_median[category] ?? 0) >= 2,
      score: scores.get(id) ?? Number.NaN,
    }));
    const all = known(
      'RTP-LX es rows of this pack: ACS as a yes/no detector',
      z.record(z.string(), z.object({ at_0_5: confusion })),
    );
    const table = yesNo(audited.map(({ positive, score }) => [positive, score >= 0.5] as const));
    expectConfusion(table, confusion.parse(all[category]?.at_0_5));
    const curve = valueOf(calibration(audited, { bins: 10, edge: 'upper_bin' }));
    expect(curve.bins.reduce((n, bin) => n + bin.n, 0)).toBe(audited.length);
    expect(curve.ece_l1).toBeLessThanOrEqual(curve.largest_gap);
  });

  it('flags harmless texts far more often in Spanish: the intervals do not meet', () => {
    const false_positives = known(
      'ACS false positives on harmless texts',
      z.record(z.string(), z.object({ rows: z.number(), flagged_any_category_at_0_5: z.number() })),
    );
    const [en, es] = ['en', 'es'].map((language) => {
      const scored = predictions.filter(
        ({ record, model }) => model === 'azure-content-safety' && record.startsWith(`rtplx-benign-${language}-`),
      );
      const records = new Set(scored.map(({ record }) => record));
      const flagged = new Set(scored.filter(({ score }) => score >= 0.5).map(({ record }) => record));
      expect({ rows: records.size, flagged_any_category_at_0_5: flagged.size }).toEqual(false_positives[language]);
      return valueOf(rate(flagged.size, records.size));
    });
    expect(en?.interval.high).toBeLessThan(es?.interval.low ?? 0);
  });
});
