import type { Attempt } from './provider.ts';

const MOST_ATTEMPTS = 10_000;

interface OpenAttempt extends Attempt {
  /** Of the key that began it; no other may finish it. */
  readonly thumbprint: string;
  readonly expiresAt: number;
}

/**
 * Sign-ins that are under way in browsers, in memory: after a restart of the hub a person presses the button again. Each is good for
 * one try.
 */
export class SignInAttempts {
  readonly #open = new Map<string, OpenAttempt>();

  /** Remembers one more. The oldest give way when there are too many. */
  add(id: string, attempt: OpenAttempt, now: number): void {
    for (const [old, { expiresAt }] of this.#open) {
      if (expiresAt > now && this.#open.size < MOST_ATTEMPTS) break;
      this.#open.delete(old);
    }
    this.#open.set(id, attempt);
  }

  /** Takes one out; null when it is unknown, over or another key's. */
  take(id: string, thumbprint: string, now: number): OpenAttempt | null {
    const attempt = this.#open.get(id);
    if (attempt === undefined || attempt.thumbprint !== thumbprint) return null;
    this.#open.delete(id);
    return attempt.expiresAt > now ? attempt : null;
  }
}
