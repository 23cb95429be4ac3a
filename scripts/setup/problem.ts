/** A foreseen reason why the set-up cannot go on. Its message is for the person at the terminal: what, where, what to do. */
export class SetupProblem extends Error {
  override readonly name = 'SetupProblem';
}

/** Where set-up steps say what they do: `say` for lasting lines, `progress` for a share between 0 and 1. */
export type Teller = {
  readonly say: (line: string) => void;
  readonly progress: (what: string, share: number) => void;
};

/** Tells on a terminal by rewriting one line, elsewhere (logs) at every quarter. */
export function terminalTeller(out: NodeJS.WriteStream = process.stdout): Teller {
  let lastTold = -1;
  return {
    say: (line) => out.write(`set-up: ${line}\n`),
    progress: (what, share) => {
      const percent = Math.floor(share * 100);
      const told = out.isTTY ? percent : Math.floor(percent / 25) * 25;
      if (told === lastTold) return;
      lastTold = told;
      if (out.isTTY) out.write(`\rset-up: ${what} ${told} %${told === 100 ? '\n' : ''}`);
      else out.write(`set-up: ${what} ${told} %\n`);
    },
  };
}
