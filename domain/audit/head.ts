import type { SignedTreeHead, TreeHead } from '#contract/audit.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Sha256 } from './hashing.ts';
import { provesConsistency, type TreeSize } from './merkle-proofs.ts';

/** Checks an Ed25519 signature (base64) of a text by a public key (PEM). */
export type VerifySignature = (text: string, signature: string, publicKey: string) => boolean;

/** What a device keeps of the hub's audit: the last head it believed, and the key it met the hub with. */
export interface KnownHead {
  readonly head: TreeHead;
  readonly public_key: string;
}

/**
 * What a new head is to who knows an older one. `rewritten`: it does not grow out of the known one. `forged`: it is not signed
 * by the known key. `new_life`: it does not grow out of it either, but the hub says that its database was restored.
 */
export type HeadJudgement = 'first' | 'grown' | 'new_life' | 'rewritten' | 'forged';

const sizeOf = ({ tree_size, root }: TreeHead): TreeSize => ({ size: tree_size, root });

/** Which proof must be asked for; null when none is needed. */
export function proofNeeded(known: KnownHead | null, latest: TreeHead): { from: number; to: number } | null {
  if (known === null || known.head.tree_size === 0 || known.head.tree_size >= latest.tree_size) return null;
  return { from: known.head.tree_size, to: latest.tree_size };
}

/** Judges a head that the hub shows. @param proof what `proofNeeded` asked for */
export function judgeHead(
  tools: { readonly sha256: Sha256; readonly verify: VerifySignature },
  known: KnownHead | null,
  latest: SignedTreeHead,
  told: { readonly public_key: string; readonly proof: readonly string[] },
): HeadJudgement {
  const key = known?.public_key ?? told.public_key;
  if (!tools.verify(canonicalJson(latest.head), latest.signature, key)) return 'forged';
  if (known === null) return 'first';
  if (provesConsistency(tools.sha256, sizeOf(known.head), sizeOf(latest.head), told.proof)) return 'grown';
  return known.head.epoch === latest.head.epoch ? 'rewritten' : 'new_life';
}
