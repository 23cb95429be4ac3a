/** Fields of a log line. Only names, numbers, codes and states: never a token, a note or anything that a person wrote. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Writes one line of JSON to the standard error stream. */
export type Log = (event: string, fields?: LogFields) => void;

export const log: Log = (event, fields = {}) => {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), program: 'shell', event, ...fields })}\n`);
};
