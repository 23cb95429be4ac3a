import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hubUrl } from '#contract/ids.ts';
import { readCommandLine } from '#main/command-line.ts';
import { dangerousSwitches, remoteControlSwitches, switchesToRemove } from '#main/switches.ts';

const given = (switches: Record<string, string>) => (name: string) => switches[name] ?? '';

describe('the command line', () => {
  it('says where the data lives; the environment wins', () => {
    expect(readCommandLine(given({}), undefined).userData).toBeNull();
    expect(readCommandLine(given({ 'user-data-dir': '/a' }), undefined).userData).toBe('/a');
    expect(readCommandLine(given({ 'user-data-dir': '/a' }), '/b').userData).toBe('/b');
    expect(readCommandLine(given({}), 'here').userData).toBe(resolve('here'));
  });

  it('may forbid that anything is kept, and only by its very word', () => {
    expect(readCommandLine(given({ keep: 'nothing' }), undefined).mustKeepNothing).toBe(true);
    expect(readCommandLine(given({ keep: 'all' }), undefined).mustKeepNothing).toBe(false);
    expect(readCommandLine(given({}), undefined).mustKeepNothing).toBe(false);
  });

  it('fills in the sign-in screen only when what is given is usable, and a hub without a code too', () => {
    const hub = 'http://127.0.0.1:7310';
    expect(readCommandLine(given({ 'enrol-hub': hub, 'enrol-code': 'ABCD' }), undefined).enrolHint).toEqual({
      hub_url: hub,
      code: 'ABCD',
    });
    expect(readCommandLine(given({ 'enrol-hub': hub }), undefined).enrolHint).toEqual({ hub_url: hub, code: '' });
  });

  it.each([
    'no url',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    'ftp://example.com',
    'http://name:secret@example.com',
    'http:\\\\example.com',
    `http://${'x'.repeat(500)}`,
  ])('never takes %s for a hub', (hub) => {
    expect(readCommandLine(given({ 'enrol-hub': hub, 'enrol-code': 'A' }), undefined).enrolHint).toBeNull();
    expect(hubUrl.safeParse(hub).success).toBe(false);
  });
});

describe('dangerous switches', () => {
  it('are taken off, those of remote control unless the inspector is open anyway', () => {
    expect(switchesToRemove(false)).toEqual([...dangerousSwitches, ...remoteControlSwitches]);
    expect(switchesToRemove(true)).toEqual(dangerousSwitches);
  });
});
