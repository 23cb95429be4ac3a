import type { IpcContract, IpcEventName } from '#contract/ipc.ts';

type AllowedCalls = { readonly [Group in keyof IpcContract]: readonly (keyof IpcContract[Group] & string)[] };

/**
 * Names of all calls a page may make. Written out, because the contract itself brings the whole schema library with it and
 * the preload should stay a few lines; a test holds the two together.
 */
export const allowedCalls: AllowedCalls = {
  app: ['info', 'saveExportAs', 'saveTextAs', 'openText', 'setMenus', 'quit'],
  vault: ['state', 'choosePassphrase', 'unlock', 'changePassphrase', 'keepNothing', 'startOver'],
  lock: ['now', 'open'],
  people: ['current', 'enrol', 'options', 'signIn', 'cancelSignIn', 'signOut'],
  devices: ['list', 'revoke'],
  preferences: ['get', 'set'],
  batches: ['list', 'items'],
  review: [
    'resume',
    'item',
    'saveDraft',
    'submit',
    'undo',
    'redo',
    'skip',
    'recent',
    'steps',
    'history',
    'contexts',
    'bulk',
  ],
  policies: ['list', 'get', 'forViolationType', 'violationTypes', 'search'],
  care: ['day', 'ledger', 'spent', 'breakTaken', 'passCap', 'optOuts', 'setOptOuts'],
  media: ['want', 'frames'],
  sync: ['status', 'now', 'pause', 'resume', 'attention', 'seen', 'oversight'],
  storage: ['status', 'check', 'damageRead'],
  sessions: ['report', 'recent', 'people', 'exportLog', 'cancelExport', 'check'],
};

/** Names of all events a page may hear. */
export const allowedEvents: readonly IpcEventName[] = [
  'sync.status',
  'data.changed',
  'storage.status',
  'media.ready',
  'export.progress',
  'core.restarted',
  'people.changed',
  'app.quitAsked',
  'app.lock',
  'app.menuChosen',
];
