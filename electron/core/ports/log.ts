/** Values that a log line may carry: ids, codes, counts and times. Never notes, transcripts, names or tokens. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Writes one event. */
export type Log = (event: string, fields?: LogFields) => void;

/** One JSON line per event to standard error. */
export const stderrLog: Log = (event, fields = {}) => {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), program: 'core', event, ...fields })}\n`);
};
