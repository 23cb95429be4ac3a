import type { ErrorCode } from '#contract/errors.ts';
import { fail, type Result } from '#contract/result.ts';
import type { SignedIn } from '../signed-in.ts';
import type { HubClient } from '../sync/hub-client.ts';
import type { HubResult } from '../sync/hub-http.ts';

/**
 * Asks the hub something that only supervisors may ask; it is the hub that decides, here others are only spared the way.
 * @param codes the failures that the call knows; any other means that the hub's answer is not in order
 */
export async function supervise<Value, Code extends ErrorCode>(
  { account, hub }: Pick<SignedIn, 'account' | 'hub'>,
  codes: readonly Code[],
  ask: (hub: HubClient) => Promise<HubResult<Value>>,
): Promise<Result<Value, Code | 'forbidden' | 'hub-answer-invalid'>> {
  if (account.credential.person.role !== 'supervisor') return fail('forbidden', 'this is for supervisors');
  const answer = await ask(hub);
  if (answer.ok) return answer;
  const { code, detail, params } = answer.error;
  return fail(codes.find((each) => each === code) ?? 'hub-answer-invalid', detail, params);
}
