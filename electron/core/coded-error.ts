import type { ErrorCode } from '#contract/errors.ts';
import { type Failure, fail } from '#contract/result.ts';

/** A failure that interrupts what is under way; the router answers it with its code. */
export class CodedError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly failure: Failure<Code>;

  constructor(code: Code, detail: string, options?: ErrorOptions) {
    super(`${code}: ${detail}`, options);
    this.name = 'CodedError';
    this.failure = fail(code, detail).error;
  }
}

// The log's index could not grow: SQLite has no code of its own for a disk that is full just then.
const FULL = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT']);

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** True when the database file itself cannot be trusted any more. */
export function isDamage(error: unknown): boolean {
  const code = codeOf(error);
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
}

/** True when there was no space for what was written. */
export function isDiskFull(error: unknown): boolean {
  return FULL.has(codeOf(error));
}

/** True when a write failed below SQLite: what the file holds now is only known after it is opened again. A full disk is none: SQLite undoes that. */
export function isWriteTrouble(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_IOERR');
}

const DISK = new Set(['EIO', 'EROFS', 'EACCES', 'EPERM', 'SQLITE_READONLY', 'SQLITE_CANTOPEN']);

/** An error of the disk or the database file as a failure of the catalogue; null for anything else. */
export function diskFailure(error: unknown): Failure<'disk-full' | 'disk-error'> | null {
  const code = codeOf(error);
  if (FULL.has(code)) return fail('disk-full', code).error;
  if (DISK.has(code) || code.startsWith('SQLITE_IOERR') || isDamage(error)) return fail('disk-error', code).error;
  return null;
}
