import type { Fault } from '../fault.ts';

/** Every kind of fault there is, those that take longest first; loaded only when asked for. Each has a smoke in test/fault. */
export const faultKinds: Readonly<Record<string, () => Promise<{ fault: Fault }>>> = {
  kills: () => import('./kills.ts'),
  histories: () => import('./histories.ts'),
  egress: () => import('./egress.ts'),
  fuzz: () => import('./fuzz/fuzz.ts'),
  canary: () => import('./canary.ts'),
  tamper: () => import('./tamper.ts'),
  'tamper-chunks': () => import('./tamper-chunks.ts'),
  matrix: () => import('./matrix.ts'),
  'power-loss': () => import('./power-loss.ts'),
  disk: () => import('./disk/disk.ts'),
};
