import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { Language } from '#contract/ids.ts';
import { shellText } from './messages.ts';

/** Asks where to save a file; null when the person closed the dialog. */
export async function askWhereToSave(
  window: BrowserWindow,
  language: Language,
  suggestedName: string,
): Promise<string | null> {
  const answer = await dialog.showSaveDialog(window, {
    title: shellText(language, 'shell.save.title'),
    buttonLabel: shellText(language, 'shell.save.button'),
    defaultPath: join(app.getPath('downloads'), suggestedName),
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  return answer.canceled || answer.filePath === '' ? null : answer.filePath;
}

/** Asks for a JSON file to open; null when the person closed the dialog. */
export async function askWhichFile(window: BrowserWindow, language: Language): Promise<string | null> {
  const answer = await dialog.showOpenDialog(window, {
    title: shellText(language, 'shell.open.title'),
    defaultPath: app.getPath('downloads'),
    filters: [{ name: 'JSON', extensions: ['json'] }],
    properties: ['openFile'],
  });
  return answer.canceled ? null : (answer.filePaths[0] ?? null);
}

/** Says that the storage process does not stay up; true when the person wants another try, false to quit. */
export async function askAfterGiveUp(window: BrowserWindow, language: Language): Promise<boolean> {
  const answer = await dialog.showMessageBox(window, {
    type: 'error',
    message: shellText(language, 'shell.coreGaveUp.message'),
    detail: shellText(language, 'shell.coreGaveUp.detail'),
    buttons: [shellText(language, 'shell.coreGaveUp.retry'), shellText(language, 'shell.coreGaveUp.quit')],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  return answer.response === 0;
}
