import type { Chance } from '#scripts/lib/chance.ts';
import { hostileText, spoiltText } from './words.ts';

const pieces = [
  '# Title {#s1}',
  '## 2.1 Scope',
  '### Mexico {#region-mx}',
  '- **Mexico:** note {#region-mx-co}',
  '- [x] done',
  '1. one',
  '> quoted',
  '| a | b |\n|:-|-:|\n| <b>c</b> | `d` |',
  '---\ntitle: x\n---',
  '```html\n<script>globalThis.fuzzed=1</script>\n```',
  '[link](javascript:globalThis.fuzzed=1 "title")',
  '[link](https://example.com/x)',
  '![image](https://example.com/pixel.png)',
  '![image](data:text/html,<script>1</script> "onerror=1")',
  '<img src=https://example.com/x onerror="globalThis.fuzzed=1">',
  '<svg onload=globalThis.fuzzed=1><style>*{display:none}</style></svg>',
  '<style>@import "https://example.com/x.css"; *{display:none}</style>',
  '<link rel=stylesheet href=https://example.com/x.css>',
  '<iframe srcdoc="<script>parent.fuzzed=1</script>"></iframe>',
  '<meta http-equiv=refresh content="0;url=https://example.com">',
  '<base href="https://example.com/">',
  '<form action=https://example.com><button>x</button></form>',
  '<div style="position:fixed;inset:0;background:url(https://example.com/x)">x</div>',
  '<a href="javascript:globalThis.fuzzed=1" autofocus onfocus=globalThis.fuzzed=1>x</a>',
  '<!-- comment --><!--[if IE]><script>globalThis.fuzzed=1</script><![endif]-->',
  '<https://example.com>',
  'www.example.com and me@example.com',
  '&lt;script&gt; &#x3c;script&#x3e; &colon; &NewLine; &#0; &#xD800; &#1114112;',
  '**bold _both_** ~~gone~~ `code` \\*escaped\\*',
  '[ref]\n\n[ref]: javascript:globalThis.fuzzed=1',
  '<math><mtext><table><mglyph><style><img src=x onerror=globalThis.fuzzed=1>',
  '$a^2$ {{7*7}} ${1}',
  '# # # # #',
  '\u202eright to left\u202c \u2066isolated',
];

/** Beginnings that nest, and runs that a reader must not try in every way. */
const repeated = [
  '>',
  '> ',
  '- ',
  '* ',
  '1. ',
  '  ',
  '\t',
  '*',
  '**a',
  '_a',
  '`',
  '~~',
  '[',
  '![',
  '[a](',
  '<',
  '<a ',
  '<!--',
  '|',
  '# ',
  '\\',
  '&',
  '{#',
];

function repetition(chance: Chance): string {
  const unit = chance.pick(repeated);
  return unit.repeat(chance.pick([3, 10, 40, 300, 3_000])) + chance.pick(['', 'a', '\n', ' x ', unit]);
}

/** A policy text of pieces that a careless reader would obey, broken here and there. */
export function hostilePolicy(chance: Chance): string {
  const parts = Array.from({ length: 1 + chance.int(6) }, () => {
    const kind = chance.int(12);
    if (kind === 0) return chance.often(0.3) ? repetition(chance) : hostileText(chance).slice(0, 5_000);
    const piece = chance.pick(pieces);
    return kind < 6 ? spoiltText(piece, chance) : piece;
  });
  return parts.join(chance.pick(['\n\n', '\n', ' ', '\n> ', '\n  - ']));
}
