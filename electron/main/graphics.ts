/**
 * Whether Chromium can find a device to draw with. Only Linux says so beforehand: every driver of its kernel shows its devices in one folder.
 * @param exists whether a path is there
 */
export function hasGraphicsDevice(platform: NodeJS.Platform, exists: (path: string) => boolean): boolean {
  return platform !== 'linux' || exists('/dev/dri') || exists('/dev/nvidiactl') || exists('/dev/dxg');
}
