import { app, dialog } from 'electron';
import { log } from './log.ts';
import { languageOfSystem, type ShellMessage, shellText } from './messages.ts';
import type { FolderRefusal } from './own-folder.ts';

/** `EX_CONFIG` of sysexits.h: something about the set-up is wrong, and starting again will not help. */
const EX_CONFIG = 78;

/** Why the app does not start: its folder, or what it was started with. */
export type Refusal =
  | { readonly why: FolderRefusal; readonly folder: string }
  | { readonly why: 'started_with'; readonly names: readonly string[] };

const reasons: Readonly<Record<Refusal['why'], ShellMessage>> = {
  link: 'shell.refused.link',
  no_folder: 'shell.refused.no_folder',
  foreign: 'shell.refused.foreign',
  started_with: 'shell.refused.started_with',
};

/** Says in the person's language why the app does not start, and ends it. Nothing has been read or written. */
export function refuseStart(refusal: Refusal): void {
  const what = refusal.why === 'started_with' ? refusal.names.join('\n') : refusal.folder;
  log('start_refused', { why: refusal.why, ...(refusal.why === 'started_with' && { what: refusal.names.join(' ') }) });
  const language = languageOfSystem(Intl.DateTimeFormat().resolvedOptions().locale);
  dialog.showErrorBox(
    shellText(language, 'shell.refused.message'),
    `${shellText(language, reasons[refusal.why])}\n\n${what}`,
  );
  app.exit(EX_CONFIG);
}
