import { describe, expect, it } from 'vitest';
import { findRefused } from '#main/start-rule.ts';
import { dangerousSwitches, remoteControlSwitches } from '#main/switches.ts';

const startedWith = (...args: string[]): string[] => findRefused({ args, environment: {}, platform: 'linux' });
const inEnvironment = (environment: NodeJS.ProcessEnv): string[] =>
  findRefused({ args: [], environment, platform: 'linux' });

describe('a released app', () => {
  it('starts with its own switches and those of the screen', () => {
    expect(startedWith()).toEqual([]);
    expect(
      startedWith('--user-data-dir=/data', '--enrol-hub=http://hub', '--enrol-code=AB', '--keep=nothing', '--lang=es'),
    ).toEqual([]);
    expect(startedWith('--force-device-scale-factor=1.5', '/a/path', 'no-sandbox')).toEqual([]);
  });

  it.each([
    ...dangerousSwitches,
    ...remoteControlSwitches,
    'no-sandbox',
    'inspect',
    'inspect-brk',
    'inspect-port',
    'renderer-cmd-prefix',
    'single-process',
    'enable-logging',
    'a-switch-that-is-yet-to-be-invented',
  ])('does not start with --%s', (name) => {
    expect(startedWith(`--${name}`)).toEqual([`--${name}`]);
    expect(startedWith(`--${name}=value`)).toEqual([`--${name}`]);
  });

  it('reads switches as Chromium does: trimmed, with one dash, none after a bare --, and with a slash on Windows', () => {
    expect(startedWith('-remote-debugging-port=0', ' \t--no-sandbox ')).toEqual([
      '--remote-debugging-port',
      '--no-sandbox',
    ]);
    expect(startedWith('--', '--no-sandbox')).toEqual([]);
    expect(startedWith('-', '', '=')).toEqual([]);
    const args = ['/remote-debugging-port=0', '/keep=nothing'];
    expect(findRefused({ args, environment: {}, platform: 'win32' })).toEqual(['--remote-debugging-port']);
  });

  it('names each switch once and never its value', () => {
    expect(startedWith('--js-flags=--secret', '--js-flags=--other')).toEqual(['--js-flags']);
  });

  it.each([
    'ELECTRON_RUN_AS_NODE',
    'NODE_OPTIONS',
    'NODE_EXTRA_CA_CERTS',
    'NODE_TLS_REJECT_UNAUTHORIZED',
    'SSLKEYLOGFILE',
  ])('does not start where %s is set', (name) => {
    expect(inEnvironment({ [name]: '1', PATH: '/usr/bin' })).toEqual([name]);
    expect(inEnvironment({ [name]: '' })).toEqual([]);
  });

  it('starts in the environment of a desktop', () => {
    expect(inEnvironment({ HOME: '/home/ana', DISPLAY: ':0', NODE_ENV: 'production', LUPA_DATA_DIR: '/data' })).toEqual(
      [],
    );
  });
});
