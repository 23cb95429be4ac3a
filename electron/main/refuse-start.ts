import { app, dialog } from 'electron';
import { log } from './log.ts';
import { languageOfSystem, type ShellMessage, shellText } from './messages.ts';
import type { FolderRefusal } from './own-folder.ts';

/** `EX_CONFIG` of sysexits.h: something about the set-up is wrong, and starting again will not help. */
const EX_CONFIG = 78;

const reasons: Readonly<Record<FolderRefusal, ShellMessage>> = {
  link: 'shell.refused.link',
  no_folder: 'shell.refused.no_folder',
  foreign: 'shell.refused.foreign',
};

/** Says in the person's language why the app does not start, and ends it. Nothing has been read or written. */
export function refuseStart(why: FolderRefusal, folder: string): void {
  log('start_refused', { why });
  const language = languageOfSystem(Intl.DateTimeFormat().resolvedOptions().locale);
  const detail = `${shellText(language, reasons[why])}\n\n${folder}`;
  dialog.showErrorBox(shellText(language, 'shell.refused.message'), detail);
  app.exit(EX_CONFIG);
}
