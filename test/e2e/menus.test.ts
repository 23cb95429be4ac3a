import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Language } from '#contract/ids.ts';
import { keyLabel } from '#renderer/commands/keys.ts';
import { commandIds } from '#renderer/commands/registry.ts';
import { wordsOf } from '#renderer/i18n/use-words.ts';
import type { DrivenApp } from '#scripts/lib/electron-app.ts';
import { until } from '#scripts/lib/until.ts';
import { keys, press } from '#scripts/tour/hands.ts';
import { shownAfter, shownInReview } from '#scripts/tour/page-reader.ts';
import { openDesk, type ReviewDesk } from '#test/support/review-desk.ts';

let desk: ReviewDesk;
let lupa: DrivenApp;
beforeAll(async () => {
  desk = await openDesk(4);
  lupa = await desk.enrolled('ana', 'reviewer');
  await desk.begin(lupa);
}, 180_000);
afterAll(() => desk.close());

interface MenuItemSeen {
  readonly id: string;
  readonly label: string;
  readonly enabled: boolean;
  readonly accelerator: string;
  readonly top: string;
}

/** Every entry of the native application menu, submenus opened. */
const menu = (): Promise<MenuItemSeen[]> =>
  lupa.app.evaluate(({ Menu }) => {
    const below = (items: Electron.MenuItem[], top: string): MenuItemSeen[] =>
      items.flatMap((item) => {
        if (item.type === 'separator') return [];
        if (item.submenu) return below(item.submenu.items, top);
        const { id, label, enabled } = item;
        return [{ id: id ?? '', label, enabled, accelerator: item.accelerator ?? '', top }];
      });
    return (Menu.getApplicationMenu()?.items ?? []).flatMap((item) => below(item.submenu?.items ?? [], item.label));
  });

const choose = (id: string): Promise<void> =>
  lupa.app.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click(), id);

const ofCommands = (seen: readonly MenuItemSeen[]) => seen.filter(({ id }) => id !== '');
const speaks = (language: Language) =>
  until(`the menu speaks ${language}`, async () => {
    const seen = await menu();
    const title = wordsOf(language).command('decision.escalate');
    return seen.some(({ id, label }) => id === 'decision.escalate' && label.startsWith(title)) ? seen : null;
  });
const decided = async (): Promise<number> => {
  const answer = (await lupa.call('review', 'recent', { limit: 50 })) as { value: unknown[] };
  return answer.value.length;
};
const itemShown = async (): Promise<string> => {
  const now = await shownInReview(lupa.page);
  if (now.kind === 'done') throw new Error('nothing is left to review');
  return now.itemId;
};

describe('the application menu', () => {
  it('check 7: has every command of the registry once, with its key, and registers none of these keys', async () => {
    const entries = ofCommands(await speaks('en'));
    expect(entries.map(({ id }) => id).toSorted()).toEqual(commandIds.filter((id) => id !== 'app.quit').toSorted());
    for (const { id, label, accelerator } of entries) {
      const command = commandIds.find((each) => each === id);
      if (command === undefined) throw new Error(`no command ${id}`);
      const key = keyLabel(command);
      const title = wordsOf('en').command(command);
      expect([label, accelerator]).toEqual([key === null ? title : `${title}   ${key}`, '']);
    }
  });

  it('check 19: changes its language with the page, and nothing of the other one stays', async () => {
    await press(lupa.page, keys.language);
    const seen = await speaks('es');
    const english = new Set(commandIds.map((id) => wordsOf('en').command(id)));
    const spanish = new Set(commandIds.map((id) => wordsOf('es').command(id)));
    const titles = seen.map(({ label }) => label.replace(/ {3}.*$/, ''));
    expect(titles.filter((title) => english.has(title) && !spanish.has(title))).toEqual([]);
    expect([...new Set(seen.map(({ top }) => top))]).toEqual([
      'Lupa',
      'Decidir',
      'Corregir',
      'Política',
      'Reproductor',
      'Pruebas',
      'Vista',
      'Moverse',
      'Editar',
      'Ventana',
    ]);
    expect(titles).toEqual(expect.arrayContaining(['Salir de Lupa', 'Cortar', 'Minimizar']));
    expect(seen.find(({ id }) => id === 'decision.undo')?.label).toContain('⌫');
    await press(lupa.page, keys.language);
    await speaks('en');
  });

  it('check 7: a chosen command is done once, and so is its key while the menu shows it', async () => {
    const first = await itemShown();
    await choose('decision.accept');
    await shownAfter(lupa.page, first, 10_000);
    expect(await decided()).toBe(1);
    const second = await itemShown();
    await press(lupa.page, 'a');
    await shownAfter(lupa.page, second, 10_000);
    expect(await decided()).toBe(2);
    await choose('decision.undo');
    await until('the second verdict is taken back', async () => (await decided()) === 1);
  });

  it('check 7: decides nothing behind a dialog, and says why', async () => {
    const before = await decided();
    await press(lupa.page, 'Control+k');
    await lupa.page.locator('[role="dialog"]').waitFor();
    await choose('decision.accept');
    await lupa.page.locator('[data-notice="menu.refused"]').waitFor({ state: 'attached' });
    await press(lupa.page, keys.leave);
    await lupa.page.locator('[role="dialog"]').waitFor({ state: 'detached' });
    expect(await decided()).toBe(before);
  });

  it('offers what the screen can do', async () => {
    const enabled = async (id: string): Promise<boolean> =>
      (await menu()).find((each) => each.id === id)?.enabled ?? false;
    expect([await enabled('decision.accept'), await enabled('queue.start')]).toEqual([true, false]);
    await choose('go.queue');
    await until('the menu is that of the queue', async () => await enabled('queue.start'));
    expect(await enabled('decision.accept')).toBe(false);
  });

  it('shows another key as soon as a command has one', async () => {
    await choose('go.keymap');
    await lupa.page.locator('[data-screen="keymap"]').waitFor();
    await lupa.page.locator('input[name="preset"][value="modifiers"]').check();
    await until('the menu shows the key of the other preset', async () => {
      const label = (await menu()).find(({ id }) => id === 'decision.accept')?.label;
      return label?.endsWith('Ctrl+⇧A') ?? false;
    });
  });
});
