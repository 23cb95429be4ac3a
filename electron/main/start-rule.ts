/** Switches that a released app starts with: its own, and those with which a person makes Chromium's picture fit a screen or a reader. */
const allowedSwitches: ReadonlySet<string> = new Set([
  'enrol-code',
  'enrol-hub',
  'keep',
  'user-data-dir',
  'disable-gpu',
  'enable-wayland-ime',
  'force-device-scale-factor',
  'force-renderer-accessibility',
  'high-dpi-support',
  'lang',
  'ozone-platform',
  'ozone-platform-hint',
]);

/**
 * Variables that load code into the app, listen to it, or change whom it trusts. Fuses make a released app deaf to some of them, and Electron then
 * takes two away before this is read (NODE_OPTIONS, NODE_EXTRA_CA_CERTS); they stand here for an app whose fuses somebody forgot.
 */
const refusedVariables: readonly string[] = [
  'CHROME_DEVEL_SANDBOX',
  'ELECTRON_ENABLE_LOGGING',
  'ELECTRON_LOG_FILE',
  'ELECTRON_RUN_AS_NODE',
  'NODE_DEBUG',
  'NODE_DEBUG_NATIVE',
  // Whom the hub's certificate comes from is the system's business; a certificate that is brought along at a start is anybody's.
  'NODE_EXTRA_CA_CERTS',
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_REPL_EXTERNAL_MODULE',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_USE_ENV_PROXY',
  'NODE_V8_COVERAGE',
  'SSLKEYLOGFILE',
];

/** How the app was started. */
export interface Start {
  /** What followed the executable. */
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

/** Names of the switches among the arguments, read as Chromium reads them: trimmed, one dash is enough, none after a bare `--`. */
function switchesIn(args: readonly string[], platform: NodeJS.Platform): string[] {
  const prefix = platform === 'win32' ? /^(?:--?|\/)([^=]+)/ : /^--?([^=]+)/;
  const trimmed = args.map((arg) => arg.trim());
  const end = trimmed.indexOf('--');
  return trimmed.slice(0, end === -1 ? undefined : end).flatMap((arg) => prefix.exec(arg)?.[1] ?? []);
}

/**
 * What a released app was started with and does not start with, by name; empty when nothing. Switches are allowed by name: Chromium has more than a
 * thousand, and no list of the dangerous ones is ever whole. Variables are refused by name: every system has many of its own.
 */
export function findRefused({ args, environment, platform }: Start): string[] {
  const switches = switchesIn(args, platform)
    .filter((name) => !allowedSwitches.has(name))
    .map((name) => `--${name}`);
  const variables = refusedVariables.filter((name) => (environment[name] ?? '') !== '');
  return [...new Set(switches), ...variables];
}
