import { describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { ClipGate } from '#main/clip-gate.ts';

const person = { id: v7(), name: 'Ana Ruiz', role: 'reviewer', languages: ['en'] };
const hub_url = 'https://hub.example.org';
const signedIn = { state: 'signed_in', person, device_id: v7(), hub_url };
const grantOver = { state: 'grant_over', person, hub_url, unsent: 1 };
const signedOut = { state: 'signed_out', revoked: null };

describe('whether clips are shown', () => {
  it.each([
    ['nobody is signed in', signedOut],
    ['the offline grant is over', grantOver],
    ['what is told cannot be read', { state: 'signed_in' }],
  ])('not while %s, and again when somebody is back', (_when, identity) => {
    const gate = new ClipGate();
    expect(gate.isOpen).toBe(true);
    gate.heard('people.changed', { identity });
    expect(gate.isOpen).toBe(false);
    gate.heard('sync.status', { identity: signedIn });
    expect(gate.isOpen).toBe(false);
    gate.heard('people.changed', { identity: signedIn });
    expect(gate.isOpen).toBe(true);
  });
});
