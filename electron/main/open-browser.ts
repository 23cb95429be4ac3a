import { shell } from 'electron';
import { mayOpenForSignIn } from '#domain/people/addresses.ts';
import { log } from './log.ts';

/**
 * Sends the system's browser to the identity provider's page, and nowhere else: the one place where anything is opened outside this app.
 * @returns false when the address may not be opened, or the system could not
 */
export async function openBrowser(address: string, host: string): Promise<boolean> {
  if (!URL.canParse(address) || !mayOpenForSignIn(new URL(address), host)) {
    log('browser_refused');
    return false;
  }
  try {
    await shell.openExternal(address);
    return true;
  } catch {
    log('browser_failed');
    return false;
  }
}
