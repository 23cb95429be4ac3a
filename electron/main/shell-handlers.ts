import { copyFile, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ShellHandlers } from '#contract/ipc.ts';
import { fail, ok } from '#contract/result.ts';
import type { Protection } from './credential-store.ts';

/** What the shell's own calls need from their surroundings. */
export interface ShellPorts {
  readonly version: string;
  readonly electron: string;
  readonly platform: string;
  readonly exportsFolder: string;
  readonly protection: () => Protection;
  readonly enrolHint: () => { hub_url: string; code: string } | null;
  /** Asks where to put a file; null when the person changed their mind. */
  readonly askWhere: (suggestedName: string) => Promise<string | null>;
  readonly quit: () => void;
}

/** Copies beside the target first, so that a half-written file never bears the final name. */
async function copyWhole(from: string, to: string): Promise<void> {
  const part = `${to}.part`;
  try {
    await copyFile(from, part);
    await rename(part, to);
  } finally {
    await rm(part, { force: true });
  }
}

/** The calls that the shell answers itself. */
export function createShellHandlers(ports: ShellPorts): ShellHandlers {
  return {
    app: {
      info: () =>
        ok({
          version: ports.version,
          electron: ports.electron,
          platform: ports.platform,
          credential_protection: ports.protection(),
          enrol_hint: ports.enrolHint(),
        }),
      async saveExportAs({ name }) {
        const source = join(ports.exportsFolder, basename(name));
        const found = await stat(source).catch(() => null);
        if (found === null || !found.isFile()) return fail('not-found', `there is no finished export named ${name}`);
        const target = await ports.askWhere(name);
        if (target === null) return ok({ saved: false });
        try {
          await copyWhole(source, target);
          return ok({ saved: true });
        } catch (error) {
          const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
          return fail('export-failed', `the export could not be written to the chosen place: ${reason}`);
        }
      },
      quit() {
        ports.quit();
        return ok({});
      },
    },
  };
}
