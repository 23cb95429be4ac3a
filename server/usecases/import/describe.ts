import type { ImportReport } from '#contract/packs.ts';

const counted = ['records', 'objects', 'policies', 'people', 'annotations', 'gold', 'predictions', 'heat'] as const;

/** How many issues a terminal shows; the hub keeps more. */
const shownIssues = 50;

/** An import report as lines for a terminal. */
export function describeImport(report: ImportReport): string[] {
  const totals = counted.flatMap((name) => {
    const { imported, unchanged, refused } = report[name];
    if (imported + unchanged + refused === 0) return [];
    return [`  ${name}: ${imported} imported, ${unchanged} unchanged, ${refused} refused`];
  });
  const issues = report.issues.slice(0, shownIssues).map((issue) => {
    const place = issue.line === null ? issue.file : `${issue.file}:${issue.line}`;
    return `  ${issue.kind}: ${place}: ${issue.reason}: ${issue.detail}`;
  });
  const more = report.issue_count - issues.length;
  const rest = more > 0 ? [`  and ${more} more; the report ${report.id} lists the first thousand`] : [];
  return [`import of "${report.pack}": ${report.state}`, ...totals, ...issues, ...rest];
}
