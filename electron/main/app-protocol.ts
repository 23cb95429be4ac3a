import { extname, join, resolve, sep } from 'node:path';
import type { CustomScheme, Protocol } from 'electron';

type FileHandler = Parameters<Protocol['registerFileProtocol']>[1];

/** Origin of the page. */
export const APP_ORIGIN = 'app://ui';

/** The page's address. */
export const APP_URL = `${APP_ORIGIN}/index.html`;

export const appScheme: CustomScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, codeCache: true },
};

/**
 * What the page may load: its own files, clips of this device, and nothing from anywhere else. Attributes may carry styles because
 * the player positions itself by them; style elements and inline scripts may not. No text ever becomes markup, a script or a script's address:
 * there is no policy that could make it one (docs/decisions/0071-no-trusted-types-policy.md)
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' clip:",
  "connect-src 'none'",
  "worker-src 'self'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.mp4': 'video/mp4',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

const headers = (type: string): Record<string, string> => ({
  'content-type': type,
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});

/** File below `root` that the path of a URL names, or null when it would leave the folder or has no known type. */
export function fileOf(root: string, url: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(new URL(url).pathname);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.includes('\\') || path.split('/').some((part) => part === '..')) return null;
  const file = resolve(join(root, path === '/' ? 'index.html' : path));
  const isInside = file.startsWith(resolve(root) + sep);
  return isInside && contentTypes[extname(file)] !== undefined ? file : null;
}

/** Chromium's word for a file that is not there. */
const FILE_NOT_FOUND = -6;

/**
 * Answers `app://ui/…` with the built page, and nothing to everything else. It names files and leaves their reading to Chromium: the newer
 * `protocol.handle` makes a `Response`, and the first one costs Electron 50 ms before a window can show anything
 * (docs/decisions/0005-cold-start.md).
 * @param root folder of the built page
 */
export function appHandler(root: string): FileHandler {
  return (request, answer) => {
    const file = new URL(request.url).host === 'ui' && request.method === 'GET' ? fileOf(root, request.url) : null;
    if (file === null) return answer({ error: FILE_NOT_FOUND });
    answer({ path: file, headers: headers(contentTypes[extname(file)] ?? 'text/plain') });
  };
}
