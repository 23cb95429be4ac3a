import { resolve } from 'node:path';

/** The repository's folder. */
export const REPOSITORY = resolve(import.meta.dirname, '..', '..');

/** Folder for what the set-up and the build remember about this clone; goes away with node_modules. */
export const STATE_FOLDER = resolve(REPOSITORY, 'node_modules', '.cache', 'lupa');
