/**
 * A Markdown reader takes minutes, or runs out of stack, over texts that nobody writes for people: quotes nested by the thousand, runs of ten
 * thousand asterisks. Such texts are shown as they are written.
 */
const DEEPEST = 30;
const LONGEST_RUN = 200;
const MOST_MARKS = 8_000;

const LEADING = /^[ \t>*+\-\d.)]*/;
const LONG_RUN = new RegExp(`([*_~\`[\\]!<&])\\1{${LONGEST_RUN}}`);
const MARKS = /[*_~[\]<]/g;
const COLUMNS_OF_A_LEVEL = 4;

/** How deep the marks before a line's words can nest it: each quote and each bullet is a level, and so are every four columns of indent. */
function depthOf(line: string): number {
  const before = LEADING.exec(line)?.[0] ?? '';
  let levels = 0;
  let columns = 0;
  for (const mark of before) {
    if (mark === ' ') columns += 1;
    else if (mark === '\t') columns += COLUMNS_OF_A_LEVEL;
    else if (mark === '>' || mark === '-' || mark === '*' || mark === '+' || mark === '.' || mark === ')') levels += 1;
  }
  // A line across the page is all marks and no depth.
  return columns > 0 || before.includes('>') ? levels + Math.floor(columns / COLUMNS_OF_A_LEVEL) : Math.min(levels, 1);
}

/** Whether a text can be read as Markdown in a time and a depth that its length explains. */
export function isTame(markdown: string): boolean {
  if (LONG_RUN.test(markdown)) return false;
  let marks = 0;
  for (const line of markdown.split('\n')) {
    if (depthOf(line) > DEEPEST) return false;
    // Inline marks are matched within a paragraph.
    marks = line.trim() === '' ? 0 : marks + (line.match(MARKS)?.length ?? 0);
    if (marks > MOST_MARKS) return false;
  }
  return true;
}
