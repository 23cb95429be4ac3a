import { leafHash } from '#domain/audit/hashing.ts';
import { hashOfRange, type LeafRange, nodesOfLeaf, placeName } from '#domain/audit/merkle.ts';
import { sha256 } from './sha256.ts';

/** A tree over entries, kept in memory. */
export function smallTree(entries: readonly string[]) {
  const nodes = new Map<string, string>();
  const lookup = (place: { level: number; position: number }): string => {
    const hash = nodes.get(placeName(place));
    if (hash === undefined) throw new Error(`no node ${placeName(place)}`);
    return hash;
  };
  for (const [index, entry] of entries.entries()) {
    for (const node of nodesOfLeaf(sha256, index, leafHash(sha256, entry), lookup))
      nodes.set(placeName(node), node.hash);
  }
  const hashOf = (range: LeafRange): string => hashOfRange(sha256, range, lookup);
  return {
    nodeCount: nodes.size,
    /** Hashes of complete subtrees by level and position. */
    nodes,
    rootAt: (size: number) => ({ size, root: hashOf({ start: 0, end: size }) }),
    hashesOf: (ranges: readonly LeafRange[]) => ranges.map(hashOf),
  };
}
