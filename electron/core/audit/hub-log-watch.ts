import { canonicalJson } from '#domain/audit/canonical-json.ts';
import { type HeadJudgement, judgeHead, type KnownHead, proofNeeded } from '#domain/audit/head.ts';
import type { HubLogState } from '#contract/audit.ts';
import { type Account, recordEvent } from '../account.ts';
import { instantOf } from '../ports/clock.ts';
import { write } from '../storage/database.ts';
import { keepDoubt, keepKnownHead, readKnownHead } from '../storage/hub-log.ts';
import type { HubClient } from '../sync/hub-client.ts';
import type { HubResult } from '../sync/hub-http.ts';
import { sha256 } from './sha256.ts';
import { verifySignature } from './signatures.ts';

const LOOK_EVERY_MS = 10 * 60 * 1_000;

/** What watching works on. */
type WatchPlace = Pick<Account, 'db' | 'ports' | 'credential' | 'sessionId' | 'numbers'>;

/** What a person is told of. */
export type HubLogTrouble = 'hub-log-rewritten' | 'hub-log-restored';

/**
 * Keeps the last signed head of the hub's audit and has it proved that each new one grows out of it. So a hub whose history was rewritten is
 * found out by every device that has ever talked with it.
 */
export class HubLogWatch {
  readonly #account: WatchPlace;
  readonly #hub: Pick<HubClient, 'auditHead' | 'auditConsistency'>;
  readonly #onTrouble: (code: HubLogTrouble) => void;
  #dueAt = 0;

  constructor(
    account: WatchPlace,
    hub: Pick<HubClient, 'auditHead' | 'auditConsistency'>,
    onTrouble: (code: HubLogTrouble) => void,
  ) {
    this.#account = account;
    this.#hub = hub;
    this.#onTrouble = onTrouble;
  }

  /** Looks when it is time. That the hub does not answer is for others to tell. */
  async lookWhenDue(): Promise<void> {
    const now = this.#account.ports.clock.now();
    if (now < this.#dueAt) return;
    this.#dueAt = now + LOOK_EVERY_MS;
    await this.look();
  }

  /** Looks now; answers what came of it, or why the hub could not be asked. */
  async look(): Promise<HubResult<HeadJudgement>> {
    const told = await this.#hub.auditHead();
    if (!told.ok) return told;
    const known = readKnownHead(this.#account.db);
    const needed = proofNeeded(known, told.value.latest.head);
    const proof = needed === null ? [] : await this.#proof(needed);
    if (!Array.isArray(proof)) return proof;
    const { public_key, latest } = told.value;
    const judged = judgeHead({ sha256, verify: verifySignature }, known, latest, { public_key, proof });
    this.#settle(judged, known, told.value);
    return { ok: true, value: judged };
  }

  async #proof({
    from,
    to,
  }: {
    from: number;
    to: number;
  }): Promise<string[] | Exclude<HubResult<never>, { ok: true }>> {
    const answer = await this.#hub.auditConsistency(from, to);
    if (answer.ok) return answer.value.proof;
    // A hub that cannot prove what it has just signed has nothing to prove it by.
    return answer.error.code === 'invalid-request' ? [] : answer;
  }

  #settle(judged: HeadJudgement, known: KnownHead | null, told: HubLogState): void {
    const { db, ports } = this.#account;
    const { head } = told.latest;
    if (judged === 'first' || judged === 'grown') {
      if (known?.head.tree_size === head.tree_size) return;
      write(db, (tx) => keepKnownHead(tx, { head, public_key: known?.public_key ?? told.public_key }));
      return;
    }
    const known_size = known?.head.tree_size ?? 0;
    write(db, (tx) => {
      const doubt = { at: instantOf(ports.clock), judged, known: JSON.stringify(known), told: canonicalJson(told) };
      if (keepDoubt(tx, doubt)) {
        recordEvent(tx, this.#account, { type: 'hub_log_doubted', judged, known_size, told_size: head.tree_size });
      }
      // A restored hub goes on from there; what was known before is kept as a doubt.
      if (judged === 'new_life' && known !== null) keepKnownHead(tx, { head, public_key: known.public_key });
    });
    ports.log('hub_log_doubted', { judged, known_size, told_size: head.tree_size });
    this.#onTrouble(judged === 'new_life' ? 'hub-log-restored' : 'hub-log-rewritten');
  }
}
