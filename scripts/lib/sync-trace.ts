import { relative } from 'node:path';

/** One thing that a program asked of the disk, or said to the world, in order. */
export type TraceStep =
  | { readonly do: 'write'; readonly file: string; readonly at: number; readonly bytes: Buffer }
  | { readonly do: 'cut'; readonly file: string; readonly to: number }
  | { readonly do: 'sync'; readonly file: string }
  | { readonly do: 'remove'; readonly file: string }
  | { readonly do: 'say'; readonly text: string };

const HEX = /\\x([0-9a-f]{2})/g;

/** Bytes as `strace -xx` prints them. */
function bytesOf(quoted: string): Buffer {
  return Buffer.from(quoted.replaceAll(HEX, '$1'), 'hex');
}

/** The calls that matter to the files of a database; everything else is left out. */
export const TRACED = 'pwrite64,write,writev,sendmsg,fdatasync,fsync,ftruncate,unlink,rename';

/**
 * Reads what `strace -xx -y -s 100000` of one thread wrote. Files outside the folder are left out; what goes to a pipe or socket is what the program says.
 * @param folder only files below it count
 * @throws Error at a rename below the folder: nothing here renames a database while it is in use
 */
export function readTrace(lines: Iterable<string>, folder: string): TraceStep[] {
  const steps: TraceStep[] = [];
  const hexFolder = [...Buffer.from(folder)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  for (const line of lines) {
    const step = readLine(line, folder, hexFolder);
    if (step !== null) steps.push(step);
  }
  return steps;
}

const CALL = /^(\w+)\((.*)\)\s+= (-?\d+)/s;
const DESCRIPTOR = /^\d+<([^>]*)>/;

/** The path that a call's first descriptor stands for; null when it names none. */
function pathOf(args: string): string | null {
  const target = DESCRIPTOR.exec(args)?.[1];
  if (target === undefined) return null;
  return target.includes('\\x') ? bytesOf(target).toString('utf8') : target;
}

function onFile(name: string, args: string, file: string): TraceStep | null {
  switch (name) {
    case 'pwrite64': {
      const [, quoted = '', at = ''] = /, "([^"]*)"(?:\.\.\.)?, \d+, (\d+)$/.exec(args) ?? [];
      return { do: 'write', file, at: Number(at), bytes: bytesOf(quoted) };
    }
    case 'fdatasync':
    case 'fsync':
      return { do: 'sync', file };
    case 'ftruncate':
      return { do: 'cut', file, to: Number(/, (\d+)$/.exec(args)?.[1]) };
    case 'write':
    case 'writev':
      throw new Error(`${file} is written without a position: the trace cannot be replayed`);
    default:
      return null;
  }
}

const said = (args: string): string =>
  [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map((each) => bytesOf(each[1] ?? '').toString('utf8')).join('');

function readLine(line: string, folder: string, hexFolder: string): TraceStep | null {
  const [, name = '', args = '', result = '-1'] = CALL.exec(line) ?? [];
  if (Number(result) < 0) return null;
  if (name === 'rename' || name === 'unlink') {
    if (!args.includes(hexFolder)) return null;
    if (name === 'rename') throw new Error('a file was renamed under the trace');
    return { do: 'remove', file: relative(folder, bytesOf(args.slice(1, -1)).toString('utf8')) };
  }
  const path = pathOf(args);
  if (path === null) return null;
  if (path.startsWith(folder)) return onFile(name, args, relative(folder, path));
  return name.startsWith('write') || name === 'sendmsg' ? { do: 'say', text: said(args) } : null;
}
