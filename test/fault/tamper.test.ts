import { describe, expect, it } from 'vitest';
import { fault } from '#scripts/fault/kinds/tamper.ts';

describe('audits and exports of a real hub, changed by somebody who lacks its key', () => {
  it('are all found out', async () => {
    const figures = await fault({ form: 'smoke', seed: 1, say: () => undefined });
    expect(figures).toEqual([
      { figure: 'tampered_audits', tried: 300, undetected: 0, seed: 1 },
      { figure: 'tampered_exports', tried: 300, undetected: 0, seed: 1 },
    ]);
  });
});
