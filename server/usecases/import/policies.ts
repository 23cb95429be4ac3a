import type { z } from 'zod';
import type { Language } from '#contract/ids.ts';
import { packPolicy } from '#contract/packs.ts';
import { type PolicyVersion, policyText, policyVersion } from '#contract/policies.ts';
import { appendChanges, policyVersionEntity } from '../../storage/change-log.ts';
import type { ImportRun } from './run.ts';
import { readWhole } from './whole-file.ts';

const file = 'policies.json';
const languages = ['en', 'es'] as const satisfies readonly Language[];

type PackPolicy = z.infer<typeof packPolicy>;
type PackVersion = PackPolicy['versions'][number];

/** Reads the texts of a version; one that is named but not there is noted and left out, an unreadable one refuses it all. */
async function readTexts(run: ImportRun, version: PackVersion): Promise<PolicyVersion['texts'] | null> {
  const texts: PolicyVersion['texts'] = {};
  for (const language of languages) {
    const path = version.files[language];
    if (path === undefined) continue;
    const read = await readWhole(run.source, path);
    if (read.kind === 'refused') {
      run.tally.refuse('policies', { file: path.slice(0, 300), line: null, reason: read.reason, detail: read.detail });
      return null;
    }
    if (read.kind === 'missing') {
      run.tally.notice({ file, line: null, reason: 'file_missing', detail: `${path} is not in the pack` });
      continue;
    }
    if (read.text.includes('\0')) {
      run.tally.refuse('policies', { file: path, line: null, reason: 'wrong_shape', detail: 'holds a NUL character' });
      return null;
    }
    texts[language] = policyText.parse({ markdown: read.text, sha256: read.sha256 });
  }
  return texts;
}

/** What of a stored version an import must not change; languages that were missing may come later. */
function fits(stored: PolicyVersion, offered: PolicyVersion): boolean {
  const rest = ({ texts: _texts, ...others }: PolicyVersion): string => JSON.stringify(others);
  return (
    rest(stored) === rest(offered) &&
    languages.every((language) => {
      const [a, b] = [stored.texts[language], offered.texts[language]];
      return a === undefined || b === undefined || a.sha256 === b.sha256;
    })
  );
}

async function store(run: ImportRun, offered: PolicyVersion): Promise<void> {
  const { policy_id, version } = offered;
  const entity = policyVersionEntity(policy_id, version);
  await run.hub.database.db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('policy_versions')
      .select('body')
      .where('policy_id', '=', policy_id)
      .where('version', '=', version)
      .forUpdate()
      .executeTakeFirst();
    const stored = row === undefined ? null : policyVersion.parse(JSON.parse(row.body));
    if (stored !== null && !fits(stored, offered)) {
      const detail = `${entity} is stored with other content`;
      run.tally.refuse('policies', { file, line: null, reason: 'same_id_other_content', detail });
      return;
    }
    const whole: PolicyVersion = { ...offered, texts: { ...stored?.texts, ...offered.texts } };
    const isNews = languages.some(
      (language) => whole.texts[language] !== undefined && stored?.texts[language] === undefined,
    );
    if (stored !== null && !isNews) {
      run.tally.count('policies', 'unchanged');
      return;
    }
    const body = JSON.stringify(whole);
    await tx
      .insertInto('policy_versions')
      .values({ policy_id, version, entity, body, import_id: run.id })
      .onConflict((conflict) => conflict.columns(['policy_id', 'version']).doUpdateSet({ body }))
      .execute();
    await appendChanges(tx, [{ scope: 'all', kind: 'policy_version', entity, op: 'put' }]);
    run.tally.count('policies', 'imported');
  });
}

async function takePolicy(run: ImportRun, raw: unknown, place: number): Promise<void> {
  const refuse = (detail: string): void =>
    run.tally.refuse('policies', { file, line: null, reason: 'wrong_shape', detail: `policy ${place}: ${detail}` });
  const parsed = packPolicy.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    refuse(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong shape'}`);
    return;
  }
  const { id, violation_types, versions } = parsed.data;
  for (const version of versions) {
    if (/\0|\p{Surrogate}/u.test(JSON.stringify([id, version.version]).replaceAll('\\u0000', '\0'))) {
      refuse('its id or version holds a NUL or half a character');
      continue;
    }
    const texts = await readTexts(run, version);
    if (texts === null) continue;
    const { effective_at, summary = null } = version;
    await store(run, { policy_id: id, version: version.version, violation_types, effective_at, summary, texts });
  }
}

/** Imports `policies.json` and the texts that it names, version by version. */
export async function takePolicies(run: ImportRun): Promise<void> {
  const whole = await readWhole(run.source, file);
  if (whole.kind === 'missing') return;
  if (whole.kind === 'refused') {
    run.tally.refuse(null, { file, line: null, reason: whole.reason, detail: whole.detail });
    return;
  }
  let list: unknown;
  try {
    list = JSON.parse(whole.text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'not JSON';
    run.tally.refuse(null, { file, line: null, reason: 'not_json', detail });
    return;
  }
  if (!Array.isArray(list)) {
    run.tally.refuse(null, { file, line: null, reason: 'wrong_shape', detail: 'policies.json is a list of policies' });
    return;
  }
  for (const [index, raw] of (list as unknown[]).entries()) await takePolicy(run, raw, index + 1);
}
