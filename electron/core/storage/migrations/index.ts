import type { Database } from '../database.ts';
import { indexAllPolicies } from '../policies-sections.ts';
import { initial } from './0001-initial.ts';
import { subjectHistory } from './0003-subject-history.ts';
import { care } from './0004-care.ts';
import { sessionChain } from './0007-session-chain.ts';
import { hubLog } from './0008-hub-log.ts';
import { parkedTold } from './0009-parked-told.ts';
import { clonedDevice } from './0010-cloned-device.ts';
import { lateVerdicts } from './0011-late-verdicts.ts';
import { offlineGrant } from './0012-offline-grant.ts';
import { SEALED_SINCE, sealRows, sealedRows } from './0014-sealed-rows.ts';
import { policySearch } from './0002-policy-search.ts';

/** One step of the schema. Published ones are never edited; a change is a new number. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
  /** Fills what the new schema derives from old rows; in the same transaction. */
  readonly fill?: (db: Database) => void;
}

export const migrations: readonly Migration[] = [
  { version: 1, sql: initial },
  { version: 2, sql: policySearch, fill: indexAllPolicies },
  { version: 3, sql: subjectHistory },
  { version: 4, sql: care },
  { version: 7, sql: sessionChain },
  { version: 8, sql: hubLog },
  { version: 9, sql: parkedTold },
  { version: 10, sql: clonedDevice },
  { version: 11, sql: lateVerdicts },
  { version: 12, sql: offlineGrant },
  { version: SEALED_SINCE, sql: sealedRows, fill: sealRows },
];
