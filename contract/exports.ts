import { z } from 'zod';
import { signedTreeHead } from './audit.ts';
import { instant, sha256 } from './ids.ts';

/** Why somebody exports, in their own words; long enough to be a reason. */
export const exportReason = z.string().trim().min(10).max(500);

/** What an export is, and what every byte of it must be. Signed is its canonical JSON text. */
export const exportManifest = z.strictObject({
  type: z.literal('lupa-export-1'),
  export_id: z.uuid(),
  /** The hub's own audit, one entry a line, from the first on. */
  what: z.literal('audit'),
  at: instant,
  reason: exportReason,
  files: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(300),
        sha256,
        bytes: z.number().int().nonnegative(),
        rows: z.number().int().nonnegative(),
      }),
    )
    .length(1),
  /** Head of the audit with the beginning of this export in it; the rows are its leaves. */
  tree: signedTreeHead,
});
export type ExportManifest = z.infer<typeof exportManifest>;

/** Names of the files that lie beside an exported one. */
export const filesBeside = (name: string) => ({
  manifest: `${name}.manifest.json`,
  signature: `${name}.manifest.sig`,
  publicKey: `${name}.key.pem`,
});
