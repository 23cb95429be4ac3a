import { join, resolve } from 'node:path';
import { hubAddress, LONGEST_HUB_ADDRESS } from '#contract/hub-address.ts';

/** What the person who started the app said on the command line; `null` where they said nothing. */
export interface CommandLine {
  /** Folder for all that this app keeps, absolute. */
  readonly userData: string | null;
  /** Hub and one-time code to fill in on the sign-in screen; the code is empty where none was given. */
  readonly enrolHint: { readonly hub_url: string; readonly code: string } | null;
  /** Whoever runs this device wants nothing to be kept on it (`--keep=nothing`). */
  readonly mustKeepNothing: boolean;
}

/** What the enrolment call takes, without the schema library: that would delay the first window. */
function isHubAddress(text: string): boolean {
  return text.length <= LONGEST_HUB_ADDRESS && hubAddress.test(text) && URL.canParse(text);
}

/**
 * Reads our own switches.
 * @param switchValue value of `--<name>=…`, empty when absent
 * @param dataDirectory value of the variable LUPA_DATA_DIR; wins over `--user-data-dir`
 */
export function readCommandLine(switchValue: (name: string) => string, dataDirectory: string | undefined): CommandLine {
  const hub = switchValue('enrol-hub');
  const code = switchValue('enrol-code');
  const isUsable = isHubAddress(hub) && code.length <= 200;
  const folder = dataDirectory || switchValue('user-data-dir');
  return {
    userData: folder ? resolve(folder) : null,
    mustKeepNothing: switchValue('keep') === 'nothing',
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
  /** The device's wrapped key. */
  readonly key: string;
}

/** The layout below the app's own folder. */
export function foldersBelow(userData: string): Folders {
  const data = join(userData, 'data');
  return {
    data,
    media: join(data, 'media'),
    exports: join(data, 'exports'),
    credential: join(userData, 'credential.json'),
    key: join(userData, 'key.json'),
  };
}
