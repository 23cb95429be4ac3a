import type { CommandUse as KeptUse } from '#contract/keymap.ts';
import { wordsOf } from '#renderer/i18n/use-words.ts';
import type { PreferencesStore } from '#renderer/bridge/preferences.ts';
import type { NoticesStore } from '#renderer/ui/notices.ts';
import { keyLabel } from './keys.ts';
import type { CommandId } from './registry.ts';
import type { CommandUse } from './runtime.ts';

/** After so many presses with the mouse a command's key is shown, once. */
const TEACH_AT = 3;

/** Remembers what is chosen from the palette, and shows the key of what is often clicked. `now` in milliseconds since 1970. */
export function createUses(preferences: PreferencesStore, notices: NoticesStore, now: () => number) {
  const keep = (id: CommandId, change: (use: KeptUse) => KeptUse): void => {
    const { command_use, change: set } = preferences.getState();
    set({ command_use: { ...command_use, [id]: change(command_use[id] ?? { chosen: 0, chosen_at: 0, clicked: 0 }) } });
  };
  const teach = (id: CommandId): void => {
    const clicked = preferences.getState().command_use[id]?.clicked ?? 0;
    if (clicked >= TEACH_AT) return;
    keep(id, (use) => ({ ...use, clicked: clicked + 1 }));
    const key = keyLabel(id);
    if (clicked + 1 < TEACH_AT || key === null) return;
    notices.getState().say('keys.teach', { command: wordsOf(preferences.getState().language).command(id), key });
  };
  return (id: CommandId, by: CommandUse): void => {
    if (by === 'mouse') teach(id);
    if (by === 'palette') keep(id, (use) => ({ ...use, chosen: use.chosen + 1, chosen_at: now() }));
  };
}
