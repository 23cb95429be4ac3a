import { BrowserWindow, type Session } from 'electron';
import { APP_URL } from './app-protocol.ts';

/** Near-black of the dark theme, so that nothing flashes before the first paint. */
const BACKGROUND = '#101114';
const SMALLEST = { width: 1280, height: 720 };

/**
 * The one window: sandboxed, isolated, and shown when it has something to show.
 * @param session in-memory session that serves `app:` and `clip:`
 * @param preload path of the built preload
 */
export function openWindow(session: Session, preload: string): BrowserWindow {
  const window = new BrowserWindow({
    ...SMALLEST,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    useContentSize: true,
    show: false,
    backgroundColor: BACKGROUND,
    autoHideMenuBar: true,
    title: 'Lupa',
    webPreferences: {
      session,
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
      autoplayPolicy: 'no-user-gesture-required',
      backgroundThrottling: false,
    },
  });
  window.setMenuBarVisibility(false);
  // Keeps screen recorders and shared screens out where the system can; on Linux none can, and the watermark remains.
  if (process.platform !== 'linux') window.setContentProtection(true);
  window.once('ready-to-show', () => window.show());
  void window.loadURL(APP_URL);
  return window;
}

/** Brings the window to the front, as when the app is started a second time. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
