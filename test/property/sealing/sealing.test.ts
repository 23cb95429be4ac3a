import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowSeal } from '../../../electron/sealing/row-seal.ts';
import { deriveKey, KEY_BYTES, newKey, seal, SealBroken, unseal } from '../../../electron/sealing/sealing.ts';

const key = newKey();
const bytes = fc.uint8Array({ maxLength: 2_000 });

describe('sealing', () => {
  it('gives back what was sealed, at its place with its key', () => {
    fc.assert(
      fc.property(bytes, fc.string(), (content, place) => {
        expect(unseal(key, place, seal(key, place, content)).equals(content)).toBe(true);
      }),
    );
  });

  it('opens nothing that was changed in any bit, cut, or made longer', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), fc.nat(7), (content, at, bit) => {
        const sealed = seal(key, 'here', content);
        const flipped = Buffer.from(sealed);
        const place = at % sealed.length;
        flipped[place] = (flipped[place] ?? 0) ^ (1 << bit);
        for (const other of [flipped, sealed.subarray(0, place), Buffer.concat([sealed, Buffer.of(bit)])])
          expect(() => unseal(key, 'here', other)).toThrow(SealBroken);
      }),
    );
  });

  it('opens at no other place and with no other key', () => {
    const sealed = seal(key, 'item|a|body', Buffer.from('content'));
    expect(() => unseal(key, 'item|b|body', sealed)).toThrow(SealBroken);
    expect(() => unseal(newKey(), 'item|a|body', sealed)).toThrow(SealBroken);
  });

  it('never makes the same bytes twice', () => {
    expect(seal(key, 'here', Buffer.from('same')).equals(seal(key, 'here', Buffer.from('same')))).toBe(false);
  });
});

describe('sealing of rows', () => {
  it('is the same sealing, made ready once: each opens what the other sealed, and nothing else', () => {
    const rows = new RowSeal(key);
    fc.assert(
      fc.property(bytes, fc.nat(), (content, at) => {
        const sealed = rows.seal('item|a|content', content);
        expect(unseal(key, 'item|a|content', sealed).equals(content)).toBe(true);
        expect(rows.open('item|a|content', seal(key, 'item|a|content', content)).equals(content)).toBe(true);
        const place = at % sealed.length;
        const flipped = Buffer.from(sealed);
        flipped[place] = (flipped[place] ?? 0) ^ 1;
        for (const other of [flipped, sealed.subarray(0, place)])
          expect(() => rows.open('item|a|content', other)).toThrow(SealBroken);
        expect(() => rows.open('item|b|content', sealed)).toThrow(SealBroken);
      }),
    );
  });
});

describe('derived keys', () => {
  it('are the same for the same master, never the master itself, and others for another master', () => {
    const derived = deriveKey(key, 'credential');
    expect(derived).toHaveLength(KEY_BYTES);
    expect(deriveKey(key, 'credential').equals(derived)).toBe(true);
    expect(derived.equals(key)).toBe(false);
    expect(deriveKey(newKey(), 'credential').equals(derived)).toBe(false);
  });
});
