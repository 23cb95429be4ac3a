/**
 * Command-line switches of Chromium that open the app to other programs, send its traffic elsewhere or weaken its page. A released app does not
 * start with any of them (start-rule.ts); in development they are taken off before Chromium acts on them.
 */
export const dangerousSwitches = [
  'allow-file-access-from-files',
  'allow-running-insecure-content',
  'auth-server-whitelist',
  'disable-site-isolation-trials',
  'disable-web-security',
  'host-resolver-rules',
  'host-rules',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'ignore-urlfetcher-cert-requests',
  'js-flags',
  'load-extension',
  'log-file',
  'log-net-log',
  'net-log-capture-mode',
  // A keyring that only pretends, or another one than the system's.
  'password-store',
  'proxy-auto-detect',
  'proxy-bypass-list',
  'proxy-pac-url',
  'proxy-server',
  'ssl-key-log-file',
  'unsafely-treat-insecure-origin-as-secure',
] as const;

/** Switches that let other programs drive the app. No fuse covers them. */
export const remoteControlSwitches = [
  'remote-debugging-address',
  'remote-debugging-io-pipes',
  'remote-debugging-pipe',
  'remote-debugging-port',
  'remote-debugging-targets',
] as const;

/**
 * Which switches to take off. Remote control is left in place only where Node's own inspector already listens: a
 * released app cannot get there, because its fuse makes it deaf to `--inspect`, and one that did get there is in other
 * hands anyway. So the tests drive the very code that ships, and no flag of ours opens it.
 */
export function switchesToRemove(isInspectorOpen: boolean): readonly string[] {
  return isInspectorOpen ? dangerousSwitches : [...dangerousSwitches, ...remoteControlSwitches];
}
