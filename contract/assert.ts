/** Closes an exhaustive switch: a new member of a union that nobody handles is a compile error, and a surprise at run time. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
