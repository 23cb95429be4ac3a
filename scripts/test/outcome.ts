/** How many checks or tests passed and failed. A skipped test counts as failed: it proves nothing. */
export type Outcome = { readonly passed: number; readonly failed: number };

export const NOTHING: Outcome = { passed: 0, failed: 0 };

/** Outcome of a step that is one check. */
export function single(isPassed: boolean): Outcome {
  return isPassed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Outcome of two parts together. */
export function add(a: Outcome, b: Outcome): Outcome {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

/** The part of vitest's JSON report that is read here. */
export type VitestReport = {
  readonly numPassedTests: number;
  readonly numTotalTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
};

/**
 * Counts a vitest run: every test that did not pass failed, a file that could not be loaded is one failure, and a run
 * that ended badly or ran nothing although all is well in the report is one failure.
 */
export function countVitest(report: VitestReport | null, exitCode: number | null): Outcome {
  if (report === null) return { passed: 0, failed: 1 };
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const failed = report.numTotalTests - report.numPassedTests + unloaded.length;
  const isUnexplained = failed === 0 && exitCode !== 0;
  return { passed: report.numPassedTests, failed: failed + (isUnexplained ? 1 : 0) };
}

/** The closing line of `npm test`. */
export function closingLine(outcome: Outcome): string {
  return `${outcome.passed} passed, ${outcome.failed} failed`;
}
