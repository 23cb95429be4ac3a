import { expect, it } from 'vitest';
import { isHarmless } from '#scripts/fault/fault.ts';
import { fault } from '#scripts/fault/kinds/fuzz/fuzz.ts';

it('takes hostile inputs on every boundary without a crash and without an escape', async () => {
  const said: string[] = [];
  const figures = await fault({ form: 'smoke', seed: 20, say: (text) => said.push(text) });
  // What was said names the inputs that did harm.
  expect({ harmful: figures.filter((figure) => !isHarmless(figure)), said }).toMatchObject({ harmful: [] });
  expect(figures.map(({ figure }) => figure)).toEqual([
    'ipc_router',
    'clip_urls',
    'pack_lines',
    'archives',
    'hub_requests',
    'kept_files',
    'command_lines',
    'ipc_page',
    'policy_markdown',
  ]);
});
