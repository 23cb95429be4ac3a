import type { Fault } from '../fault.ts';

/** Every kind of fault there is; loaded only when asked for. Each has a smoke in test/fault. */
export const faultKinds: Readonly<Record<string, () => Promise<{ fault: Fault }>>> = {
  canary: () => import('./canary.ts'),
  egress: () => import('./egress.ts'),
  fuzz: () => import('./fuzz/fuzz.ts'),
  tamper: () => import('./tamper.ts'),
  'tamper-chunks': () => import('./tamper-chunks.ts'),
  kills: () => import('./kills.ts'),
  matrix: () => import('./matrix.ts'),
  'power-loss': () => import('./power-loss.ts'),
  disk: () => import('./disk/disk.ts'),
};
