import type { ErrorCode } from '#contract/errors.ts';
import type { HubPorts } from '../../ports.ts';
import { addActOn } from '../../storage/audit.ts';
import type { HubDatabase } from '../../storage/open.ts';
import { type Actor, actOf } from './acts.ts';

const minuteMs = 60_000;
/** More of one kind by one actor in a minute are counted and told with the next. */
const perMinute = 10;

interface Window {
  readonly since: number;
  told: number;
  untold: number;
}

/** Writes refusals into the audit, and keeps somebody who knocks again and again from filling it. */
export class Refusals {
  readonly #ports: Pick<HubPorts, 'now' | 'newId' | 'randomBytes'>;
  readonly #windows = new Map<string, Window>();

  constructor(ports: Pick<HubPorts, 'now' | 'newId' | 'randomBytes'>) {
    this.#ports = ports;
  }

  /** Writes down that something was refused. @param what the route, as the contract names it */
  async record({ pool }: Pick<HubDatabase, 'pool'>, actor: Actor, code: ErrorCode, what: string): Promise<void> {
    const untold = this.#untold(`${actor.device ?? ''} ${code} ${what}`);
    if (untold === null) return;
    const act = actor.device === null ? 'sign_in_refused' : 'request_refused';
    await addActOn(pool, actOf(this.#ports, act, actor, { code, what, untold }));
  }

  /** How many went untold before this one; null when this one does too. */
  #untold(key: string): number | null {
    const now = this.#ports.now().getTime();
    const known = this.#windows.get(key);
    const isFresh = known === undefined || now - known.since >= minuteMs;
    const window = isFresh ? { since: now, told: 0, untold: known?.untold ?? 0 } : known;
    if (this.#windows.size > 1_000) this.#windows.clear();
    this.#windows.set(key, window);
    if (window.told >= perMinute) {
      window.untold += 1;
      return null;
    }
    const { untold } = window;
    window.told += 1;
    window.untold = 0;
    return untold;
  }
}
