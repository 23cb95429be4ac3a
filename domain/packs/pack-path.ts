import type { ImportReason } from '#contract/packs.ts';

/** Why a path in a pack cannot be followed. */
export interface PathProblem {
  readonly reason: Extract<ImportReason, 'path_outside_pack'>;
  readonly detail: string;
}

/**
 * Judges a path as a record or an archive names it: relative, forward slashes, no step that leads out or stands still, and
 * nothing that another system would read differently (backslash, drive letter, NUL).
 * @returns null when it can be followed
 */
export function packPathProblem(path: string): PathProblem | null {
  const problem = (detail: string): PathProblem => ({ reason: 'path_outside_pack', detail });
  const shown = JSON.stringify(path.slice(0, 200));
  if (path.includes('\0')) return problem(`${shown} holds a NUL character`);
  if (path.includes('\\')) return problem(`${shown} holds a backslash; paths in a pack have forward slashes`);
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) return problem(`${shown} is absolute; paths start at the pack`);
  const steps = path.split('/');
  if (steps.includes('..')) return problem(`${shown} leads out of the pack`);
  if (steps.some((step) => step === '' || step === '.')) return problem(`${shown} is not a plain relative path`);
  return null;
}
