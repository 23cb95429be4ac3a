import { z } from 'zod';

/**
 * The one catalogue of expected failures: code -> HTTP status it travels with, and what it means.
 * The words a person reads are in the locale catalogs under `error.<code>`; a test holds the two together.
 */
export const errorCatalogue = {
  'invalid-request': { status: 400, meaning: 'The request does not have the agreed shape.' },
  unauthenticated: {
    status: 401,
    meaning: 'No valid token came with the request, or not from the device whose key it is bound to.',
  },
  'proof-nonce': {
    status: 401,
    meaning: 'The proof of the device’s key must carry the nonce that came with this answer.',
  },
  forbidden: { status: 403, meaning: 'The person has no right to do this.' },
  'not-found': { status: 404, meaning: 'There is no such thing, or it is not for this person.' },
  'cursor-expired': {
    status: 410,
    meaning: 'The change cursor is of another epoch or scope; pull again from the start.',
  },
  conflict: { status: 409, meaning: 'The thing is not in a state that allows this.' },
  'too-large': { status: 413, meaning: 'The request is larger than allowed.' },
  'range-not-satisfiable': { status: 416, meaning: 'The asked range lies outside the object.' },
  'enrolment-code-invalid': { status: 422, meaning: 'The enrolment code is unknown, used or expired.' },
  'device-revoked': {
    status: 401,
    meaning: 'A supervisor took this device out of use: it empties itself and keeps only what was not sent.',
  },
  'grant-over': {
    status: 0,
    meaning:
      'The device was without the hub for longer than the offline grant; what it holds is locked until the next contact.',
  },
  'sign-in-refused': { status: 422, meaning: 'The identity provider refused, or its answer is not in order.' },
  'sign-in-expired': { status: 422, meaning: 'The sign-in took too long, or another one was begun.' },
  'sign-in-no-role': { status: 403, meaning: 'The account has none of the roles that the hub knows.' },
  'identity-provider-unreachable': { status: 503, meaning: 'The hub cannot reach the identity provider.' },
  'verdict-bytes-differ': {
    status: 422,
    meaning: 'Another content came under an id that is already stored. Refused, and an alarm raised.',
  },
  'verdict-hash-mismatch': { status: 422, meaning: 'The content does not match the hash sent with it.' },
  'verdict-invalid': {
    status: 422,
    meaning: 'The verdict does not have the agreed shape or misses a field its kind needs.',
  },
  'verdict-item-unknown': { status: 422, meaning: 'The verdict names an item that the hub does not know.' },
  'verdict-not-yours': {
    status: 422,
    meaning: 'The verdict names another person or device than the one that sent it.',
  },
  'verdict-late': {
    status: 0,
    meaning: 'The verdict came after its item had been given to somebody else: it is stored and does not count.',
  },
  'supersedes-unknown': { status: 422, meaning: 'The result supersedes one that the hub has never seen.' },
  'content-expired': {
    status: 0,
    meaning: 'The hub was not heard for so long that what it had lent was forgotten; what the person made is kept.',
  },
  'device-cloned': {
    status: 0,
    meaning: 'This device’s data was copied or set back; it goes on as another device, and nothing is lost.',
  },
  'hub-storage-full': { status: 507, meaning: 'The hub has no space left; nothing was stored.' },
  'hub-unavailable': { status: 503, meaning: 'The hub cannot answer now.' },
  internal: { status: 500, meaning: 'A surprise; the log has the details under the request id.' },
  'hub-unreachable': { status: 0, meaning: 'No connection to the hub.' },
  'hub-answer-invalid': {
    status: 0,
    meaning: 'What answered at the hub address is not a hub, or its answer was damaged on the way.',
  },
  'core-restarted': {
    status: 0,
    meaning: 'The storage process ended while the call was in flight; nothing is known to be saved by it.',
  },
  'sender-refused': { status: 0, meaning: 'The call did not come from the app’s own page.' },
  'sign-in-cancelled': { status: 0, meaning: 'The sign-in in the browser was given up.' },
  'browser-not-opened': { status: 0, meaning: 'The system’s browser could not be opened, or not for this address.' },
  'signed-out': { status: 0, meaning: 'Nobody is signed in on this device.' },
  locked: { status: 0, meaning: 'What is on this device is locked: its key is not there.' },
  'passphrase-wrong': { status: 0, meaning: 'The device’s key does not open with this passphrase.' },
  'passphrase-too-short': { status: 0, meaning: 'The passphrase is shorter than agreed.' },
  'unsent-work': { status: 0, meaning: 'There are verdicts on this device that the hub does not have yet.' },
  'item-unknown': { status: 0, meaning: 'The item is not on this device.' },
  'item-revoked': { status: 0, meaning: 'The item was taken back by the hub.' },
  'nothing-to-undo': { status: 0, meaning: 'There is no verdict to take back.' },
  'nothing-to-redo': { status: 0, meaning: 'There is no verdict to give again.' },
  'field-missing': { status: 0, meaning: 'The verdict kind needs a field that is empty.' },
  'disk-full': { status: 0, meaning: 'The device has no space left; the verdict was not saved.' },
  'disk-error': { status: 0, meaning: 'The device could not write; the verdict was not saved.' },
  'database-damaged': { status: 0, meaning: 'The local database is damaged; it was set aside, not deleted.' },
  'database-newer': { status: 0, meaning: 'The local database was written by a newer Lupa.' },
  'session-log-broken': {
    status: 0,
    meaning:
      'A line of the session log on this device does not follow from the one before: it was changed, removed or slipped in.',
  },
  'session-log-forked': {
    status: 0,
    meaning:
      'A device sent a line of its session log that contradicts another one. Both are kept, and an alarm raised.',
  },
  'session-log-gap': {
    status: 0,
    meaning: 'A device sent a line of its session log whose predecessor never came. It is kept, and an alarm raised.',
  },
  'hub-log-rewritten': {
    status: 0,
    meaning:
      'The audit of the hub does not grow out of the one that this device knew, or is not signed by the hub’s key.',
  },
  'hub-log-restored': {
    status: 0,
    meaning: 'The hub was restored from a backup, and its audit lacks entries that this device knew of.',
  },
  'durability-refused': {
    status: 0,
    meaning: 'The storage engine does not confirm full synchronisation, so nothing may be called saved.',
  },
  'clip-missing': { status: 0, meaning: 'The record names a clip that never came with it.' },
  'clip-unplayable': { status: 0, meaning: 'The clip is there but cannot be played.' },
  'clip-hash-mismatch': { status: 0, meaning: 'The downloaded clip is not the one the record names.' },
  'file-unreadable': { status: 0, meaning: 'The chosen file could not be read, or is no JSON file.' },
  'file-too-large': { status: 0, meaning: 'The chosen file is larger than the page opens.' },
  'file-not-json': { status: 0, meaning: 'The chosen file is no JSON.' },
  'keymap-malformed': { status: 0, meaning: 'The file is JSON, but no keymap: not of the agreed shape.' },
  'keymap-newer': { status: 0, meaning: 'The keymap file was written by a newer Lupa.' },
  'keymap-unknown': { status: 0, meaning: 'The keymap file names a command, key or place that does not exist.' },
  'keymap-clash': { status: 0, meaning: 'The keymap file gives one key to two commands in the same place.' },
  'settings-malformed': { status: 0, meaning: 'The file is JSON, but no settings: not of the agreed shape.' },
  'settings-newer': { status: 0, meaning: 'The settings file was written by a newer Lupa.' },
  'export-cancelled': { status: 0, meaning: 'The export was cancelled.' },
  'export-failed': { status: 0, meaning: 'The export could not be written.' },
} as const satisfies Record<string, { status: number; meaning: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

export const errorCode = z.enum(Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]]);
