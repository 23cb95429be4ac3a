import type { AuditAct } from '#contract/audit.ts';
import type { Json } from '#domain/audit/canonical-json.ts';
import { canonicalJson } from '#domain/audit/canonical-json.ts';
import { commitment } from '#domain/audit/entry.ts';
import { sha256 } from '../../audit/sha256.ts';
import type { HubPorts } from '../../ports.ts';
import type { ActRow } from '../../storage/audit.ts';

const saltBytes = 16;

/** Who does something. */
export interface Actor {
  readonly person: string | null;
  readonly device: string | null;
}

/** What an act commits to: told by the act's own words (`kept` with it), or found elsewhere. */
export interface SealedContent {
  readonly content: Json;
  readonly kept: 'here' | 'elsewhere';
}

/** Words an act for the log: ids, counts and codes as facts; names, reasons and contents only as a commitment. */
export function actOf(
  ports: Pick<HubPorts, 'now' | 'newId' | 'randomBytes'>,
  act: AuditAct,
  actor: Actor,
  facts: { readonly [name: string]: Json },
  sealed: SealedContent | null = null,
): ActRow {
  const salt = sealed === null ? null : ports.randomBytes(saltBytes).toString('hex');
  return {
    act: {
      id: ports.newId(),
      at: ports.now().toISOString(),
      act,
      actor: actor.person,
      device: actor.device,
      facts,
      sealed: sealed === null || salt === null ? null : commitment(sha256, salt, sealed.content),
    },
    sealed:
      sealed === null || salt === null
        ? null
        : { salt, content: sealed.kept === 'here' ? canonicalJson(sealed.content) : null },
  };
}
