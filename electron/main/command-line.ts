import { join } from 'node:path';

/** What the person who started the app said on the command line; `null` where they said nothing. */
export interface CommandLine {
  /** Folder for all that this app keeps. */
  readonly userData: string | null;
  /** Hub and one-time code to fill in on the enrolment screen. */
  readonly enrolHint: { readonly hub_url: string; readonly code: string } | null;
}

/**
 * Reads our own switches.
 * @param switchValue value of `--<name>=…`, empty when absent
 * @param dataDirectory value of the variable LUPA_DATA_DIR; wins over `--user-data-dir`
 */
export function readCommandLine(switchValue: (name: string) => string, dataDirectory: string | undefined): CommandLine {
  const hub = switchValue('enrol-hub');
  const code = switchValue('enrol-code');
  const isUsable = URL.canParse(hub) && code.length > 0 && code.length <= 200;
  return {
    userData: dataDirectory || switchValue('user-data-dir') || null,
    enrolHint: isUsable ? { hub_url: hub, code } : null,
  };
}

/** Where things are below the app's own folder. */
export interface Folders {
  /** `data_dir` of contract/core-link. */
  readonly data: string;
  readonly media: string;
  readonly exports: string;
  readonly credential: string;
}

/** The layout below the app's own folder. */
export function foldersBelow(userData: string): Folders {
  const data = join(userData, 'data');
  return {
    data,
    media: join(data, 'media'),
    exports: join(data, 'exports'),
    credential: join(userData, 'credential.json'),
  };
}
