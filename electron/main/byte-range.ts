/** Bytes `[start, end]`, both included, of something `size` bytes long. */
export type ByteRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  | { readonly kind: 'unsatisfiable' };

const ONE_RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;
const UNSATISFIABLE: ByteRange = { kind: 'unsatisfiable' };

function part(start: number, end: number, size: number): ByteRange {
  return start < size && end >= start ? { kind: 'part', start, end: Math.min(end, size - 1) } : UNSATISFIABLE;
}

/**
 * Reads the value of a `Range` header for a body of `size` bytes. Players ask for one range; several, other units and
 * nonsense are answered as unsatisfiable rather than guessed at.
 */
export function parseByteRange(header: string | null, size: number): ByteRange {
  if (header === null) return { kind: 'whole' };
  const [, from = '', to = ''] = ONE_RANGE.exec(header.trim()) ?? [];
  if (from !== '') return part(Number(from), to === '' ? size - 1 : Number(to), size);
  // `bytes=-500`: the last 500.
  return to === '' || Number(to) === 0 ? UNSATISFIABLE : part(Math.max(0, size - Number(to)), size - 1, size);
}
