import { seeded } from '#scripts/lib/chance.ts';
import type { Fault, FaultForm } from '../../fault.ts';
import { type FuzzHub, openFuzzHub } from './fuzz-hub.ts';
import { tryHubRequests } from './hub-requests.ts';
import { tryIpcPage } from './ipc-page.ts';
import { tryIpcRouter } from './ipc-router.ts';
import { tryArchives } from './archives.ts';
import { tryClipUrls } from './clip-urls.ts';
import { tryCommandLines } from './command-lines.ts';
import { tryKeptFiles } from './kept-files.ts';
import { tryPackLines } from './pack-lines.ts';
import { Findings, type TryPart } from './part.ts';
import { tryPolicyMarkdown } from './policy-markdown.ts';

/** Boundaries, with how many inputs the short form tries on each. */
const parts: readonly { readonly name: string; readonly inputs: number; readonly tryPart: TryPart }[] = [
  { name: 'ipc_router', inputs: 100_000, tryPart: tryIpcRouter },
  { name: 'clip_urls', inputs: 100_000, tryPart: tryClipUrls },
  { name: 'pack_lines', inputs: 60_000, tryPart: tryPackLines },
  { name: 'archives', inputs: 20_000, tryPart: tryArchives },
  { name: 'hub_requests', inputs: 20_000, tryPart: tryHubRequests },
  { name: 'kept_files', inputs: 20_000, tryPart: tryKeptFiles },
  { name: 'command_lines', inputs: 20_000, tryPart: tryCommandLines },
  // Last, because the browsers' driver cleans up its own files while parts that listen for paths would hear it.
  { name: 'ipc_page', inputs: 5_000, tryPart: tryIpcPage },
  { name: 'policy_markdown', inputs: 50_000, tryPart: tryPolicyMarkdown },
];

function countOf(inputs: number, form: FaultForm): number {
  switch (form) {
    case 'smoke':
      return Math.ceil(inputs / 250);
    case 'short':
      return inputs;
    case 'long':
      return inputs * 10;
  }
}

/** Hostile inputs, derived from the contract's own schemas, on every boundary of the product. */
export const fault: Fault = async ({ form, seed, say }) => {
  let opened: Promise<FuzzHub> | null = null;
  const hub = (): Promise<FuzzHub> => (opened ??= openFuzzHub());
  const figures = [];
  try {
    for (const { name, inputs, tryPart } of parts) {
      const findings = new Findings((text) => say(`${name}: ${text}`));
      const began = performance.now();
      const tried = await tryPart({ count: countOf(inputs, form), seed, chance: seeded(seed), findings, hub });
      say(`${name}: ${tried} inputs in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
      figures.push(findings.figure(name, tried, seed));
    }
    return figures;
  } finally {
    await (await (opened as Promise<FuzzHub> | null))?.stop();
  }
};
