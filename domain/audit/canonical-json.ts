/** A value that JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const loneSurrogate = /\p{Surrogate}/u;

/** A text with half a character: it has no bytes in UTF-8, so two programs would sign different things. */
export class HalfCharacter extends TypeError {}

function text(value: string): string {
  if (loneSurrogate.test(value)) throw new HalfCharacter('canonical JSON: a text with half a character');
  return JSON.stringify(value);
}

/**
 * The one text of a JSON value (RFC 8785): no spaces, keys in order of their UTF-16 units, numbers as ECMAScript prints them. What is
 * hashed and signed is this text as UTF-8, so that everybody who has the value has the same bytes.
 * @throws HalfCharacter for a text that has one; TypeError for what JSON cannot say: a number without end, an absent value
 */
export function canonicalJson(value: Json): string {
  switch (typeof value) {
    case 'string':
      return text(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('canonical JSON: a number without end');
      return JSON.stringify(value);
    case 'boolean':
      return String(value);
    case 'object':
      break;
    default:
      throw new TypeError(`canonical JSON: ${typeof value} is no JSON`);
  }
  if (value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map((each: Json) => canonicalJson(each)).join(',')}]`;
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, each]) => `${text(key)}:${canonicalJson(each)}`).join(',')}}`;
}
