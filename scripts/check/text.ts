import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A wording that has no place in the sources, and why. */
type Ban = { readonly pattern: RegExp; readonly why: string };

// Written with a class of one letter so that this file does not find itself.
const BANS: readonly Ban[] = [
  {
    pattern: /[e]slint-disable|[o]xlint-disable|[b]iome-ignore|[k]nip-ignore/,
    why: 'checks are obeyed, not switched off',
  },
  { pattern: /@ts-[i]gnore|@ts-[n]ocheck/, why: 'the type checker is obeyed, not switched off' },
  { pattern: /\b[T]ODO\b|\b[F]IXME\b/, why: 'work is done or not begun' },
  { pattern: /\b(?:describe|it|test)\.(?:[s]kip|[o]nly|[t]odo|[f]ails)\b/, why: 'every test runs and counts' },
];

const TEXT = /\.(?:[cm]?[jt]sx?|css|html|json|md|ya?ml|sh)$/;

export type Finding = { readonly file: string; readonly line: number; readonly text: string; readonly why: string };

/** Every place in a text that a ban is about; lines count from 1. */
export function findBanned(file: string, content: string): Finding[] {
  return content.split('\n').flatMap((text, index) =>
    BANS.filter((ban) => ban.pattern.test(text)).map((ban) => ({
      file,
      line: index + 1,
      text: text.trim(),
      why: ban.why,
    })),
  );
}

/** Looks through every text file that is or will be in the repository. */
export function checkTexts(repository: string): Finding[] {
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: repository,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (listed.status !== 0) throw new Error(`git ls-files failed: ${listed.stderr}`);
  const files = listed.stdout
    .split('\0')
    .filter((file) => TEXT.test(file) && file !== 'package-lock.json' && !file.startsWith('resources/demo/'));
  return files.flatMap((file) => {
    try {
      return findBanned(file, readFileSync(join(repository, file), 'utf8'));
    } catch (error) {
      // Listed by git but deleted in the working tree: nothing to look at.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  });
}
