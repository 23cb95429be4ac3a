import type { ItemId } from '#contract/ids.ts';
import type { CoreHandlers, ShellHandlers } from '#contract/ipc.ts';
import { TEXT_FILE_BYTES } from '#contract/keymap.ts';
import { fail, ok } from '#contract/result.ts';
import type { SyncStatus } from '#contract/sync.ts';
import { careCalls, isOptedOut, tellOptOuts } from './care.ts';
import { deviceCalls } from './devices.ts';
import { batches, device, NOW, otherPeople } from './fixtures.ts';
import { framesOfClip } from './frames.ts';
import { policyCalls } from './policies.ts';
import { progressOf, reviewCalls } from './review.ts';
import { lockCalls, lockOf } from './lock.ts';
import { vaultCalls } from './vault.ts';
import { type Backend, effectiveVerdict, log } from './state.ts';

const HUB = 'http://127.0.0.1:7310';

/** What the pill is to say now. */
export function statusOf({ kept, faults }: Backend): SyncStatus {
  const pending = kept.results.length - kept.uploaded;
  const [first] = faults.attention;
  const calm: SyncStatus['sync'] =
    pending > 0 || faults.offline ? { state: 'saved_on_device', pending } : { state: 'up_to_date', at: NOW };
  return {
    sync: first === undefined ? calm : { state: 'needs_attention', code: first.code, count: faults.attention.length },
    reachable: !faults.offline,
    last_contact_at: NOW,
    pending_results: pending,
    paused: faults.paused,
    clips: {
      active: faults.paused ? 0 : faults.downloads,
      ready: 19,
      wanted: 21,
      bytes_ready: 7_600_000,
      bytes_wanted: 8_400_000,
    },
  };
}

function identityOf({ kept, faults, person, revoked }: Backend) {
  if (!kept.signedIn) return { state: 'signed_out' as const, revoked };
  if (faults.grantOver) return { state: 'grant_over' as const, person, hub_url: HUB, unsent: kept.results.length };
  return { state: 'signed_in' as const, person, device_id: device, hub_url: HUB };
}

function peopleCalls(backend: Backend): CoreHandlers['people'] {
  const { kept, faults } = backend;
  return {
    current: () => ok(identityOf(backend)),
    enrol({ code }) {
      if (faults.offline) return fail('hub-unreachable', HUB);
      if (code !== 'demo-code') return fail('enrolment-code-invalid', code);
      kept.signedIn = true;
      log(backend, { type: 'sign_in' });
      backend.save();
      return ok(identityOf(backend));
    },
    options: () => (faults.offline ? fail('hub-unreachable', HUB) : ok({ identity_provider: backend.provider })),
    signIn: () =>
      new Promise((resolve) => {
        faults.browser = (isBack) => {
          faults.browser = null;
          kept.signedIn = isBack;
          if (isBack) log(backend, { type: 'sign_in' });
          backend.save();
          resolve(isBack ? ok(identityOf(backend)) : fail('sign-in-cancelled', 'given up'));
        };
      }),
    cancelSignIn() {
      faults.browser?.(false);
      return ok({});
    },
    signOut({ leave_unsent }) {
      const count = statusOf(backend).pending_results;
      if (count > 0 && !leave_unsent) return fail('unsent-work', `${count} results`, { count });
      log(backend, { type: 'sign_out' });
      kept.signedIn = false;
      backend.save();
      return ok(identityOf(backend));
    },
  };
}

function batchCalls(backend: Backend): CoreHandlers['batches'] {
  const isHere = (id: ItemId): boolean => effectiveVerdict(backend, id) !== null || !isOptedOut(backend, id);
  const inBatch = (id: string) => backend.items.filter((item) => item.batch_id === id && isHere(item.id));
  return {
    list: () =>
      ok(
        batches.map((batch) => {
          const languages = inBatch(batch.id).map((item) => item.record.subject?.language ?? 'und');
          const clips = inBatch(batch.id).flatMap((item) => item.clips);
          const ready = clips.filter((clip) => clip.sha256 !== null).length;
          return {
            batch,
            progress: progressOf(backend, batch.id),
            language_mix: [...new Set(languages)].map((language) => ({
              language,
              items: languages.filter((each) => each === language).length,
            })),
            clips: { ready, wanted: clips.length, bytes_ready: ready * 400_000, bytes_wanted: clips.length * 400_000 },
          };
        }),
      ),
    items: ({ batch_id }) =>
      ok(
        inBatch(batch_id).map((item) => {
          const verdict = effectiveVerdict(backend, item.id);
          const isSkipped = backend.kept.skipped.includes(item.id);
          const open = backend.kept.drafts[item.id]
            ? ('draft' as const)
            : isSkipped
              ? ('skipped' as const)
              : ('open' as const);
          return {
            item_id: item.id,
            record_id: item.record_id,
            position: item.position,
            state: verdict === null ? open : ('decided' as const),
            kind: verdict?.kind ?? null,
            language: item.record.subject?.language ?? 'und',
          };
        }),
      ),
  };
}

function sessionCalls(backend: Backend): CoreHandlers['sessions'] {
  let cancelled = false;
  return {
    report({ detail }) {
      log(backend, detail);
      return ok({});
    },
    recent: ({ limit }) => ok(backend.kept.events.slice(-limit).reverse()),
    people: () => ok(backend.person.role === 'supervisor' ? [backend.person, ...otherPeople] : [backend.person]),
    async exportLog({ format }) {
      cancelled = false;
      for (let rows = 0; rows < 3; rows += 1) {
        backend.emit('export.progress', { rows: rows * 100, share: rows / 3 });
        await new Promise((resolve) => setTimeout(resolve, 60));
        if (cancelled) return fail('export-cancelled', 'cancelled');
      }
      const rows = backend.kept.events.length;
      log(backend, { type: 'export', format, rows });
      return ok({
        name: `session-log.${format}`,
        rows,
        bytes: rows * 180,
        source: backend.faults.offline ? 'device' : 'hub',
      });
    },
    cancelExport() {
      cancelled = true;
      return ok({});
    },
    check: () => ok({ lines: backend.kept.events.length, broken: null }),
  };
}

function halt(backend: Backend, paused: boolean) {
  backend.faults.paused = paused;
  backend.emit('sync.status', statusOf(backend));
  return ok(statusOf(backend));
}

function upload(backend: Backend): SyncStatus {
  if (!backend.faults.offline) backend.kept.uploaded = backend.kept.results.length;
  tellOptOuts(backend);
  backend.save();
  return statusOf(backend);
}

/** Every call that the core answers in the application. */
export function coreCalls(backend: Backend): CoreHandlers {
  return {
    people: peopleCalls(backend),
    devices: deviceCalls(backend),
    preferences: {
      get: () => ok(backend.kept.preferences),
      set(changes) {
        const given = Object.entries(changes).filter(([, value]) => value !== undefined);
        backend.kept.preferences = { ...backend.kept.preferences, ...Object.fromEntries(given) };
        backend.save();
        return ok(backend.kept.preferences);
      },
    },
    batches: batchCalls(backend),
    care: careCalls(backend),
    review: reviewCalls(backend),
    policies: policyCalls,
    media: {
      want: () => ok({}),
      frames: ({ sha256 }) => ok(framesOfClip(sha256)),
    },
    sync: {
      status: () => ok(statusOf(backend)),
      now: () => ok(upload(backend)),
      pause: () => halt(backend, true),
      resume: () => halt(backend, false),
      attention: () => ok(backend.faults.attention),
      seen() {
        backend.faults.attention = backend.faults.attention.filter((entry) => entry.code !== 'verdict-late');
        return ok({});
      },
      oversight: () =>
        backend.person.role === 'supervisor'
          ? ok(backend.faults.oversight)
          : fail('forbidden', 'this is for supervisors'),
    },
    storage: {
      status: () => ok(backend.faults.storage),
      check: () => ok(backend.faults.storage),
      damageRead() {
        backend.faults.storage = { ...backend.faults.storage, damage: null };
        return ok(backend.faults.storage);
      },
    },
    sessions: sessionCalls(backend),
  };
}

declare global {
  interface Window {
    /** What stands for files in a page without a shell: the text saved last, and the one that the next open finds. */
    lupaSavedText?: string;
    lupaTextToOpen?: string;
  }
}

/** Every call that the shell answers in the application. */
export function shellCalls(backend: Backend): ShellHandlers {
  const { vault } = backend.kept;
  return {
    app: {
      info: () =>
        ok({
          version: '0.1.0',
          electron: 'none',
          platform: 'memory',
          protection: vault.state === 'open' ? vault.protection : null,
          lock: lockOf(backend),
          enrol_hint: { hub_url: HUB, code: 'demo-code' },
        }),
      saveExportAs: () => ok({ saved: true }),
      saveTextAs({ text }) {
        window.lupaSavedText = text;
        return ok({ saved: true });
      },
      openText() {
        const text = window.lupaTextToOpen;
        if (text === undefined) return ok(null);
        if (text.length > TEXT_FILE_BYTES) return fail('file-too-large', `${text.length} bytes`);
        return ok({ name: 'keymap.json', text });
      },
      setMenus: () => ok({}),
      quit: () => ok({}),
    },
    vault: vaultCalls(backend),
    lock: lockCalls(backend),
  };
}
