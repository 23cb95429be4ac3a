import { inject } from 'vitest';
import { type InPlaceOf, type MemoryPages, startMemoryPages as start } from '#scripts/lib/memory-pages.ts';

export type { MemoryPages };

/** Serves the memory page that was built for all files, and starts a browser. */
export const startMemoryPages = (inPlaceOf?: InPlaceOf): Promise<MemoryPages> => start(inject('memoryPage'), inPlaceOf);
