import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Credential } from '#contract/core-link.ts';
import type { ipcContract } from '#contract/ipc.ts';
import type { Enrolment, Identity } from '#contract/people.ts';
import type { DeviceKey } from '#contract/proof.ts';
import { fail, ok, type Result } from '#contract/result.ts';
import { type Beginning, recordEvent } from './account.ts';
import { tidyClips } from './media/clip-store.ts';
import type { Ports } from './ports/ports.ts';
import { signInByBrowser } from './sign-in/browser-sign-in.ts';
import { clipStoreOf, type DataPlace, databaseFile, type SignedIn, signIn } from './signed-in.ts';
import { shredKeysBut } from './storage/content-keys.ts';
import { write } from './storage/database.ts';
import { countUnsent } from './storage/outbox.ts';
import { keysFolder } from './storage/row-seals.ts';
import { createHubClient, type HubClient } from './sync/hub-client.ts';
import { makeDeviceKey, thumbprintOf } from './sync/proof.ts';

/** How a core is started. */
export interface CoreOptions extends DataPlace {
  readonly app_version: string;
  /** Kept from an earlier start; null when nobody is signed in. */
  readonly credential: Credential | null;
}

type EnrolInput = z.output<typeof ipcContract.people.enrol.input>;
type EnrolCode = (typeof ipcContract.people.enrol.errors)[number];
type SignInInput = z.output<typeof ipcContract.people.signIn.input>;
type SignInCode = (typeof ipcContract.people.signIn.errors)[number];
type StrangerCode = (typeof ipcContract.people.options.errors)[number];
/** What any call may answer. */
type Always = 'internal' | 'disk-error' | 'invalid-request';

/** Longest wait for the hub when a person leaves: they should not sit before a dead line. */
const FAREWELL_MS = 2_000;

/** Who is signed in on this device, and how that changes. One person at a time, each with a database of their own. */
export class Seat {
  readonly #ports: Ports;
  readonly #options: CoreOptions;
  #registering = false;
  #taken: SignedIn | null = null;
  /** Of a device that is not enrolled yet. */
  #key: DeviceKey | null = null;
  /** Over when nothing that the hub lent to somebody who left is here any more. */
  #tidied: Promise<unknown> = Promise.resolve();
  /** Set when the hub took the device out of use, until somebody signs in. */
  #revoked: { readonly name: string; readonly unsent: number } | null = null;
  /** Over when a device that was taken out of use is empty; nobody sits down before. */
  #emptying: Promise<void> = Promise.resolve();
  /** Ends the sign-in that is under way in the browser. */
  #browser: AbortController | null = null;

  constructor(ports: Ports, options: CoreOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#taken = options.credential === null ? null : this.#signIn(options.credential, 'resumed');
    // A kill while somebody left, or a sign-in that was given up, may have left something here.
    if (this.#taken === null) this.#shredLent();
    // Whoever shows clips must know before anybody asks.
    if (this.#taken?.grant.isOver === true) this.#tell();
  }

  #signIn(credential: Credential, how: Beginning): SignedIn {
    return signIn(this.#ports, this.#options, credential, how, {
      onCloned: () => void this.#registerAnew(),
      onGrantChange: () => this.#tell(),
      onRevoked: () => {
        // Both lanes hear of it.
        if (this.#taken === null) return;
        this.#emptying = this.#empty().catch((error: unknown) => {
          this.#ports.log('device_not_emptied', { error: error instanceof Error ? error.name : 'unknown' });
        });
      },
    });
  }

  /**
   * Goes on as another device, because a copy of this one is at work elsewhere or it was set back. What waits keeps its bytes; the hub takes it from any
   * device of the person. When the hub cannot be reached it is tried again after the next push.
   */
  async #registerAnew(): Promise<void> {
    const taken = this.#taken;
    if (taken === null || this.#registering) return;
    this.#registering = true;
    try {
      const key = await makeDeviceKey();
      const answer = await taken.hub.registerAnew(await thumbprintOf(key));
      if (!answer.ok || this.#taken !== taken) return;
      const { tokens, device_id } = answer.value;
      const { access_token, refresh_token } = tokens;
      const { hub_url, person } = taken.account.credential;
      const credential: Credential = { hub_url, device_id, person, key, tokens: { access_token, refresh_token } };
      // From here on the old session must not keep its own tokens over these.
      taken.hub.leave();
      if (!(await this.#ports.storeCredential(credential))) return;
      this.#ports.log('registered_anew', { device_id });
      await taken.close();
      // Nothing ran since the database was closed: whoever calls finds the new one.
      if (this.#taken === taken) this.#taken = this.#signIn(credential, 'registered_anew');
    } finally {
      this.#registering = false;
    }
  }

  /** The signed-in person's services; null when nobody is signed in. */
  get taken(): SignedIn | null {
    return this.#taken;
  }

  /** Who is signed in. */
  identity(): Identity {
    if (this.#taken === null) return { state: 'signed_out', revoked: this.#revoked };
    const { account, grant } = this.#taken;
    const { person, device_id, hub_url } = account.credential;
    if (grant.isOver) return { state: 'grant_over', person, hub_url, unsent: countUnsent(account.db) };
    return { state: 'signed_in', person, device_id, hub_url };
  }

  /** The ways into the hub at an address. */
  async options(hubUrl: string) {
    const { hub } = await this.#stranger(hubUrl);
    const answer = await hub.signInOptions();
    return answer.ok
      ? answer
      : { ok: false as const, error: { ...answer.error, code: strangerCode(answer.error.code) } };
  }

  /** Turns an enrolment code into a kept credential and signs its person in. */
  async enrol(input: EnrolInput): Promise<Result<Identity, EnrolCode | Always>> {
    if (this.#taken !== null) return taken();
    const { hub_url, code, device_name } = input;
    const { hub, key } = await this.#stranger(hub_url);
    const answer = await hub.enrol({ code, device_name, app_version: this.#options.app_version });
    if (answer.ok) return this.#sit(hub_url, key, answer.value);
    return { ok: false, error: { ...answer.error, code: enrolCode(answer.error.code) } };
  }

  /** Signs a person in at the hub's identity provider, in the system's browser. One at a time: a new one ends the one before. */
  async signInByBrowser(input: SignInInput): Promise<Result<Identity, SignInCode | Always>> {
    if (this.#taken !== null) return taken();
    this.cancelSignIn();
    const stop = new AbortController();
    this.#browser = stop;
    const { hub_url, device_name, words } = input;
    const { hub, key } = await this.#stranger(hub_url);
    const device = { device_name, app_version: this.#options.app_version };
    const answer = await signInByBrowser({ ports: this.#ports, hub, device, words, stop: stop.signal });
    if (answer.ok) return this.#sit(hub_url, key, answer.value);
    return { ok: false, error: { ...answer.error, code: signInCode(answer.error.code) } };
  }

  /** The person does not want to sign in any more. */
  cancelSignIn(): void {
    this.#browser?.abort();
    this.#browser = null;
  }

  #tell(): void {
    this.#ports.emit('people.changed', { identity: this.identity() });
  }

  /**
   * The hub took the device out of use: what it gave is deleted, and then the credential is forgotten. Killed in between, it happens again at the
   * next contact.
   */
  async #empty(): Promise<void> {
    const leaving = this.#taken;
    if (leaving === null) return;
    this.#taken = null;
    leaving.hub.leave();
    const { credential, db } = leaving.account;
    const unsent = countUnsent(db);
    this.#revoked = { name: credential.person.name, unsent };
    // Nobody sees or enters anything from here on.
    this.#tell();
    await leaving.wipe();
    if (!(await this.#ports.storeCredential(null))) this.#ports.log('credential_not_forgotten');
    this.#ports.log('device_revoked', { unsent });
  }

  /** A hub that does not know this device yet. One key for all tries: an answer that was lost is given again to the key that asked. */
  async #stranger(hubUrl: string): Promise<{ readonly hub: HubClient; readonly key: DeviceKey }> {
    const key = (this.#key ??= await makeDeviceKey());
    return { hub: createHubClient(this.#ports, hubUrl, { kind: 'key', key }), key };
  }

  /** Keeps the credential, and only then signs its person in. */
  async #sit(
    hub_url: string,
    key: DeviceKey,
    admitted: Enrolment,
  ): Promise<Result<Identity, 'conflict' | 'disk-error'>> {
    await this.#emptying;
    await this.#tidied;
    if (this.#taken !== null) return taken();
    const { access_token, refresh_token } = admitted.tokens;
    const { device_id, person } = admitted;
    const credential: Credential = { hub_url, device_id, person, key, tokens: { access_token, refresh_token } };
    if (!(await this.#ports.storeCredential(credential)))
      return fail('disk-error', 'the device’s tokens could not be kept');
    this.#key = null;
    this.#revoked = null;
    this.#taken = this.#signIn(credential, 'enrolled');
    this.#tell();
    return ok(this.identity());
  }

  /** Signs the person out. Records and clips are shredded; their database stays, with everything that they made. */
  async signOut(leaveUnsent: boolean): Promise<Result<Identity, 'unsent-work' | 'disk-error'>> {
    const taken = this.#taken;
    if (taken === null) return ok(this.identity());
    const { account, engine, hub } = taken;
    if (countUnsent(account.db) > 0) await this.#atMost(FAREWELL_MS, engine.pushLast());
    if (this.#taken !== taken) return this.#emptied();
    const unsent = countUnsent(account.db);
    if (unsent > 0 && !leaveUnsent) {
      return fail('unsent-work', `${unsent} results wait for the hub`, { count: unsent });
    }
    write(account.db, (tx) => recordEvent(tx, account, { type: 'sign_out' }));
    await this.#atMost(FAREWELL_MS, engine.pushLast());
    if (this.#taken !== taken) return this.#emptied();
    hub.leave();
    if (!(await this.#ports.storeCredential(null)))
      return fail('disk-error', 'the device’s token could not be forgotten');
    await this.#atMost(FAREWELL_MS, hub.signOut());
    if (this.#taken !== taken) return this.#emptied();
    this.#taken = null;
    await taken.leave();
    this.#shredLent();
    await this.#tidied;
    return ok(this.identity());
  }

  /** Who signs out may hear just then that the device was taken out of use: it empties itself, and that is more. */
  async #emptied(): Promise<Result<Identity, never>> {
    await this.#emptying;
    return ok(this.identity());
  }

  /** Ends everything. */
  async close(): Promise<void> {
    this.cancelSignIn();
    await this.#emptying;
    const taken = this.#taken;
    this.#taken = null;
    await taken?.close();
  }

  /** Shreds every clip, and the key of every record that is here; nobody is signed in. What the disk refuses now is tried again at the next start. */
  #shredLent(): void {
    const { log } = this.#ports;
    this.#tidied = Promise.all([
      tidyClips(clipStoreOf(this.#options), []).then(
        ({ shredded }) => (shredded > 0 ? log('clips_shredded', { count: shredded }) : undefined),
        () => log('clips_not_shredded'),
      ),
      this.#shredContentKeys().catch(() => log('content_keys_not_shredded')),
    ]);
  }

  async #shredContentKeys(): Promise<void> {
    const { data_dir } = this.#options;
    const people = await readdir(join(data_dir, 'people')).catch(() => []);
    for (const person of people) shredKeysBut(keysFolder(databaseFile(data_dir, person)), new Set());
  }

  /** Waits for the work, but not longer than this; how it ended shows elsewhere. */
  async #atMost(limit_ms: number, work: Promise<unknown>): Promise<void> {
    let callOff = (): void => undefined;
    const limit = new Promise<void>((resolve) => {
      callOff = this.#ports.clock.after(limit_ms, resolve);
    });
    await Promise.race([Promise.allSettled([work]), limit]);
    callOff();
  }
}

const taken = () => fail('conflict', 'somebody is signed in on this device');

/** Failures of asking a hub before one is known there; everything else it may say means that it is none. */
function strangerCode(code: string): StrangerCode | 'internal' | 'invalid-request' {
  switch (code) {
    case 'hub-unreachable':
    case 'hub-unavailable':
    case 'internal':
    case 'invalid-request':
      return code;
    default:
      return 'hub-answer-invalid';
  }
}

const enrolCode = (code: string): EnrolCode | Always => (code === 'enrolment-code-invalid' ? code : strangerCode(code));

function signInCode(code: string): SignInCode | Always {
  switch (code) {
    case 'not-found':
    case 'sign-in-refused':
    case 'sign-in-expired':
    case 'sign-in-no-role':
    case 'sign-in-cancelled':
    case 'identity-provider-unreachable':
    case 'browser-not-opened':
      return code;
    default:
      return strangerCode(code);
  }
}
