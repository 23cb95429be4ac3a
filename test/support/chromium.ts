export { type MemoryPages, startMemoryPages } from '#scripts/lib/memory-pages.ts';
