import { chmodSync, lstatSync, mkdirSync } from 'node:fs';

/** Why the app's own folder cannot be used: a link stands in its place, it is no folder, or it belongs to somebody else. */
export type FolderRefusal = 'link' | 'no_folder' | 'foreign';

/**
 * Makes the app's own folder one that only this user can enter, and answers null; or says why it must not be used. Through a link, or in a folder of
 * another user, what is kept here would lie where somebody else can put and take things.
 */
export function claimOwnFolder(folder: string): FolderRefusal | null {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return null;
  }
  if (found.isSymbolicLink()) return 'link';
  if (!found.isDirectory()) return 'no_folder';
  // On Windows there is no such number, and a user's folder is closed to others as it is.
  if (process.getuid !== undefined && found.uid !== process.getuid()) return 'foreign';
  chmodSync(folder, 0o700);
  return null;
}
