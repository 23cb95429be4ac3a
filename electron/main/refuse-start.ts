import { app, dialog } from 'electron';
import { log } from './log.ts';
import { languageOfSystem, shellText } from './messages.ts';
import type { FolderRefusal } from './own-folder.ts';

/** `EX_CONFIG` of sysexits.h: something about the set-up is wrong, and starting again will not help. */
const EX_CONFIG = 78;

/** Says in the person's language why the app does not start, and ends it. Nothing has been read or written. */
export function refuseStart(why: FolderRefusal, folder: string): void {
  log('start_refused', { why });
  const language = languageOfSystem(Intl.DateTimeFormat().resolvedOptions().locale);
  dialog.showErrorBox(
    shellText(language, 'shell.refused.message'),
    `${shellText(language, `shell.refused.${why}`)}\n\n${folder}`,
  );
  app.exit(EX_CONFIG);
}
