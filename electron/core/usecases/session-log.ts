import type { SessionLogCheck } from '#contract/sessions.ts';
import { type Account, recordEvent } from '../account.ts';
import { checkEventChain } from '../audit/event-chain.ts';
import { write } from '../storage/database.ts';

/**
 * Reads this device's session log from end to end. A break is written into the log itself, so that the hub hears of it; nothing is mended
 * and nothing deleted.
 */
export async function checkSessionLog(account: Account, isStopped?: () => boolean): Promise<SessionLogCheck> {
  const check = await checkEventChain(account.db, isStopped);
  if (check.broken === null) return check;
  const { line, judged } = check.broken;
  account.ports.log('session_log_broken', { line, judged, count: check.broken.count });
  write(account.db, (tx) => recordEvent(tx, account, { type: 'log_broken', line, judged }));
  return check;
}
