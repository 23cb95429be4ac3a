// None of these looks at a letter more than a few times, whatever the text is: policies come from outside and are read where verdicts wait.
const TABLE_RULE = /^\|?\s*:?-{3,}:?\s*(\|\s*:?-{3,}:?\s*)*\|?$/;
const HEADING_ID = /\{#[\w-]+\}$/;
const LINK = /!?\[([^\][]*)\]\([^()]*\)/g;
const TAG = /<\/?[a-z][^<>]*>/gi;
const STRONG = /\*\*(?=\S)((?:[^*]|\*(?!\*))+)(?<=\S)\*\*|__(?=\S)((?:[^_]|_(?!_))+)(?<=\S)__/g;
const EMPHASIS = /(?<![\p{L}\p{N}])(?:\*(?=\S)([^*]+)(?<=\S)\*|_(?=\S)([^_]+)(?<=\S)_)(?![\p{L}\p{N}])/gu;
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
    .trimEnd()
    .replace(HEADING_ID, '')
    .trimEnd()
    .replaceAll(LINK, '$1')
    .replaceAll(TAG, '')
    .replaceAll(STRONG, '$1$2')
    .replaceAll(EMPHASIS, '$1$2')
    .replaceAll('`', '');
}

/** The words of a Markdown text as a person reads them: no marks, no addresses, no control characters; lines stay lines. */
export function plainText(markdown: string): string {
  return markdown
    .replaceAll('\r\n', '\n')
    .split('\n')
    .filter((line) => !TABLE_RULE.test(line.trim()))
    .map(plainLine)
    .join('\n')
    .replaceAll('\t', ' ')
    .replaceAll(CONTROL, (letter) => (letter === '\n' ? letter : ''))
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
