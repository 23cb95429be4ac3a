import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leafHash, nodeHash } from '#domain/audit/hashing.ts';
import { consistencyRanges, inclusionRanges } from '#domain/audit/merkle.ts';
import { provesConsistency, provesInclusion } from '#domain/audit/merkle-proofs.ts';
import { sha256 } from '#test/support/sha256.ts';
import { smallTree } from '#test/support/small-tree.ts';

/** No two alike: a leaf that is there twice would be proved at both places. */
const entries = fc
  .array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 70 })
  .map((list) => list.map((entry, index) => `${index} ${entry}`));
const anywhere = fc.nat({ max: 1_000_000 });

/** The definition of RFC 9162, word for word. */
function rootByDefinition(list: readonly string[]): string {
  if (list.length === 0) return sha256('');
  if (list.length === 1) return leafHash(sha256, list[0] ?? '');
  let split = 1;
  while (split * 2 < list.length) split *= 2;
  return nodeHash(sha256, rootByDefinition(list.slice(0, split)), rootByDefinition(list.slice(split)));
}

const otherHash = (hash: string): string => sha256(hash);

describe('the tree', () => {
  it('has the root that the definition gives, and at most two nodes a leaf', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const tree = smallTree(list);
        expect(tree.rootAt(list.length).root).toBe(rootByDefinition(list));
        expect(tree.nodeCount).toBeLessThan(2 * list.length);
      }),
    );
  });

  it('proves each leaf at its own place and nowhere else', () => {
    fc.assert(
      fc.property(entries, anywhere, anywhere, anywhere, (list, where, elsewhere, step) => {
        const tree = smallTree(list);
        const index = where % list.length;
        const head = tree.rootAt(list.length);
        const proof = tree.hashesOf(inclusionRanges(index, list.length));
        const leaf = { index, hash: leafHash(sha256, list[index] ?? '') };
        expect(provesInclusion(sha256, leaf, head, proof)).toBe(true);
        expect(provesInclusion(sha256, { ...leaf, hash: otherHash(leaf.hash) }, head, proof)).toBe(false);
        expect(provesInclusion(sha256, leaf, { ...head, root: otherHash(head.root) }, proof)).toBe(false);
        expect(provesInclusion(sha256, leaf, head, [...proof, head.root])).toBe(false);
        expect(provesInclusion(sha256, { ...leaf, index: list.length + where }, head, proof)).toBe(false);
        if (proof.length === 0) return;
        const bent = proof.map((hash, place) => (place === step % proof.length ? otherHash(hash) : hash));
        expect(provesInclusion(sha256, leaf, head, bent)).toBe(false);
        expect(provesInclusion(sha256, leaf, head, proof.slice(1))).toBe(false);
        const other = elsewhere % list.length;
        expect(provesInclusion(sha256, { ...leaf, index: other }, head, proof)).toBe(other === index);
      }),
    );
  });

  it('proves that it begins with each earlier tree, and with no other', () => {
    fc.assert(
      fc.property(entries, anywhere, anywhere, (list, where, step) => {
        const tree = smallTree(list);
        const from = tree.rootAt(where % (list.length + 1));
        const to = tree.rootAt(list.length);
        const proof = tree.hashesOf(consistencyRanges(from.size, to.size));
        expect(provesConsistency(sha256, from, to, proof)).toBe(true);
        expect(provesConsistency(sha256, { ...from, root: otherHash(from.root) }, to, proof)).toBe(false);
        expect(provesConsistency(sha256, to, { ...from, size: to.size - 1 }, proof)).toBe(false);
        // An empty tree begins every other one.
        const isOtherFine = from.size === 0 && to.size > 0;
        expect(provesConsistency(sha256, from, { ...to, root: otherHash(to.root) }, proof)).toBe(isOtherFine);
        expect(provesConsistency(sha256, from, to, [...proof, to.root])).toBe(false);
        if (proof.length === 0) return;
        const bent = proof.map((hash, place) => (place === step % proof.length ? otherHash(hash) : hash));
        expect(provesConsistency(sha256, from, to, bent)).toBe(false);
        expect(provesConsistency(sha256, from, to, proof.slice(1))).toBe(false);
      }),
    );
  });

  it('cannot prove a history that was rewritten', () => {
    fc.assert(
      fc.property(entries, anywhere, anywhere, (list, where, size) => {
        const older = 1 + (size % list.length);
        const changed = where % older;
        const rewritten = list.map((entry, index) => (index === changed ? `${entry}!` : entry));
        const proof = smallTree(rewritten).hashesOf(consistencyRanges(older, list.length));
        const before = smallTree(list).rootAt(older);
        expect(provesConsistency(sha256, before, smallTree(rewritten).rootAt(list.length), proof)).toBe(false);
      }),
    );
  });
});
