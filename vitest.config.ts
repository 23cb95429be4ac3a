import { defineConfig } from 'vitest/config';

const SECOND = 1_000;

/** What is made once for all files of a kind. */
const globalSetup = (name: string): string[] => {
  if (name === 'renderer') return ['test/support/memory-page-global.ts'];
  // These speak with a real hub: one PostgreSQL for all their files, a database for each.
  if (['contract', 'integration', 'e2e', 'fault'].includes(name)) return ['test/support/postgres-global.ts'];
  return [];
};

/** One kind of test: its folder below test/, how long one test may hang, and whether its files share the machine. */
const kind = (name: string, timeout: number, fileParallelism: boolean) => ({
  test: {
    globalSetup: globalSetup(name),
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    environment: 'node' as const,
    // Waiting longer than the usual second costs nothing where all is well, and a slow machine is no defect.
    expect: { poll: { timeout: 15 * SECOND } },
    testTimeout: timeout,
    // A browser under load now and then presses a key before the page listens; what is broken fails twice. Rules, storage and kills get one try.
    retry: ['renderer', 'e2e'].includes(name) ? 1 : 0,
    hookTimeout: Math.max(timeout, 60 * SECOND),
    fileParallelism,
  },
});

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    allowOnly: false,
    projects: [
      kind('unit', 20 * SECOND, true),
      kind('property', 60 * SECOND, true),
      kind('contract', 20 * SECOND, true),
      kind('integration', 60 * SECOND, true),
      kind('renderer', 60 * SECOND, true),
      kind('e2e', 180 * SECOND, false),
      kind('fault', 600 * SECOND, false),
    ],
  },
});
