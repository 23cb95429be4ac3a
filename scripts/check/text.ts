import { readFileSync, readdirSync } from 'node:fs';
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

/** Folders that hold nothing written by hand. */
const NOT_OURS = new Set(['node_modules', 'out', '.git', '.lupa', 'demo']);

function* textFiles(root: string, folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && !NOT_OURS.has(entry.name)) yield* textFiles(root, path);
    else if (entry.isFile() && TEXT.test(entry.name) && entry.name !== 'package-lock.json') yield path;
  }
}

/** Looks through every text file of the project. */
export function checkTexts(repository: string): Finding[] {
  return [...textFiles(repository, '')].flatMap((file) =>
    findBanned(file, readFileSync(join(repository, file), 'utf8')),
  );
}
