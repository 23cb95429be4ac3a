import { nodeHash, type Sha256 } from './hashing.ts';

/** A tree as its head tells it. */
export interface TreeSize {
  readonly size: number;
  readonly root: string;
}

const half = (value: number): number => Math.floor(value / 2);

/**
 * Climbs from a node to the root, one sibling of the proof after the other.
 * @param last position of the last node on the same level
 * @returns whether the proof ends at the root, neither before nor after
 */
function climb(
  from: { readonly position: number; readonly last: number },
  proof: readonly string[],
  meet: (sibling: string, side: 'left' | 'right') => void,
): boolean {
  let { position, last } = from;
  for (const sibling of proof) {
    if (last === 0) return false;
    const isLeft = position % 2 === 1 || position === last;
    meet(sibling, isLeft ? 'left' : 'right');
    if (isLeft) {
      // The last node of a level may have no sibling for some levels, and is carried up.
      while (position % 2 === 0 && position !== 0) {
        position = half(position);
        last = half(last);
      }
    }
    position = half(position);
    last = half(last);
  }
  return last === 0;
}

/** Whether a proof shows that the leaf is at the index of the tree (RFC 9162, 2.1.3.2). */
export function provesInclusion(
  sha256: Sha256,
  leaf: { readonly index: number; readonly hash: string },
  tree: TreeSize,
  proof: readonly string[],
): boolean {
  if (leaf.index < 0 || leaf.index >= tree.size) return false;
  let hash = leaf.hash;
  const isThere = climb({ position: leaf.index, last: tree.size - 1 }, proof, (sibling, side) => {
    hash = side === 'left' ? nodeHash(sha256, sibling, hash) : nodeHash(sha256, hash, sibling);
  });
  return isThere && hash === tree.root;
}

/** Whether a proof shows that the newer tree begins with the older one (RFC 9162, 2.1.4.2). Every tree begins with an empty one. */
export function provesConsistency(sha256: Sha256, older: TreeSize, newer: TreeSize, proof: readonly string[]): boolean {
  if (older.size < 0 || older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && older.root === newer.root;
  if (older.size === 0) return proof.length === 0 && older.root === sha256('');
  let position = older.size - 1;
  let last = newer.size - 1;
  while (position % 2 === 1) {
    position = half(position);
    last = half(last);
  }
  // A whole tree of a power of two is its own first step and is not sent.
  const [first, ...rest] = position === 0 ? [older.root, ...proof] : proof;
  if (first === undefined) return false;
  let oldHash = first;
  let newHash = first;
  const isThere = climb({ position, last }, rest, (sibling, side) => {
    if (side === 'left') oldHash = nodeHash(sha256, sibling, oldHash);
    newHash = side === 'left' ? nodeHash(sha256, sibling, newHash) : nodeHash(sha256, newHash, sibling);
  });
  return isThere && oldHash === older.root && newHash === newer.root;
}
