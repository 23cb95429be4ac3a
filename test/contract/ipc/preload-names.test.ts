import { describe, expect, it } from 'vitest';
import { ipcContract, ipcEvents } from '#contract/ipc.ts';
import { allowedCalls, allowedEvents } from '../../../electron/preload/allowed.ts';

describe('the preload', () => {
  it('lets through exactly the calls of the contract', () => {
    const ofContract = Object.fromEntries(
      Object.entries(ipcContract).map(([group, calls]) => [group, Object.keys(calls).toSorted()]),
    );
    const allowed = Object.fromEntries(
      Object.entries(allowedCalls).map(([group, names]) => [group, [...names].sort()]),
    );
    expect(allowed).toEqual(ofContract);
  });

  it('lets through exactly the events of the contract', () => {
    expect([...allowedEvents].sort()).toEqual(Object.keys(ipcEvents).sort());
  });
});
