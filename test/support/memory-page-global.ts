import type { TestProject } from 'vitest/node';
import { buildMemoryPage } from '#scripts/lib/memory-pages.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    memoryPage: string;
  }
}

/** Builds the page for component tests once for all their files. */
export default async function setup(project: TestProject): Promise<() => void> {
  const built = await buildMemoryPage();
  project.provide('memoryPage', built.folder);
  return () => built.remove();
}
