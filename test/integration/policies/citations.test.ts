import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { policyCitation } from '#contract/policies.ts';
import { resultDocument } from '#contract/verdicts.ts';
import { databaseFile } from '#core/signed-in.ts';
import { readFrozen } from '#scripts/lib/frozen-results.ts';
import { must, startSeededCore, uphold } from '#test/support/core.ts';

let core: ReturnType<typeof startSeededCore>;
beforeEach(() => {
  core = startSeededCore(2);
});
afterEach(() => core.close());

const citation = (section_id: string) =>
  policyCitation.parse({ policy_id: 'hate-speech', version: '2026-04', language: 'es', section_id });

/** The frozen bytes of every result, as they go to the hub. */
function frozen(): unknown[] {
  const personId = core.credential()?.person.id ?? '';
  const file = databaseFile(core.dataDir, personId);
  return readFrozen(file, personId).map(({ bytes }) => JSON.parse(bytes.toString('utf8')));
}

describe('a verdict with citations', () => {
  it('freezes them in order with everything else, keeps them in the draft after an undo, and after a restart', async () => {
    const item_id = core.items[0]?.id ?? '';
    const citations = [citation('severity'), citation('direct-attacks')];
    const asked = uphold(item_id);
    must(await core.client.review.submit({ ...asked, choices: { ...asked.choices, citations } }));
    expect(frozen()).toMatchObject([{ type: 'verdict', choices: { citations } }]);
    must(await core.client.review.undo({ item_id: null }));
    await core.restart();
    const view = must(await core.client.review.item({ item_id: item_id }));
    expect(view.draft?.choices.citations).toEqual(citations);
  });

  it('can cite twenty sections and no more', async () => {
    const asked = uphold(core.items[0]?.id ?? '');
    const citations = Array.from({ length: 21 }, (_, index) => citation(`s${index}`));
    const submit = (some: typeof citations) =>
      core.client.review.submit({ ...asked, choices: { ...asked.choices, citations: some } });
    expect(await submit(citations)).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
    expect(await submit(citations.slice(1))).toMatchObject({ ok: true });
  });

  it('is read as having none when it was frozen before there were citations', async () => {
    must(await core.client.review.submit(uphold(core.items[0]?.id ?? '')));
    const [document] = frozen() as { choices: Record<string, unknown> }[];
    const { citations: _citations, ...choices } = document?.choices ?? {};
    const read = resultDocument.parse({ ...document, choices });
    expect(read.type === 'verdict' ? read.choices.citations : null).toEqual([]);
  });
});
