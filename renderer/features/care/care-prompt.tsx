import { useEffect } from 'react';
import { useStore } from 'zustand';
import { carePrompt } from '#domain/care/breaks.ts';
import type { PreferencesStore } from '#renderer/bridge/preferences.ts';
import { useProvideCommands } from '#renderer/commands/context.tsx';
import { useWords } from '#renderer/i18n/use-words.ts';
import { CommandButton } from '#renderer/ui/kit.tsx';
import css from './care-screen.module.css';
import { useCare } from './context.ts';

interface CarePromptProps {
  readonly preferences: PreferencesStore;
  /** Called once when the day's limit is reached: the picture is to be taken away. */
  readonly onCap: () => void;
}

/** Asks for a break or tells of the day's limit, beside the work: it takes no focus, no key, and no unsaved draft. */
export function CarePrompt({ preferences, onCap }: CarePromptProps) {
  const words = useWords();
  const choices = useStore(preferences, (state) => state.care);
  const day = useCare((state) => state.day);
  const snoozed = useCare((state) => state.snoozedUntil_s);
  const later = useCare((state) => state.later);
  const passCap = useCare((state) => state.passCap);
  const prompt = day === null ? null : carePrompt(choices, day, snoozed);
  const kind = prompt?.kind ?? null;
  useEffect(() => {
    if (kind === 'cap') onCap();
  }, [kind, onCap]);
  useProvideCommands({
    'care.later': { run: later, enabled: () => kind === 'break' },
    'care.passCap': { run: () => void passCap(), enabled: () => kind === 'cap' },
  });
  if (prompt === null) return <output aria-label={words.t('care.prompt')} />;
  const id =
    prompt.kind === 'cap' ? 'care.capReached' : prompt.because === 'work' ? 'care.breakWork' : 'care.breakShown';
  return (
    <output className={css.prompt} aria-label={words.t('care.prompt')} data-care-prompt={prompt.kind}>
      <p>{words.t(id, { minutes: prompt.minutes })}</p>
      <div className={css.keys}>
        {prompt.kind === 'break' ? (
          <>
            <CommandButton id="app.break" look="primary">
              {words.t('care.take')}
            </CommandButton>
            <CommandButton id="care.later">{words.t('care.laterShort')}</CommandButton>
          </>
        ) : (
          <>
            <CommandButton id="care.endShift" look="primary">
              {words.t('care.endShort')}
            </CommandButton>
            <CommandButton id="care.passCap">{words.t('care.passShort')}</CommandButton>
          </>
        )}
      </div>
    </output>
  );
}
