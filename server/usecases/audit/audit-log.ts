import type { SignedTreeHead, TreeHead } from '#contract/audit.ts';
import { treeHead } from '#contract/audit.ts';
import { canonicalJson } from '#domain/audit/canonical-json.ts';
import { type LogEnd, type PlacedEntry, placeAct } from '#domain/audit/entry.ts';
import {
  completeNodes,
  consistencyRanges,
  hashOfRange,
  type LeafRange,
  nodesOfLeaf,
  placeName,
  type TreeNode,
} from '#domain/audit/merkle.ts';
import { sha256 } from '../../audit/sha256.ts';
import type { Signer } from '../../audit/signing-key.ts';
import type { HubPorts } from '../../ports.ts';
import { insertEntries, insertHead, lockPlaces, readEnd, readNodes, takeWaiting } from '../../storage/audit.ts';
import { type HubDatabase, inTransaction } from '../../storage/open.ts';

/** Acts that get their place in one transaction. */
const mostAtOnce = 500;
const placeEveryMs = 1_000;
/** A new head is signed this long after the last one, when the log has grown. */
const signEveryMs = 5 * 60 * 1_000;

/** What the log works with. */
interface Surroundings {
  readonly database: HubDatabase;
  readonly signer: Signer;
  readonly ports: Pick<HubPorts, 'now'>;
  /** The present life of the database. */
  readonly epoch: () => string;
  readonly onTrouble: (error: unknown) => void;
}

/** Gives acts their places in the tree, signs its heads and proves that they grow out of each other. */
export class AuditLog {
  readonly #around: Surroundings;
  #placing: Promise<number> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #latest: SignedTreeHead | null = null;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** The key that its heads are signed with. */
  get signer(): Signer {
    return this.#around.signer;
  }

  /** Works by itself until `stop`. */
  start(): void {
    const round = (): void => {
      this.#round().then(
        () => this.#wait(round),
        (error: unknown) => {
          this.#around.onTrouble(error);
          this.#wait(round);
        },
      );
    };
    this.#wait(round);
  }

  /** Ends after what is under way, with every act in its place. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#wait = () => undefined;
    await this.place();
  }

  /** Gives every act that waits its place; answers how many entries there are. Several callers share one pass that begins after they ask. */
  async place(): Promise<number> {
    while (this.#placing !== null) await this.#placing.catch(() => undefined);
    this.#placing = this.#placeAll();
    try {
      return await this.#placing;
    } finally {
      this.#placing = null;
    }
  }

  /** A signed head over everything done so far. */
  async signedHead(): Promise<SignedTreeHead> {
    const tree_size = await this.place();
    const epoch = this.#around.epoch();
    if (this.#latest?.head.tree_size === tree_size && this.#latest.head.epoch === epoch) return this.#latest;
    const root = (await this.#hashes([{ start: 0, end: tree_size }]))[0] ?? '';
    const at = this.#around.ports.now().toISOString();
    const head: TreeHead = treeHead.parse({ type: 'lupa-tree-head-1', epoch, tree_size, root, at });
    const line = canonicalJson(head);
    const signature = this.#around.signer.sign(line);
    await insertHead(this.#around.database, { epoch, tree_size, line, signature });
    this.#latest = { head, signature };
    return this.#latest;
  }

  /** The newest head that was signed; signs one when there is none in this life. */
  async latestHead(): Promise<SignedTreeHead> {
    return this.#latest?.head.epoch === this.#around.epoch() ? this.#latest : this.signedHead();
  }

  /** Hashes that prove that the tree of `to` entries begins with that of `from`. Both must be sizes that it has had. */
  consistency(from: number, to: number): Promise<string[]> {
    return this.#hashes(consistencyRanges(from, to));
  }

  #wait = (round: () => void): void => {
    this.#timer = setTimeout(round, placeEveryMs).unref();
  };

  async #round(): Promise<void> {
    const size = await this.place();
    const latest = this.#latest?.head;
    if (latest !== undefined && latest.tree_size === size) return;
    const age = latest === undefined ? signEveryMs : this.#around.ports.now().getTime() - Date.parse(latest.at);
    if (age >= signEveryMs) await this.signedHead();
  }

  async #placeAll(): Promise<number> {
    for (;;) {
      const { placed, size } = await this.#placeSome();
      if (placed < mostAtOnce) return size;
    }
  }

  #placeSome(): Promise<{ placed: number; size: number }> {
    return inTransaction(this.#around.database, async (client) => {
      await lockPlaces(client);
      const acts = await takeWaiting(client, mostAtOnce);
      let end: LogEnd = await readEnd(client);
      if (acts.length === 0) return { placed: 0, size: end.size };
      const known = await readNodes(client, completeNodes({ start: 0, end: end.size }));
      const entries: PlacedEntry[] = [];
      const nodes: TreeNode[] = [];
      for (const act of acts) {
        const entry = placeAct(sha256, end, act);
        const made = nodesOfLeaf(sha256, end.size, entry.hash, (place) => known.get(placeName(place)) ?? '');
        for (const node of made) known.set(placeName(node), node.hash);
        entries.push(entry);
        nodes.push(...made);
        end = { size: end.size + 1, hash: entry.hash };
      }
      await insertEntries(client, entries, nodes);
      return { placed: acts.length, size: end.size };
    });
  }

  async #hashes(ranges: readonly LeafRange[]): Promise<string[]> {
    const known = await readNodes(this.#around.database.pool, ranges.flatMap(completeNodes));
    return ranges.map((range) => hashOfRange(sha256, range, (place) => known.get(placeName(place)) ?? ''));
  }
}
