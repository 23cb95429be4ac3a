import type { Chance } from '#scripts/lib/chance.ts';

/** Names that objects have by birth: they must never be taken for entries of a table. */
export const bornNames = ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'then'];

const small = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udc00x',
  '\ufeff',
  '\u202egnp.exe',
  '\u2028',
  'e\u0301'.repeat(20),
  '👩‍👩‍👧‍👦',
  'null',
  'undefined',
  'NaN',
  'true',
  '-1',
  '0x10',
  '1e999',
  ...bornNames,
];

const paths = [
  '../../../../etc/passwd',
  '..\\..\\windows\\win.ini',
  '/etc/passwd',
  'C:\\x',
  'C:/x',
  'NUL.',
  'aux.txt',
  'a:stream',
  'x/../../y',
  './.',
  '%2e%2e%2fetc%2fpasswd',
  '..%252f..%252f',
  '~/x',
  '\\\\server\\share',
  'file:///etc/passwd',
];

const languages = [
  "'; DROP TABLE item; --",
  '" OR 1=1 --',
  'x" AND "y',
  'NEAR(a b, 5)',
  'title:* OR body:*',
  '"unclosed',
  '^a*',
  'a AND NOT',
  '${jndi:ldap://127.0.0.1/x}',
  '{{7*7}}',
  '%s%n%x',
  '$(id)',
  '`id`',
  '=HYPERLINK("http://example.com")',
  '@SUM(1+1)',
  '<script>globalThis.fuzzed=1</script>',
  '<img src=x onerror="globalThis.fuzzed=1">',
  'javascript:globalThis.fuzzed=1',
  '</style><style>*{display:none}',
];

const addresses = [
  'http://127.0.0.1:9',
  'https://user:pass@example.com/',
  'http://[::ffff:169.254.169.254]/',
  'http://169.254.169.254/latest/meta-data/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,<script>1</script>',
  'blob:null/x',
  'ftp://example.com',
  'app://ui/index.html',
  'clip://media/x',
  'http://example.com:99999',
  'http:\\\\example.com',
  'HTTP://EXAMPLE.COM/%00',
];

/** Texts that make slow regular expressions and recursive readers stumble. */
function long(chance: Chance): string {
  const unit = chance.pick(['a', '0', ' ', '\n', '\\', '"', '[', '(', '>', '*', '_', 'é', '\u202e', '../', '%00']);
  return unit.repeat(chance.pick([50, 300, 5_000, 70_000]));
}

function noise(chance: Chance): string {
  const codes = Array.from({ length: 1 + chance.int(12) }, () => chance.int(chance.often(0.7) ? 0x80 : 0x1_0000));
  return String.fromCharCode(...codes);
}

/** A text that somebody might have been careless about. */
export function hostileText(chance: Chance): string {
  const kind = chance.int(12);
  if (kind === 0) return long(chance);
  if (kind < 4) return noise(chance);
  return chance.pick([small, paths, languages, addresses][kind % 4] ?? small);
}

/** A text like the given one, with something put in, taken out, doubled or changed. */
export function spoiltText(text: string, chance: Chance): string {
  const at = chance.int(text.length + 1);
  const until = Math.min(text.length, at + 1 + chance.int(4));
  const put = chance.pick(['', '', '\0', '%', '/', '..', '\\', '"', "'", '<', ':', '\n', '\ud800', '9'.repeat(30)]);
  return text.slice(0, at) + put + text.slice(chance.often(0.5) ? at : until);
}
