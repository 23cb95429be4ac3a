import type { PageBridge } from '#contract/core-link.ts';
import { listen } from '#renderer/bridge/client.ts';
import { isModalOpen } from '#renderer/commands/focus.ts';
import { activeKeys } from '#renderer/commands/keys.ts';
import { menusOf } from '#renderer/commands/menus.ts';
import { whyNot } from '#renderer/commands/reason.ts';
import { type CommandId, isCommandId } from '#renderer/commands/registry.ts';
import { type Words, wordsOf } from '#renderer/i18n/use-words.ts';
import type { Services } from './services.ts';

/** Runs what was chosen from a menu, or says why it cannot be. */
function choose({ commands, notices, shell }: Services, words: Words, id: CommandId): void {
  if (shell.getState().lock.locked) return;
  const reason = isModalOpen() ? words.t('menu.dialogOpen') : whyNot(words, id, commands.availability(id));
  if (reason === null) commands.run(id, 'menu');
  else notices.getState().say('menu.refused', { command: words.command(id), reason });
}

/** Keeps the application's menus as the page is: its language, its keys, its screen. Told when the page has nothing better to do. */
export function followMenus(services: Services, bridge: PageBridge): void {
  const { client, commands, preferences, shell, people } = services;
  const wordsNow = (): Words => wordsOf(preferences.getState().language);
  let told = '';
  let isAsked = false;
  const tell = (): void => {
    isAsked = false;
    const menus = menusOf(wordsNow(), commands.availability);
    const text = JSON.stringify(menus);
    if (text === told) return;
    told = text;
    void client.app.setMenus(menus);
  };
  const ask = (): void => {
    if (isAsked) return;
    isAsked = true;
    requestIdleCallback(tell, { timeout: 1_000 });
  };
  preferences.subscribe(({ language }, before) => {
    if (language !== before.language) ask();
  });
  activeKeys.subscribe(ask);
  shell.subscribe(({ screen }, before) => {
    if (screen !== before.screen) ask();
  });
  people.subscribe(ask);
  listen(bridge, 'app.menuChosen', ({ id }) => {
    if (isCommandId(id)) choose(services, wordsNow(), id);
  });
  ask();
}
