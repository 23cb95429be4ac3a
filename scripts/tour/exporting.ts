import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '#contract/ids.ts';
import type { SessionLogFormat } from '#contract/sessions.ts';
import { type DrivenApp, launchApp } from '#scripts/lib/electron-app.ts';
import { until } from '#scripts/lib/until.ts';
import type { Camera } from './camera.ts';
import { enrol, speak } from './enrol.ts';
import { keys, press } from './hands.ts';
import { takeKeymap, type TourKeymap } from './keymap.ts';
import { screenIs } from './page-reader.ts';

/** What came out of an export, read from the saved file. */
export interface ExportedFile {
  readonly file: string;
  readonly source: string;
  readonly bytes: number;
  readonly lines: number;
}

/**
 * Exports the session log of the last days through the screen, by keys, and saves it as `file`. The app must be signed in.
 */
export async function exportLog(app: DrivenApp, format: SessionLogFormat, file: string): Promise<ExportedFile> {
  rmSync(file, { force: true });
  await app.answerSaveDialogs(file);
  await press(app.page, keys.export);
  await screenIs(app.page, 'sessions');
  await app.page.locator('#export-from:focus-within').waitFor();
  await app.page.locator('input[name="format"]:checked').focus();
  await press(app.page, format === 'csv' ? 'ArrowUp' : 'ArrowDown');
  const chosen = (): Promise<string> =>
    app.page.evaluate(() => {
      const radios = [...document.querySelectorAll<HTMLInputElement>('input[name="format"]')];
      return radios.findIndex((radio) => radio.checked) === 0 ? 'csv' : 'ndjson';
    });
  if ((await chosen()) !== format) await press(app.page, format === 'csv' ? 'ArrowDown' : 'ArrowUp');
  await press(app.page, 'Enter');
  await until(`the export is saved as ${file}`, () => existsSync(file));
  const outcome = app.page.locator('[data-export-source]');
  await outcome.waitFor();
  const text = readFileSync(file, 'utf8');
  return {
    file,
    source: (await outcome.getAttribute('data-export-source')) ?? '',
    bytes: Buffer.byteLength(text),
    lines: text.split('\n').filter((line) => line !== '').length,
  };
}

/** What the supervisor's export needs of the tour. */
interface ExportScene {
  readonly options: { readonly language: Language; readonly keymap: TourKeymap };
  readonly place: { readonly folder: string; code(of: 'supervisor'): Promise<string> };
  readonly gate: { readonly url: string };
  readonly camera: Camera;
  readonly display: string;
}

/** The files of both formats. */
export type SupervisorExport = readonly ExportedFile[];

/** Signs a supervisor in on a device of their own and exports the session log in both formats to `out`. */
export async function exportAsSupervisor(scene: ExportScene, out: string): Promise<SupervisorExport> {
  const { options, place, gate, camera } = scene;
  const app = await launchApp({ userData: join(place.folder, 'supervisor'), display: scene.display });
  try {
    await speak(app, options.language);
    await enrol(app, gate.url, await place.code('supervisor'), camera, 'enrol-supervisor');
    await takeKeymap(app, options.keymap);
    const files: ExportedFile[] = [];
    for (const format of ['csv', 'ndjson'] as const) {
      files.push(await exportLog(app, format, join(out, `session-log.${format}`)));
    }
    await camera.take(app.page, 'export');
    return files;
  } catch (error) {
    await camera.take(app.page, 'where-the-export-failed').catch(() => undefined);
    throw error;
  } finally {
    await app.close();
  }
}
