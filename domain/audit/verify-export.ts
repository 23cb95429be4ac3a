import { auditEntry, type SignedTreeHead, treeHead } from '#contract/audit.ts';
import { type ExportManifest, exportManifest } from '#contract/exports.ts';
import { canonicalJson, type Json } from './canonical-json.ts';
import { leafHash, type Sha256 } from './hashing.ts';
import type { VerifySignature } from './head.ts';
import { hashOfRange, nodesOfLeaf, placeName } from './merkle.ts';

/** An export as it lies before whoever verifies it. */
export interface ExportParts {
  /** Text of the manifest. */
  readonly manifest: string;
  /** Base64. */
  readonly signature: string;
  /** The files it may name, by name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Something that does not hold, with the file or line it is about. */
export interface Finding {
  readonly kind:
    | 'signature-wrong'
    | 'manifest-malformed'
    | 'file-missing'
    | 'file-changed'
    | 'file-unnamed'
    | 'tree-head-wrong'
    | 'audit-broken'
    | 'audit-not-of-tree';
  readonly about: string;
}

/** What verifying comes to: an export holds when there are no findings. */
export interface Verdict {
  readonly manifest: ExportManifest | null;
  readonly findings: readonly Finding[];
}

interface Tools {
  readonly sha256: Sha256;
  readonly verify: VerifySignature;
  /** Text of bytes that are UTF-8. */
  readonly decode: (bytes: Uint8Array) => string;
}

function readJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function readManifest(text: string): ExportManifest | null {
  const parsed = exportManifest.safeParse(readJson(text));
  return parsed.success && canonicalJson(parsed.data) === text ? parsed.data : null;
}

/** Judges the lines of an audit by their chain, their places and the head of the tree that they must be. */
function verifyAudit(
  tools: Pick<Tools, 'sha256' | 'verify'>,
  lines: readonly string[],
  signed: SignedTreeHead,
  key: string,
): Finding[] {
  const head = treeHead.safeParse(signed.head);
  if (!head.success || !tools.verify(canonicalJson(head.data), signed.signature, key)) {
    return [{ kind: 'tree-head-wrong', about: 'the head of the tree is not signed by this key' }];
  }
  const nodes = new Map<string, string>();
  const lookup = (place: Parameters<typeof placeName>[0]): string => nodes.get(placeName(place)) ?? '';
  let prev: string | null = null;
  for (const [seq, line] of lines.entries()) {
    const entry = auditEntry.safeParse(readJson(line));
    if (!entry.success || entry.data.seq !== seq || entry.data.prev !== prev) {
      return [{ kind: 'audit-broken', about: `entry ${seq} does not follow from the one before` }];
    }
    prev = leafHash(tools.sha256, line);
    for (const node of nodesOfLeaf(tools.sha256, seq, prev, lookup)) nodes.set(placeName(node), node.hash);
  }
  const root = hashOfRange(tools.sha256, { start: 0, end: lines.length }, lookup);
  if (lines.length === head.data.tree_size && root === head.data.root) return [];
  return [{ kind: 'audit-not-of-tree', about: `${lines.length} entries are not the tree of ${head.data.tree_size}` }];
}

function fileFindings(tools: Tools, manifest: ExportManifest, files: ExportParts['files']): Finding[] {
  const named = new Set(manifest.files.map(({ name }) => name));
  const findings: Finding[] = [...files.keys()]
    .filter((name) => !named.has(name))
    .map((about) => ({ kind: 'file-unnamed', about }));
  for (const { name, sha256, bytes } of manifest.files) {
    const content = files.get(name);
    if (content === undefined) findings.push({ kind: 'file-missing', about: name });
    else if (content.length !== bytes || tools.sha256(content) !== sha256)
      findings.push({ kind: 'file-changed', about: name });
  }
  return findings;
}

function auditFindings(tools: Tools, manifest: ExportManifest, files: ExportParts['files'], key: string): Finding[] {
  const content = files.get(manifest.files[0]?.name ?? '');
  if (content === undefined) return [];
  const lines = tools.decode(content).split('\n');
  // Each line has its end, so the last piece is empty.
  return verifyAudit(tools, lines.slice(0, -1), manifest.tree, key);
}

/**
 * Says whether an export is what was signed, to the last byte.
 * @param key PEM of the key that is trusted; never one that came with the export
 */
export function verifyExport(tools: Tools, { manifest: text, signature, files }: ExportParts, key: string): Verdict {
  if (!tools.verify(text, signature, key)) {
    return { manifest: null, findings: [{ kind: 'signature-wrong', about: 'the manifest is not signed by this key' }] };
  }
  const manifest = readManifest(text);
  if (manifest === null) return { manifest, findings: [{ kind: 'manifest-malformed', about: 'the manifest' }] };
  const findings = fileFindings(tools, manifest, files);
  if (findings.length === 0) findings.push(...auditFindings(tools, manifest, files, key));
  return { manifest, findings };
}
