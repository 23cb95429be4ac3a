import { createHash, randomBytes } from 'node:crypto';
import type { Enrolment } from '#contract/people.ts';
import { fail, type Result } from '#contract/result.ts';
import type { Ports } from '../ports/ports.ts';
import type { HubClient } from '../sync/hub-client.ts';
import { type LoopbackWords, openLoopback } from './loopback.ts';

/** A person who does not come back from the browser has gone somewhere else. */
const PATIENCE_MS = 10 * 60_000;

/** What signing in by the browser works with. */
export interface BrowserSignIn {
  readonly ports: Pick<Ports, 'clock' | 'openBrowser'>;
  readonly hub: Pick<HubClient, 'signInOptions' | 'beginSignIn' | 'finishSignIn'>;
  readonly device: { readonly device_name: string; readonly app_version: string };
  /** What the browser shows at the end. */
  readonly words: LoopbackWords;
  /** Ends it when the person gives up. */
  readonly stop: AbortSignal;
}

/** The query that the browser brings back; null when nobody comes, or the person gave up. */
function waitFor(visit: Promise<string>, { ports, stop }: BrowserSignIn): Promise<string | null> {
  return new Promise((resolve) => {
    const giveUp = (): void => resolve(null);
    const callOff = ports.clock.after(PATIENCE_MS, giveUp);
    stop.addEventListener('abort', giveUp, { once: true });
    if (stop.aborted) giveUp();
    void visit.then((query) => {
      callOff();
      stop.removeEventListener('abort', giveUp);
      resolve(query);
    });
  });
}

/**
 * Signs in at the site's identity provider in the system's browser: the person's password is never typed into this app. The verifier
 * stays here, so that a code that somebody else catches is worth nothing.
 */
export async function signInByBrowser(work: BrowserSignIn): Promise<Result<Enrolment>> {
  const { ports, hub, device, words } = work;
  const options = await hub.signInOptions();
  if (!options.ok) return options;
  const provider = options.value.identity_provider;
  if (provider === null) return fail('not-found', 'this hub has no identity provider');
  const loopback = await openLoopback(words);
  try {
    const code_verifier = randomBytes(32).toString('base64url');
    const code_challenge = createHash('sha256').update(code_verifier).digest('base64url');
    const begun = await hub.beginSignIn({ redirect_uri: loopback.redirectUri, code_challenge });
    if (!begun.ok) return begun;
    const { attempt_id, state, authorization_url } = begun.value;
    const visit = loopback.expect(state);
    if (!(await ports.openBrowser(authorization_url, provider.host))) {
      return fail('browser-not-opened', 'the system’s browser was not opened for the identity provider');
    }
    const callback = await waitFor(visit, work);
    if (callback === null) return fail('sign-in-cancelled', 'nobody came back from the browser');
    return await hub.finishSignIn(attempt_id, { callback, code_verifier, ...device });
  } finally {
    loopback.close();
  }
}
