import type { FastifyBaseLogger } from 'fastify';
import type { IdentityProvider } from './identity/provider.ts';
import type { OpenIdSettings } from './identity/settings.ts';
import type { ObjectStore } from './object-store/object-store.ts';
import type { HubPorts } from './ports.ts';
import type { Life } from './storage/change-log.ts';
import type { AuditLog } from './usecases/audit/audit-log.ts';
import type { Refusals } from './usecases/audit/refusals.ts';
import type { HubDatabase } from './storage/open.ts';
import type { SignInAttempts } from './identity/attempts.ts';

/** What every use case of the hub works with. */
export interface HubContext extends HubPorts {
  readonly database: HubDatabase;
  readonly objects: ObjectStore;
  readonly audit: AuditLog;
  readonly refusals: Refusals;
  /** This life of the database; another begins when it turns out to have been set back. */
  readonly life: { now: Life };
  /** Its name. */
  readonly epoch: string;
  readonly log: FastifyBaseLogger;
  /** The site's identity provider; null where people enrol with codes only. */
  readonly signIn: {
    readonly provider: IdentityProvider;
    readonly mapping: Pick<OpenIdSettings, 'roleClaim' | 'roles'>;
    readonly attempts: SignInAttempts;
  } | null;
}
