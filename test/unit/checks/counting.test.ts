import { describe, expect, it } from 'vitest';
import { add, closingLine, countVitest, single } from '#scripts/test/outcome.ts';
import { SelectionProblem, readSelection } from '#scripts/test/selection.ts';

const file = (status: string, tests: number) => ({ status, assertionResults: Array.from({ length: tests }) });

describe('counting tests', () => {
  it('counts a skipped test as failed', () => {
    const report = { numPassedTests: 3, numTotalTests: 5, testResults: [file('passed', 5)] };
    expect(countVitest(report, 0)).toEqual({ passed: 3, failed: 2 });
  });

  it('counts a file that could not be loaded', () => {
    const report = { numPassedTests: 2, numTotalTests: 2, testResults: [file('passed', 2), file('failed', 0)] };
    expect(countVitest(report, 1)).toEqual({ passed: 2, failed: 1 });
  });

  it('counts a run that ended badly without saying why, or left no report', () => {
    const report = { numPassedTests: 2, numTotalTests: 2, testResults: [file('passed', 2)] };
    expect(countVitest(report, 1)).toEqual({ passed: 2, failed: 1 });
    expect(countVitest(null, 0)).toEqual({ passed: 0, failed: 1 });
  });

  it('sums to the closing line', () => {
    expect(closingLine(add(single(true), add(single(false), { passed: 40, failed: 0 })))).toBe('41 passed, 1 failed');
  });
});

describe('choosing what to run', () => {
  const known = ['lint', 'build', 'unit', 'e2e'];

  it('runs everything in order when nothing is asked for', () => {
    expect(readSelection([], known)).toEqual({ steps: known, filters: [] });
  });

  it('keeps the order of the steps whatever order they are asked in', () => {
    expect(readSelection(['--only', 'unit,lint'], known).steps).toEqual(['lint', 'unit']);
  });

  it('runs only the kind of tests that a file filter names', () => {
    expect(readSelection(['test/unit/setup/'], known)).toEqual({ steps: ['unit'], filters: ['test/unit/setup/'] });
  });

  it('refuses a step that does not exist and names those that do', () => {
    expect(() => readSelection(['--only', 'lnit'], known)).toThrow(SelectionProblem);
    expect(() => readSelection(['--only', 'lnit'], known)).toThrow(/lint, build/);
  });
});
