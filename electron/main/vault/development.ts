/** How the app was built and put on this machine. */
export interface Built {
  /** Electron's word: whether the executable has a name of its own. */
  readonly isPackaged: boolean;
  /** Where the app's code is. */
  readonly path: string;
}

/**
 * Whether a key may lie unprotected beside the data: only when it was asked for, and only in an app that runs from its loose files. A released
 * app is an archive under an executable of its own, and each of the two is enough to refuse.
 */
export function mayUseDevelopmentKey(environment: NodeJS.ProcessEnv, { isPackaged, path }: Built): boolean {
  if (isPackaged || /\.asar([/\\]|$)/.test(path)) return false;
  return environment['LUPA_DEVELOPMENT_KEY'] === '1';
}
