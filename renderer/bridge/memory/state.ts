import { LOCK_AFTER_MIN } from '#contract/lock.ts';
import type { Item } from '#contract/batches.ts';
import type { ErrorCode } from '#contract/errors.ts';
import type { ItemId, ResultId, Sha256 } from '#contract/ids.ts';
import type { Draft } from '#contract/review.ts';
import type { Preferences } from '#contract/preferences.ts';
import { standardKeymap } from '#contract/keymap.ts';
import type { IdentityProviderName, Person, Role } from '#contract/people.ts';
import type { SessionEvent, SessionEventDetail } from '#contract/sessions.ts';
import type { StorageStatus } from '#contract/storage.ts';
import type { AttentionEntry, Oversight } from '#contract/sync.ts';
import type { ResultDocument, VerdictDocument } from '#contract/verdicts.ts';
import { careAtFirst, lookAtFirst } from '#domain/care/choices.ts';
import { vaultAtFirst } from './vault.ts';
import type { VaultState } from '#contract/vault.ts';
import { freshCare, type KeptCare } from './kept-care.ts';
import { device, fixedId, makeItems, NOW, personAs } from './fixtures.ts';

/** What survives a reload of the page, as a database would. */
export interface Kept {
  signedIn: boolean;
  vault: VaultState;
  role: Role;
  results: ResultDocument[];
  uploaded: number;
  /** Withdrawals of this device that can be taken back, newest last. */
  redoable: VerdictDocument[];
  drafts: Record<string, Draft>;
  skipped: string[];
  events: SessionEvent[];
  lastItem: ItemId | null;
  preferences: Preferences;
  care: KeptCare;
}

/** What tests switch. */
export interface Faults {
  offline: boolean;
  /** Calls (`group.name`) that fail with a code, until cleared. */
  failing: Map<string, ErrorCode>;
  /** Calls that answer only after so many ms. */
  slow: Map<string, number>;
  /** Clips still on their way. */
  waiting: Set<Sha256>;
  attention: AttentionEntry[];
  /** The exchange with the hub is halted. */
  paused: boolean;
  /** The screen. */
  locked: boolean;
  /** Clips that are on their way. */
  downloads: number;
  storage: StorageStatus;
  oversight: Oversight;
  /** A sign-in that waits for the browser: ends it, true when the person came back. */
  browser: ((isBack: boolean) => void) | null;
  /** The device was without the hub for too long. */
  grantOver: boolean;
}

export interface Backend {
  readonly kept: Kept;
  readonly faults: Faults;
  readonly items: readonly Item[];
  readonly person: Person;
  /** Where people sign in; null where they enrol with codes only. */
  readonly provider: IdentityProviderName | null;
  /** The hub took the device out of use. */
  readonly revoked: { readonly name: string; readonly unsent: number } | null;
  readonly emit: (name: string, payload: unknown) => void;
  readonly save: () => void;
}

const STORAGE_KEY = 'lupa-memory';

function fresh(): Kept {
  return {
    signedIn: true,
    vault: vaultAtFirst(null),
    role: 'bilingual_reviewer',
    results: [],
    uploaded: 0,
    redoable: [],
    drafts: {},
    skipped: [],
    events: [],
    lastItem: null,
    preferences: {
      language: 'en',
      policy_language: 'en',
      player: { volume: 0.6, muted: true, speed: 1, captions: false, hold_to_step: false },
      care: { ...careAtFirst, practice: { state: 'skipped', at: 0 } },
      look: lookAtFirst,
      keymap: standardKeymap,
      command_use: {},
      lock_after_min: LOCK_AFTER_MIN,
    },
    care: freshCare(),
  };
}

/**
 * Options in the page's address: `signed-out`, `role`, `language`, `practice`, `vault`, `identity-provider`, `grant-over`, `revoked`, `keep` (survive
 * a reload).
 */
export function openBackend(search: URLSearchParams, emit: Backend['emit']): Backend {
  const stored = search.has('keep') ? sessionStorage.getItem(STORAGE_KEY) : null;
  const kept = stored === null ? fresh() : (JSON.parse(stored) as Kept);
  if (stored === null) {
    kept.signedIn = !search.has('signed-out');
    kept.vault = vaultAtFirst(search.get('vault'));
    kept.role = (search.get('role') as Role | null) ?? kept.role;
    if (search.get('practice') === 'new') kept.preferences = { ...kept.preferences, care: careAtFirst };
    if (search.get('language') === 'es')
      kept.preferences = { ...kept.preferences, language: 'es', policy_language: 'es' };
  }
  const person = personAs(kept.role);
  return {
    kept,
    person,
    items: makeItems(person.id),
    faults: {
      offline: false,
      failing: new Map(),
      slow: new Map(),
      waiting: new Set(),
      attention: [],
      paused: false,
      locked: false,
      downloads: 0,
      storage: { disk: 'ok', damage: null },
      oversight: { conflicts: [], parked: [] },
      browser: null,
      grantOver: search.has('grant-over'),
    },
    revoked: search.has('revoked') ? { name: person.name, unsent: 2 } : null,
    provider: search.has('identity-provider') ? { name: 'Example ID', host: 'login.example.org' } : null,
    emit,
    save: () => {
      if (search.has('keep')) sessionStorage.setItem(STORAGE_KEY, JSON.stringify(kept));
    },
  };
}

/** The verdict that counts for an item now, or null. */
export function effectiveVerdict({ kept }: Backend, item: ItemId): VerdictDocument | null {
  const newest = kept.results.findLast((result) => result.item_id === item);
  return newest?.type === 'verdict' ? newest : null;
}

/** Next result id of this device. */
export function nextResultId({ kept }: Backend): ResultId {
  return fixedId(5, kept.results.length + 1) as ResultId;
}

/** Writes one line of the session log. */
export function log({ kept, person }: Backend, detail: SessionEventDetail): void {
  const seq = kept.events.length + 1;
  kept.events.push({
    id: fixedId(6, seq) as SessionEvent['id'],
    session_id: fixedId(7, 1) as SessionEvent['session_id'],
    person_id: person.id,
    device_id: device,
    device_seq: seq,
    at: new Date(Date.parse(NOW) + seq * 1_000).toISOString(),
    detail,
    prev: null,
  });
}
