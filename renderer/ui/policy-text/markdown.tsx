import { characterEntitiesHtml4 } from 'character-entities-html4';
import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import { createElement, Fragment, type ReactElement, type ReactNode } from 'react';
import { isTame } from '#domain/policies/tame.ts';

/** A wide table scrolls by itself; focusable, so that the keyboard can do it too. */
const tableArea = { tabIndex: 0, role: 'group' } as const;

const LAST_CODE_POINT = 0x10_ffff;

/** `&eacute;`, `&#233;` and `&#xe9;` as the character they stand for; a name that HTML 4 does not know stays as it is written. */
function decodeReferences(text: string): string {
  return text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z][a-z0-9]*));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return name === 'apos' ? "'" : (characterEntitiesHtml4[String(name)] ?? whole);
    const point = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
    return point > 0 && point <= LAST_CODE_POINT ? String.fromCodePoint(point) : '\u{fffd}';
  });
}

/** Tags are shown as they are written, never obeyed; comments of the authors are not for the reader. */
function rawHtml(text: string): string {
  return text.replaceAll(/<!--[\s\S]*?-->/g, '').trimEnd();
}

function listItem(item: Tokens.ListItem, key: number): ReactElement {
  const box = item.task ? <input type="checkbox" checked={item.checked === true} readOnly tabIndex={-1} /> : null;
  return (
    <li key={key}>
      {box}
      {elements(item.tokens)}
    </li>
  );
}

function cell(kind: 'th' | 'td', { tokens, align }: Tokens.TableCell, key: number): ReactElement {
  return createElement(kind, { key, style: align === null ? undefined : { textAlign: align } }, elements(tokens));
}

function table({ header, rows }: Tokens.Table): ReactElement {
  return (
    <div data-table {...tableArea}>
      <table>
        <thead>
          <tr>{header.map((each, key) => cell('th', each, key))}</tr>
        </thead>
        <tbody>
          {rows.map((row, key) => (
            <tr key={row.map(({ text }) => text).join('\u{1f}') + String(key)}>
              {row.map((each, place) => cell('td', each, place))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function list({ ordered, start, items }: Tokens.List): ReactElement {
  const content = items.map((item, key) => listItem(item, key));
  return ordered ? <ol start={start === '' ? 1 : start}>{content}</ol> : <ul>{content}</ul>;
}

function inline(token: MarkedToken): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong>{elements(token.tokens)}</strong>;
    case 'em':
      return <em>{elements(token.tokens)}</em>;
    case 'del':
      return <del>{elements(token.tokens)}</del>;
    case 'codespan':
      return <code>{token.text}</code>;
    case 'br':
      return <br />;
    // Links of a policy lead out of the workstation, which has no network: they are shown as words with their address.
    case 'link':
      return <span title={token.href}>{elements(token.tokens)}</span>;
    case 'image':
      return <em>{decodeReferences(token.text)}</em>;
    case 'escape':
      return token.text;
    case 'text':
      return token.tokens === undefined ? decodeReferences(token.text) : elements(token.tokens);
    case 'html':
      return rawHtml(token.text);
    default:
      return null;
  }
}

function block(token: MarkedToken): ReactNode {
  switch (token.type) {
    case 'heading':
      return createElement(`h${Math.min(6, token.depth)}`, null, elements(token.tokens));
    case 'paragraph':
      return <p>{elements(token.tokens)}</p>;
    case 'list':
      return list(token);
    case 'blockquote':
      return <blockquote>{elements(token.tokens)}</blockquote>;
    case 'code':
      return (
        <pre>
          <code>{token.text}</code>
        </pre>
      );
    case 'hr':
      return <hr />;
    case 'table':
      return table(token);
    default:
      return inline(token);
  }
}

function elements(tokens: readonly Token[] | undefined): ReactNode[] {
  // The lexer has no extensions here, so it makes no tokens but its own.
  return (tokens ?? []).map((token, key) => <Fragment key={key}>{block(token as MarkedToken)}</Fragment>);
}

/**
 * Markdown (CommonMark with GitHub's tables, task lists and strikethrough) as elements. Safe by what it is made of: each token becomes one
 * of the elements above, nothing is ever set as HTML, and nothing in it leads out of the page. A text that nobody would write for people is shown as it is written.
 */
export function markdownElements(markdown: string): ReactElement {
  if (!isTame(markdown)) return <pre data-as-written>{markdown}</pre>;
  return <>{elements(Lexer.lex(markdown, { gfm: true }))}</>;
}
