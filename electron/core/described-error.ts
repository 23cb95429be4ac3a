/** What is safe to log of an error: its kind, its code, where it arose; messages may quote content. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return 'not an error';
  const code = 'code' in error ? String(error.code) : '';
  const frame = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at ')) ?? '';
  return [error.name, code, frame.trim().replace(/\(.*[\\/]/, '(')].filter((part) => part !== '').join(' ');
}
