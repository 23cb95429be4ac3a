import { initial } from './0001-initial.ts';

/** One step of the schema. Published ones are never edited; a change is a new number. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}

export const migrations: readonly Migration[] = [{ version: 1, sql: initial }];
