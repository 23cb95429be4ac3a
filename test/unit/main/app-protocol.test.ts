import { describe, expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY, fileOf } from '#main/app-protocol.ts';

describe('the page’s own files', () => {
  it('are found below the built page', () => {
    expect(fileOf('/page', 'app://ui/')).toBe('/page/index.html');
    expect(fileOf('/page', 'app://ui/assets/a.js?x=1#y')).toBe('/page/assets/a.js');
    expect(fileOf('/page', 'app://ui/a%20b.css')).toBe('/page/a b.css');
  });

  it.each([
    'app://ui/../secret.json',
    'app://ui/%2e%2e/secret.json',
    'app://ui/..%2fsecret.json',
    'app://ui/a/%2e%2e%2f%2e%2e%2fsecret.json',
    'app://ui/%5c..%5csecret.json',
    'app://ui/a%00.js',
    'app://ui/%zz.js',
    'app://ui//etc/passwd',
    'app://ui/program.exe',
    'app://ui/folder',
  ])('%s leads nowhere outside', (url) => {
    const file = fileOf('/page', url);
    expect(file === null || file.startsWith('/page/')).toBe(true);
  });

  it('are served under a policy without inline script, without network and without other pages', () => {
    expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
    expect(CONTENT_SECURITY_POLICY).toContain("connect-src 'none'");
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/script-src[^;]*unsafe/);
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/style-src [^;]*unsafe/);
  });
});
