import { describe, expect, it } from 'vitest';
import { readCommandLine } from '#main/command-line.ts';
import { dangerousSwitches, remoteControlSwitches, switchesToRemove } from '#main/switches.ts';

const given = (switches: Record<string, string>) => (name: string) => switches[name] ?? '';

describe('the command line', () => {
  it('says where the data lives; the environment wins', () => {
    expect(readCommandLine(given({}), undefined).userData).toBeNull();
    expect(readCommandLine(given({ 'user-data-dir': '/a' }), undefined).userData).toBe('/a');
    expect(readCommandLine(given({ 'user-data-dir': '/a' }), '/b').userData).toBe('/b');
  });

  it('fills in the enrolment screen only when hub and code are both usable', () => {
    const hub = 'http://127.0.0.1:7310';
    expect(readCommandLine(given({ 'enrol-hub': hub, 'enrol-code': 'ABCD' }), undefined).enrolHint).toEqual({
      hub_url: hub,
      code: 'ABCD',
    });
    expect(readCommandLine(given({ 'enrol-hub': hub }), undefined).enrolHint).toBeNull();
    expect(readCommandLine(given({ 'enrol-hub': 'no url', 'enrol-code': 'A' }), undefined).enrolHint).toBeNull();
  });
});

describe('dangerous switches', () => {
  it('are taken off, those of remote control unless the inspector is open anyway', () => {
    expect(switchesToRemove(false)).toEqual([...dangerousSwitches, ...remoteControlSwitches]);
    expect(switchesToRemove(true)).toEqual(dangerousSwitches);
  });
});
