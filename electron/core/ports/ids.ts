import { v7 } from 'uuid';

/** Where new ids come from. */
export interface Ids {
  /** A UUIDv7, later than every one this process made before, also when the clock steps back. */
  next(): string;
}

export const systemIds: Ids = { next: () => v7() };
