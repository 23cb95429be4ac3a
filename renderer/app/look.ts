import { type Look, theme } from '#contract/care.ts';
import type { PreferencesStore } from '#renderer/bridge/preferences.ts';
import type { CommandHandlers } from '#renderer/commands/runtime.ts';
import type { NoticesStore } from '#renderer/ui/notices.ts';

function apply({ theme: chosen, reduced_motion }: Look): void {
  const { dataset } = document.documentElement;
  dataset.theme = chosen;
  dataset.motion = reduced_motion ? 'reduced' : 'system';
}

/** Keeps the page's look as the person chose it. */
export function followLook(preferences: PreferencesStore): void {
  apply(preferences.getState().look);
  preferences.subscribe(({ look }, before) => {
    if (look !== before.look) apply(look);
  });
}

/** The commands that change the look. */
export function lookHandlers(preferences: PreferencesStore, notices: NoticesStore): CommandHandlers {
  const change = (changes: Partial<Look>): Look => {
    const look = { ...preferences.getState().look, ...changes };
    preferences.getState().change({ look });
    return look;
  };
  return {
    'look.theme': {
      run: () => {
        const now = theme.options.indexOf(preferences.getState().look.theme);
        const next = theme.options[(now + 1) % theme.options.length] ?? 'dark';
        notices.getState().say('look.said', { theme: change({ theme: next }).theme });
      },
    },
    'look.motion': {
      run: () => {
        const { reduced_motion } = change({ reduced_motion: !preferences.getState().look.reduced_motion });
        notices.getState().say('look.motionSaid', { reduced: reduced_motion ? 'yes' : 'no' });
      },
    },
  };
}
