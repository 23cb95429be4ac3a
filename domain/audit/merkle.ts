import { nodeHash, type Sha256 } from './hashing.ts';

/**
 * A tree over entries in order (RFC 9162, section 2.1), kept as the hashes of its complete subtrees. The node of `level` and
 * `position` covers the 2^level leaves from position * 2^level on; each is made once and never changes.
 */
export interface TreeNode {
  readonly level: number;
  readonly position: number;
  readonly hash: string;
}

/** Where a complete subtree is. */
export type NodePlace = Omit<TreeNode, 'hash'>;

/** Leaves from `start` to before `end`. */
export interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/** Gives the hash of a complete subtree. */
export type NodeLookup = (place: NodePlace) => string;

/** A name for a place, such as `3/0`. */
export function placeName({ level, position }: NodePlace): string {
  return `${level}/${position}`;
}

/** The largest power of two below a number of leaves: where a tree is split. */
function splitOf(leaves: number): number {
  let split = 1;
  while (split * 2 < leaves) split *= 2;
  return split;
}

/** The complete subtrees that a range is made of, left to right. The range must be one that a proof or a root asks for. */
export function completeNodes({ start, end }: LeafRange): NodePlace[] {
  const places: NodePlace[] = [];
  let at = start;
  while (at < end) {
    let level = 0;
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= end) level += 1;
    places.push({ level, position: at / 2 ** level });
    at += 2 ** level;
  }
  return places;
}

/** The hash of a range of leaves. An empty range has the hash of nothing. */
export function hashOfRange(sha256: Sha256, range: LeafRange, lookup: NodeLookup): string {
  const hashes = completeNodes(range).map(lookup);
  const last = hashes.pop();
  if (last === undefined) return sha256('');
  return hashes.reduceRight((right, left) => nodeHash(sha256, left, right), last);
}

/**
 * The nodes that one more leaf completes: itself, and each subtree whose last leaf it is.
 * @param size how many leaves there were before
 * @param lookup gives nodes that were complete before
 */
export function nodesOfLeaf(sha256: Sha256, size: number, leaf: string, lookup: NodeLookup): TreeNode[] {
  const made: TreeNode[] = [{ level: 0, position: size, hash: leaf }];
  let top: TreeNode = { level: 0, position: size, hash: leaf };
  while (top.position % 2 === 1) {
    const left = lookup({ level: top.level, position: top.position - 1 });
    top = { level: top.level + 1, position: (top.position - 1) / 2, hash: nodeHash(sha256, left, top.hash) };
    made.push(top);
  }
  return made;
}

/** The ranges whose hashes, in this order, prove that a leaf is in the tree of `size` leaves (RFC 9162, 2.1.3.1). */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  const walk = (start: number, end: number): LeafRange[] => {
    if (end - start <= 1) return [];
    const middle = start + splitOf(end - start);
    return index < middle
      ? [...walk(start, middle), { start: middle, end }]
      : [...walk(middle, end), { start, end: middle }];
  };
  return walk(0, size);
}

/** The ranges whose hashes, in this order, prove that the tree of `to` leaves begins with that of `from` (RFC 9162, 2.1.4.1). */
export function consistencyRanges(from: number, to: number): LeafRange[] {
  const walk = (start: number, end: number, isWhole: boolean): LeafRange[] => {
    if (from === end) return isWhole ? [] : [{ start, end }];
    const middle = start + splitOf(end - start);
    return from <= middle
      ? [...walk(start, middle, isWhole), { start: middle, end }]
      : [...walk(middle, end, false), { start, end: middle }];
  };
  return from === 0 || from >= to ? [] : walk(0, to, true);
}
