import type { Language } from '#contract/ids.ts';
import type { DrivenApp } from '#scripts/lib/electron-app.ts';
import { until } from '#scripts/lib/until.ts';
import type { Camera } from './camera.ts';
import { keys, press } from './hands.ts';
import { screenIs, statusOf } from './page-reader.ts';

/** Switches the interface to the language by its key, if it is in another one. */
export async function speak(app: DrivenApp, language: Language): Promise<void> {
  await app.page.locator('[data-screen]').first().waitFor();
  const current = (): Promise<string> => app.page.evaluate(() => document.documentElement.lang);
  if ((await current()) === language) return;
  await press(app.page, keys.language);
  await until(`the interface speaks ${language}`, async () => (await current()) === language);
}

async function typeInto(app: DrivenApp, field: string, text: string): Promise<void> {
  await app.page.locator(`#${field}`).focus();
  await press(app.page, 'Control+a');
  await app.page.keyboard.type(text);
}

/** Enrols the app by typing the hub's address and the one-time code. */
export async function enrol(app: DrivenApp, hubUrl: string, code: string, camera: Camera, name: string): Promise<void> {
  await screenIs(app.page, 'enrol');
  await typeInto(app, 'enrol-hub', hubUrl);
  await typeInto(app, 'enrol-code', code);
  await camera.take(app.page, name);
  await press(app.page, 'Enter');
  await app.page.locator('[data-screen="enrol"]').waitFor({ state: 'detached' });
}

/** Waits until all items have come and every clip that can come is on this device. */
export async function settle(app: DrivenApp, items: number): Promise<void> {
  await until(
    'the batches and their clips are on this device',
    async () => {
      const status = await statusOf(app);
      if (status === null || status.sync.state !== 'up_to_date') return false;
      const answer = (await app.call('batches', 'list', {})) as { value?: { progress: { total: number } }[] };
      const total = (answer.value ?? []).reduce((sum, each) => sum + each.progress.total, 0);
      return total >= items && status.clips.ready >= status.clips.wanted;
    },
    300_000,
  );
}
