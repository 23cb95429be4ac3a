import { useStore } from 'zustand';
import type { Settings } from '#contract/settings-file.ts';
import { differences } from '#domain/commands/personal.ts';
import { type SettingDifference, settingDifferences, settingsOf } from '#domain/settings/settings-text.ts';
import { keymapGround } from '#renderer/commands/ground.ts';
import { presetTitles } from '#renderer/commands/preset-titles.ts';
import { isCommandId } from '#renderer/commands/registry.ts';
import { isMessageId, type MessageId } from '#renderer/i18n/catalog.ts';
import { useWords, type Words } from '#renderer/i18n/use-words.ts';
import { ErrorNote, kit } from '#renderer/ui/kit.tsx';
import { scrollArea } from '#renderer/ui/roles.ts';
import css from './dialogs.module.css';
import type { Services } from './services.ts';

const titles: Readonly<Record<string, MessageId>> = {
  language: 'settings.language',
  policy_language: 'settings.policyLanguage',
  'player.volume': 'settings.volume',
  'player.muted': 'settings.muted',
  'player.speed': 'settings.speed',
  'player.captions': 'settings.captions',
  'care.shield.grey': 'shield.grey',
  'care.shield.blur': 'shield.blur',
  'care.shield.pixelate': 'shield.pixelate',
  'care.shield.small': 'shield.small',
  'care.break_after_min': 'care.breakAfter',
  'care.break_after_shown_min': 'care.breakAfterShown',
  'care.daily_cap_min': 'care.cap',
  'look.theme': 'look.theme',
  'look.reduced_motion': 'look.motion',
};

function valueWords(words: Words, place: string, value: SettingDifference['before']): string {
  if (typeof value === 'boolean') return words.t(value ? 'settings.yes' : 'settings.no');
  if (place === 'player.volume') return `${words.number(Math.round(Number(value) * 100))} %`;
  if (place === 'player.speed') return `${words.number(Number(value))}×`;
  if (typeof value === 'number') return words.number(value);
  if (place.endsWith('language')) return words.languageName(value);
  const theme = `theme.${value}`;
  return isMessageId(theme) ? words.t(theme) : value;
}

function KeymapChange({ before, after }: { before: Settings; after: Settings }) {
  const words = useWords();
  const count = differences(keymapGround, before.keymap, after.keymap).length;
  if (count === 0) return null;
  return (
    <tr data-change="keymap">
      <th scope="row">{words.t('screen.keymap')}</th>
      <td>{words.t(presetTitles[before.keymap.preset])}</td>
      <td>
        {words.t(presetTitles[after.keymap.preset])}. {words.t('keymap.importChanges', { count })}
      </td>
    </tr>
  );
}

/** What the offered settings would change, before anything is changed. */
function Offered({ services, name, after }: { services: Services; name: string; after: Settings }) {
  const words = useWords();
  const before = useStore(services.preferences, (state) => state);
  const { accept, decline } = services.settingsFile.getState();
  const now = settingsOf(before);
  const changes = settingDifferences(now, after);
  const isSame = changes.length === 0 && differences(keymapGround, now.keymap, after.keymap).length === 0;
  return (
    <section className={css.offered} data-offered aria-label={words.t('keymap.importTitle', { name })}>
      <h3>{words.t('keymap.importTitle', { name })}</h3>
      {isSame ? (
        <p>{words.t('settings.same')}</p>
      ) : (
        <div className={css.changes} {...scrollArea(words.t('keymap.importTable'))}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.t('settings.choice')}</th>
                <th scope="col">{words.t('keymap.before')}</th>
                <th scope="col">{words.t('keymap.after')}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ place, before: old, after: next }) => (
                <tr key={place} data-change={place}>
                  <th scope="row">{words.t(titles[place] ?? 'settings.choice')}</th>
                  <td>{valueWords(words, place, old)}</td>
                  <td>{valueWords(words, place, next)}</td>
                </tr>
              ))}
              <KeymapChange before={now} after={after} />
            </tbody>
          </table>
        </div>
      )}
      <div className={css.buttons}>
        <button className={kit.button} data-quiet data-decline type="button" onClick={decline}>
          {words.t('common.cancel')}
        </button>
        <button className={kit.button} data-primary data-accept type="button" disabled={isSame} onClick={accept}>
          {words.t('settings.importApply')}
        </button>
      </div>
    </section>
  );
}

function Failure({ services }: { services: Services }) {
  const words = useWords();
  const failure = useStore(services.settingsFile, (state) => state.failure);
  if (failure === null) return null;
  // A clash names its commands by id; people know them by title.
  const named = Object.entries(failure.params).map(([name, value]) => {
    const text = String(value);
    return [name, isCommandId(text) ? words.command(text) : value];
  });
  return (
    <div data-settings-failure={failure.code}>
      <ErrorNote>{words.failure({ code: failure.code, params: Object.fromEntries(named) })}</ErrorNote>
    </div>
  );
}

/** Settings out to a file, in from one, and back to those from before. */
export function SettingsFiles({ services }: { services: Services }) {
  const words = useWords();
  const { offered, replaced, saveAs, open, takeBack } = useStore(services.settingsFile);
  return (
    <fieldset className={css.files}>
      <legend>{words.t('settings.file')}</legend>
      <div className={css.fileButtons}>
        <button className={kit.button} data-settings-export type="button" onClick={() => void saveAs()}>
          {words.t('keymap.export')}
        </button>
        <button className={kit.button} data-settings-import type="button" onClick={() => void open()}>
          {words.t('keymap.import')}
        </button>
        {replaced === null ? null : (
          <button className={kit.button} data-settings-take-back type="button" onClick={takeBack}>
            {words.t('keymap.takeBack')}
          </button>
        )}
      </div>
      <Failure services={services} />
      {offered === null ? null : <Offered services={services} name={offered.name} after={offered.value} />}
    </fieldset>
  );
}
