/** How the app was built and put on this machine. */
export interface Built {
  /** Electron's word: whether the executable has a name of its own. */
  readonly isPackaged: boolean;
  /** Where the app's code is. */
  readonly path: string;
}

/**
 * Whether this is a released app: an archive, or under an executable of its own name; each of the two is enough. Only loose files under
 * Electron's own executable are development. Nothing that somebody says at a start changes it.
 */
export function isReleased({ isPackaged, path }: Built): boolean {
  return isPackaged || /\.asar([/\\]|$)/.test(path);
}
