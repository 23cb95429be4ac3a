import type { App, Session, WebContents } from 'electron';
import { APP_ORIGIN } from './app-protocol.ts';
import type { Log } from './log.ts';

const ownSchemes = new Set(['app:', 'clip:']);

/** Refuses every device, permission, download and request that does not stay inside the app. */
export function lockSession(session: Session, log: Log): void {
  // A reviewer may watch a clip full screen; nothing else is ever asked for.
  const isAllowed = (permission: string, origin: string): boolean =>
    permission === 'fullscreen' && origin.startsWith(APP_ORIGIN);
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(isAllowed(permission, contents.getURL()));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => isAllowed(permission, origin));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => {
    event.preventDefault();
    log('download_refused');
  });
  session.webRequest.onBeforeRequest((details, answer) => {
    const { protocol } = new URL(details.url);
    // The page's own `data:` and `blob:` never leave the process.
    const isOwn = ownSchemes.has(protocol) || protocol === 'data:' || protocol === 'blob:' || protocol === 'devtools:';
    if (!isOwn) log('request_refused', { protocol });
    answer({ cancel: !isOwn });
  });
}

/** Keeps a page where it is: no navigation, no other windows, no embedded pages. */
function lockContents(contents: WebContents, log: Log): void {
  const refuse =
    (what: string) =>
    (event: { preventDefault(): void }): void => {
      event.preventDefault();
      log('navigation_refused', { what });
    };
  contents.on('will-navigate', refuse('navigate'));
  contents.on('will-frame-navigate', refuse('frame'));
  contents.on('will-redirect', refuse('redirect'));
  contents.on('will-attach-webview', refuse('webview'));
  contents.setWindowOpenHandler(() => {
    log('navigation_refused', { what: 'window' });
    return { action: 'deny' };
  });
}

/** Applies to every page that is ever made in this app. */
export function lockAllContents(app: App, log: Log): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents, log));
}
