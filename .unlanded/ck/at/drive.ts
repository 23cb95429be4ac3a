import { join } from 'node:path';
import { launchApp } from '#scripts/lib/electron-app.ts';
import { openDisplay } from '#scripts/setup/display.ts';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { enrol, settle } from '#scripts/tour/enrol.ts';
import { shownInReview, shownAfter } from '#scripts/tour/page-reader.ts';
import { openWorkplace } from '#scripts/tour/workplace.ts';
const display = await openDisplay();
const place = await openWorkplace(join(REPOSITORY, 'resources', 'demo'), 4, () => undefined);
const app = await launchApp({
  userData: join(place.folder, 'app'),
  display: display.name,
  args: ['--force-renderer-accessibility'],
  env: { GNOME_ACCESSIBILITY: '1', ACCESSIBILITY_ENABLED: '1', QT_ACCESSIBILITY: '1' },
});
await enrol(
  app,
  place.hubUrl,
  await place.code('reviewer'),
  { take: () => Promise.resolve(), has: () => false, taken: [] },
  '',
);
await settle(app, 4);
await app.page.keyboard.press('Enter');
const now = await shownInReview(app.page);
await app.page.waitForTimeout(4000);
console.log('SUPPORT', await app.app.evaluate(({ app }) => app.accessibilitySupportEnabled));
console.log('== press a');
await app.page.keyboard.press('a');
if (now.kind === 'item') await shownAfter(app.page, now.itemId, 20000);
await app.page.waitForTimeout(5000);
console.log('== live region says', await app.page.locator('output[aria-live]').first().textContent());
console.log('== press Backspace');
await app.page.keyboard.press('Backspace');
await app.page.waitForTimeout(4000);
await app.close();
await place.close();
await display.stop();
