import type { CustomScheme } from 'electron';

/** Playable, seekable, but out of reach of page script: neither fetch nor cross-origin reads. */
export const clipScheme: CustomScheme = {
  scheme: 'clip',
  privileges: { standard: true, secure: true, stream: true },
};
