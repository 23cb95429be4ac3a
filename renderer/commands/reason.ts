import { type KeyScope, readKeymap } from '#domain/commands/keymap.ts';
import type { MessageId } from '#renderer/i18n/catalog.ts';
import type { Words } from '#renderer/i18n/use-words.ts';
import { keymapGround } from './ground.ts';
import { type CommandId, commands } from './registry.ts';
import type { Availability } from './runtime.ts';

const shipped = readKeymap(keymapGround.base);
const screenNames: Partial<Readonly<Record<KeyScope, MessageId>>> = {
  queue: 'screen.queue',
  list: 'screen.list',
  policies: 'screen.policies',
  sessions: 'screen.sessions',
  review: 'screen.review',
  'review.form': 'screen.review',
};

/** On which screen a command is at home; null when nothing says. */
function homeOf(id: CommandId): MessageId | null {
  const scope = shipped.find(({ command, scope: each }) => command === id && screenNames[each] !== undefined)?.scope;
  if (scope !== undefined) return screenNames[scope] ?? null;
  const { group } = commands[id];
  return group === 'decide' || group === 'correct' || group === 'player' ? 'screen.review' : null;
}

/** Why a command cannot be run now, in words; null when it can. */
export function whyNot(words: Words, id: CommandId, availability: Availability): string | null {
  if (availability === 'now') return null;
  const home = homeOf(id);
  if (availability === 'notNow' || home === null) return words.t('palette.notNow');
  return words.t('palette.elsewhere', { screen: words.t(home) });
}
