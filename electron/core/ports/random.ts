/** Chance, for jitter only; nothing secret is made of it. */
export interface Random {
  /** In [0, 1). */
  next(): number;
}

export const systemRandom: Random = { next: () => Math.random() };
