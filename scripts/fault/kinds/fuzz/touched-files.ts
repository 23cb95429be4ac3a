import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

type AnyFunction = (...args: readonly unknown[]) => unknown;

/** Names of the functions that take a path first and look at, open or change what is there. */
const byPath =
  /^(open|opendir|read(File|dir|link)|write(File)?|append(File)?|copyFile|cp|l?stat|access|exists|mkdir|rm(dir)?|rename|unlink|(sym)?link|realpath|truncate|create(Read|Write)Stream)(Sync)?$/;

function watched(table: object, heard: (path: string) => void): () => void {
  const functions = table as Record<string, unknown>;
  const before = Object.entries(functions).filter(([name, value]) => typeof value === 'function' && byPath.test(name));
  for (const [name, original] of before) {
    functions[name] = (...args: readonly unknown[]): unknown => {
      const [path] = args;
      if (typeof path === 'string' || path instanceof URL || Buffer.isBuffer(path)) heard(String(path));
      return (original as AnyFunction)(...args);
    };
  }
  return () => {
    for (const [name, original] of before) functions[name] = original;
  };
}

/**
 * Hears every path that this process hands to the file system while `work` runs; the calls themselves go on as ever. Only functions that were
 * imported by name are heard, as all of our code does.
 */
export async function hearingPaths(heard: (path: string) => void, work: () => Promise<void>): Promise<void> {
  const undo = [watched(fs, heard)];
  undo.push(watched(fs.promises, heard));
  syncBuiltinESMExports();
  try {
    await work();
  } finally {
    for (const each of undo) each();
    syncBuiltinESMExports();
  }
}
