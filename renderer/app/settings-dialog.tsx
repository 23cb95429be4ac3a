import { useStore } from 'zustand';
import type { Language } from '#contract/ids.ts';
import { usePeople } from '#renderer/features/people/context.ts';
import { languages } from '#renderer/i18n/catalog.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { DialogFrame } from '#renderer/ui/dialog-frame.tsx';
import { CommandButton } from '#renderer/ui/kit.tsx';
import { HoldToStepChoice } from './hold-to-step-choice.tsx';
import { LockChoice } from './lock-choice.tsx';
import { LookChoice } from './look-choice.tsx';
import type { Services } from './services.ts';
import { SettingsFiles } from './settings-files.tsx';
import { useShell } from './shell-state.ts';
import css from './dialogs.module.css';

interface LanguageChoiceProps {
  readonly name: string;
  readonly legend: string;
  readonly value: Language;
  readonly onChange: (language: Language) => void;
}

function LanguageChoice({ name, legend, value, onChange }: LanguageChoiceProps) {
  const words = useWords();
  return (
    <fieldset className={css.choice}>
      <legend>{legend}</legend>
      {languages.map((language) => (
        <label key={language}>
          <input type="radio" name={name} checked={value === language} onChange={() => onChange(language)} />
          {words.languageName(language)}
        </label>
      ))}
    </fieldset>
  );
}

/** Language, and what this workstation is: who, where, and how the device's token is kept. */
export function SettingsDialog({ services, onClose }: { services: Services; onClose: () => void }) {
  const words = useWords();
  const { language, policy_language, change } = useStore(services.preferences);
  const identity = usePeople((state) => state.identity);
  const info = useShell((state) => state.info);
  const facts: readonly (readonly [string, string])[] = [
    [
      words.t('settings.person'),
      identity?.state === 'signed_in' ? `${identity.person.name} · ${words.t(`role.${identity.person.role}`)}` : '—',
    ],
    [words.t('settings.hub'), identity?.state === 'signed_in' ? identity.hub_url : '—'],
    [
      words.t('settings.version'),
      info === null ? '—' : `${info.version} · Electron ${info.electron} · ${info.platform}`,
    ],
    [
      words.t('settings.protection'),
      info === null || info.protection === null ? '—' : words.t(`settings.protection.${info.protection}`),
    ],
  ];
  return (
    <DialogFrame title={words.t('settings.title')} width={560} onClose={onClose}>
      <div className={css.stack}>
        <LanguageChoice
          name="language"
          legend={words.t('settings.language')}
          value={language}
          onChange={(next) => change({ language: next })}
        />
        <LanguageChoice
          name="policy-language"
          legend={words.t('settings.policyLanguage')}
          value={policy_language}
          onChange={(next) => change({ policy_language: next })}
        />
        <LookChoice preferences={services.preferences} />
        <HoldToStepChoice preferences={services.preferences} />
        <LockChoice preferences={services.preferences} />
        <SettingsFiles services={services} />
        <dl className={css.facts}>
          {facts.map(([term, value]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <div className={css.buttons}>
          <CommandButton id="go.care">{words.t('settings.care')}</CommandButton>
          <CommandButton id="care.practice">{words.t('settings.practice')}</CommandButton>
          <CommandButton id="go.keymap" />
          <CommandButton id="help.shortcuts" />
          {info?.protection === 'passphrase' ? <CommandButton id="app.passphrase" /> : null}
          <CommandButton id="app.signOut" />
        </div>
      </div>
    </DialogFrame>
  );
}
