const TABLE_RULE = /^\s*\|?\s*:?-{3,}:?\s*(\|\s*:?-{3,}:?\s*)*\|?\s*$/;
const HEADING_ID = /\s*\{#[\w-]+\}\s*$/;
const CONTROL = /\p{Cc}/gu;

function plainCells(line: string): string {
  if (!/^\s*\|.*\|\s*$/.test(line)) return line;
  return line
    .trim()
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim())
    .join(' · ');
}

function plainLine(line: string): string {
  return plainCells(line)
    .replace(/^(\s*)#{1,6}\s+/, '$1')
    .replace(/^(\s*)>\s?/, '$1')
    .replace(/^(\s*)[-*+]\s+/, '$1• ')
    .replace(HEADING_ID, '')
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/<\/?[a-z][^>]*>/gi, '')
    .replaceAll(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replaceAll(/(?<![\p{L}\p{N}])([*_])(?=\S)(.+?)(?<=\S)\1(?![\p{L}\p{N}])/gu, '$2')
    .replaceAll('`', '');
}

/** The words of a Markdown text as a person reads them: no marks, no addresses, no control characters; lines stay lines. */
export function plainText(markdown: string): string {
  return markdown
    .replaceAll('\r\n', '\n')
    .split('\n')
    .filter((line) => !TABLE_RULE.test(line))
    .map(plainLine)
    .join('\n')
    .replaceAll('\t', ' ')
    .replaceAll(CONTROL, (letter) => (letter === '\n' ? letter : ''))
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
