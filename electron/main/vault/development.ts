import { type Built, isReleased } from '../release.ts';

/** Whether a key may lie unprotected beside the data: only when it was asked for, and never in a released app. */
export function mayUseDevelopmentKey(environment: NodeJS.ProcessEnv, built: Built): boolean {
  return !isReleased(built) && environment['LUPA_DEVELOPMENT_KEY'] === '1';
}
