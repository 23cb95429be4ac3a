import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { SignedTreeHead } from '#contract/audit.ts';
import { treeHead } from '#contract/audit.ts';
import { canonicalJson } from '#domain/audit/canonical-json.ts';
import { judgeHead, proofNeeded } from '#domain/audit/head.ts';
import { consistencyRanges } from '#domain/audit/merkle.ts';
import { sha256 } from '#test/support/sha256.ts';
import { smallTree } from '#test/support/small-tree.ts';

const hubKey = generateKeyPairSync('ed25519');
const public_key = hubKey.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const tools = {
  sha256,
  verify: (text: string, signature: string, key: string) =>
    verify(null, Buffer.from(text), createPublicKey(key), Buffer.from(signature, 'base64')),
};

const history = Array.from({ length: 12 }, (_, index) => `entry ${index}`);
const tree = smallTree(history);

function headOf(size: number, epoch = 'first', of = tree): SignedTreeHead {
  const { root } = of.rootAt(size);
  const head = treeHead.parse({
    type: 'lupa-tree-head-1',
    epoch,
    tree_size: size,
    root,
    at: '2026-05-02T10:00:00.000Z',
  });
  return { head, signature: sign(null, Buffer.from(canonicalJson(head)), hubKey.privateKey).toString('base64') };
}
const known = { head: headOf(7).head, public_key };
const proofOf = (from: number, to: number, of = tree) => of.hashesOf(consistencyRanges(from, to));

describe('a head that the hub shows', () => {
  it('is the first when none is known, and needs no proof', () => {
    expect(proofNeeded(null, headOf(7).head)).toBeNull();
    expect(judgeHead(tools, null, headOf(7), { public_key, proof: [] })).toBe('first');
  });

  it('grows out of the known one when that is proved', () => {
    expect(proofNeeded(known, headOf(12).head)).toEqual({ from: 7, to: 12 });
    expect(judgeHead(tools, known, headOf(12), { public_key, proof: proofOf(7, 12) })).toBe('grown');
    expect(judgeHead(tools, known, headOf(7), { public_key, proof: [] })).toBe('grown');
  });

  it.each([
    ['smaller', headOf(5), []],
    ['without proof', headOf(12), []],
    ['of the same size and another root', headOf(7, 'first', smallTree(history.toReversed())), []],
    [
      'of another history',
      headOf(12, 'first', smallTree(history.toReversed())),
      proofOf(7, 12, smallTree(history.toReversed())),
    ],
  ])('is rewritten when it is %s', (_, latest, proof) => {
    expect(judgeHead(tools, known, latest, { public_key, proof })).toBe('rewritten');
  });

  it('is of a new life when it lacks what was known and the hub says that it was restored', () => {
    expect(judgeHead(tools, known, headOf(5, 'second'), { public_key, proof: [] })).toBe('new_life');
    expect(judgeHead(tools, known, headOf(12, 'second'), { public_key, proof: proofOf(7, 12) })).toBe('grown');
  });

  it('is forged when another key signed it, whatever key it comes with, or when it was changed after', () => {
    const other = generateKeyPairSync('ed25519');
    const { head } = headOf(12);
    const signature = sign(null, Buffer.from(canonicalJson(head)), other.privateKey).toString('base64');
    const told = {
      public_key: other.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      proof: proofOf(7, 12),
    };
    expect(judgeHead(tools, known, { head, signature }, told)).toBe('forged');
    const later = { ...headOf(12), head: { ...head, at: '2026-05-02T11:00:00.000Z' } };
    expect(judgeHead(tools, known, later, { public_key, proof: proofOf(7, 12) })).toBe('forged');
  });
});
