import type { Language } from '#contract/ids.ts';
import type { DrivenApp } from '#scripts/lib/electron-app.ts';
import type { Camera } from './camera.ts';
import { speak } from './enrol.ts';
import { keys, openForm, press } from './hands.ts';
import { keyOf } from './keymap.ts';
import { screenIs } from './page-reader.ts';
import { planFor } from './plan.ts';

const languages: readonly Language[] = ['en', 'es'];

/** What is special about the shown item, as names for pictures. */
function specialities(app: DrivenApp): Promise<string[]> {
  return app.page.evaluate(() => {
    const has = (selector: string): boolean => document.querySelector(selector) !== null;
    const found: string[] = [];
    if (has('[data-clip-card]')) found.push('clip-card');
    if (has('[data-screen="review"][data-layout="text"]')) found.push('text-only');
    if (has('[data-stage] button[aria-pressed]')) found.push('several-clips');
    if (has('[data-blinded]')) found.push('blind');
    return found;
  });
}

/** Opens something by its key, photographs it and leaves it again. */
async function dialog(app: DrivenApp, camera: Camera, key: string, name: string): Promise<void> {
  await press(app.page, key);
  await app.page.locator('[role="dialog"]').first().waitFor();
  await camera.take(app.page, name);
  await press(app.page, keys.leave);
  await app.page.locator('[role="dialog"]').first().waitFor({ state: 'detached' });
}

async function firstItem(app: DrivenApp, camera: Camera, chosen: Language): Promise<void> {
  for (const language of languages) {
    await speak(app, language);
    await camera.take(app.page, `review-${language}`);
    await openForm(app.page, 'wrong_violation_type');
    await camera.take(app.page, `form-${language}`);
    await press(app.page, keys.leave, keys.leave);
  }
  await speak(app, chosen);
  await press(app.page, keys.bothLanguages);
  await camera.take(app.page, 'policy-both-languages');
  await press(app.page, keys.bothLanguages);
  await dialog(app, camera, keyOf('app.palette'), 'palette');
  await dialog(app, camera, keyOf('help.shortcuts'), 'keys');
  await dialog(app, camera, keyOf('app.settings'), 'settings');
}

/** Photographs what is worth seeing at item `index` of the review. */
export async function sightsOfReview(app: DrivenApp, camera: Camera, index: number, language: Language): Promise<void> {
  if (index === 0) await firstItem(app, camera, language);
  for (const name of await specialities(app)) await camera.take(app.page, name);
  const { kind } = planFor(index, language);
  if (kind !== 'uphold' && !camera.has(`form-${kind}`)) {
    await openForm(app.page, kind);
    await camera.take(app.page, `form-${kind}`);
    await press(app.page, keys.leave, keys.leave);
  }
}

/** Photographs the other screens, in both languages. */
export async function sights(app: DrivenApp, camera: Camera, chosen: Language): Promise<void> {
  for (const language of [...languages.filter((each) => each !== chosen), chosen]) {
    await speak(app, language);
    for (const [command, name] of [
      ['go.policies', 'policies'],
      ['go.sessions', 'sessions'],
      ['go.keymap', 'keymap'],
      ['go.queue', 'queue'],
    ] as const) {
      await press(app.page, keyOf(command));
      await screenIs(app.page, name);
      await camera.take(app.page, `${name}-${language}`);
    }
  }
}
