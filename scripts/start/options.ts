/** Whether this machine has anything to open a window on. Only Linux can be without. */
export function hasDisplay(platform: string, environment: Readonly<Record<string, string | undefined>>): boolean {
  return platform !== 'linux' || Boolean(environment['DISPLAY']) || Boolean(environment['WAYLAND_DISPLAY']);
}

/** The app's command line: the folder of the built app, and what the enrolment screen should be filled in with. */
export function appArguments(
  switches: readonly string[],
  appFolder: string,
  hint: { readonly hubUrl: string; readonly code: string } | null,
): string[] {
  const enrolment = hint === null ? [] : [`--enrol-hub=${hint.hubUrl}`, `--enrol-code=${hint.code}`];
  return [...switches, appFolder, ...enrolment];
}
