import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { PreferencesStore } from '#renderer/bridge/preferences.ts';
import { useProvideCommands } from '#renderer/commands/context.tsx';
import { keyLabel, keysLabel } from '#renderer/commands/keys.ts';
import { commandIds, isCommandId } from '#renderer/commands/registry.ts';
import { commandEntries } from '#renderer/commands/search.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { ErrorNote, kit } from '#renderer/ui/kit.tsx';
import { scrollArea } from '#renderer/ui/roles.ts';
import { useKeymap, useKeymapApi } from './context.ts';
import { ImportDialog } from './import-dialog.tsx';
import { KeyTable } from './key-table.tsx';
import css from './keymap-screen.module.css';
import { PresetChoice } from './preset-choice.tsx';
import { RecordDialog, type Recording, useRecorder } from './record-dialog.tsx';
import { filterRows, keyRows } from './rows.ts';

function Failure() {
  const words = useWords();
  const failure = useKeymap((state) => state.failure);
  if (failure === null) return null;
  // A clash names its commands by id; people know them by title.
  const params = Object.fromEntries(
    Object.entries(failure.params).map(([name, value]) => {
      const text = String(value);
      return [name, isCommandId(text) ? words.command(text) : value];
    }),
  );
  return (
    <div data-keymap-failure={failure.code}>
      <ErrorNote>{words.failure({ code: failure.code, params })}</ErrorNote>
    </div>
  );
}

function FileButtons() {
  const words = useWords();
  const api = useKeymapApi();
  const replaced = useKeymap((state) => state.replaced);
  const { saveAs, open, resetAll, takeBack } = api.getState();
  return (
    <div className={css.files}>
      <button className={kit.button} data-export type="button" onClick={() => void saveAs()}>
        {words.t('keymap.export')}
      </button>
      <button className={kit.button} data-import type="button" onClick={() => void open()}>
        {words.t('keymap.import')}
      </button>
      <button className={kit.button} data-reset-all type="button" onClick={resetAll}>
        {words.t('keymap.resetAll')}
      </button>
      {replaced === null ? null : (
        <button className={kit.button} data-take-back type="button" onClick={takeBack}>
          {words.t('keymap.takeBack')}
        </button>
      )}
    </div>
  );
}

interface SearchProps {
  readonly text: string;
  readonly pressed: string | null;
  readonly count: number;
  readonly onText: (text: string) => void;
  readonly onPressed: (pressed: string | null) => void;
}

function Search({ text, pressed, count, onText, onPressed }: SearchProps) {
  const words = useWords();
  const [isListening, setListening] = useState(false);
  const end = (): void => setListening(false);
  useRecorder(
    isListening,
    (chord) => {
      onPressed(chord);
      end();
    },
    end,
    end,
  );
  return (
    <search className={css.search}>
      <input
        id="keymap-search"
        className={kit.input}
        type="search"
        value={text}
        aria-label={words.t('keymap.search')}
        placeholder={`${words.t('keymap.search')} (${keyLabel('app.find') ?? ''})`}
        onChange={(event) => onText(event.target.value)}
      />
      <button
        className={kit.button}
        data-find-pressed
        type="button"
        aria-pressed={isListening}
        onClick={() => setListening(!isListening)}
      >
        {isListening ? words.t('keymap.press') : words.t('keymap.findPressed')}
      </button>
      {pressed === null ? null : (
        <button className={kit.button} data-clear-pressed type="button" onClick={() => onPressed(null)}>
          {words.t('keymap.clearPressed', { keys: keysLabel(pressed) })}
        </button>
      )}
      <output>{words.t('keymap.count', { count })}</output>
    </search>
  );
}

/** Every command, its keys, who gave them, and the ways to change that. */
export function KeymapScreen({ preferences }: { preferences: PreferencesStore }) {
  const words = useWords();
  const api = useKeymapApi();
  const personal = useStore(preferences, (state) => state.keymap);
  const offered = useKeymap((state) => state.offered);
  const [text, setText] = useState('');
  const [pressed, setPressed] = useState<string | null>(null);
  const [recording, setRecording] = useState<Recording | null>(null);
  const entries = useMemo(() => commandEntries(words, commandIds), [words]);
  const rows = useMemo(() => keyRows(personal), [personal]);
  const found = filterRows(rows, entries, text, pressed);
  const { rebind, unbind, reset, choosePreset, accept, decline } = api.getState();
  const done = (): void => setRecording(null);
  useProvideCommands({ 'app.find': { run: () => document.getElementById('keymap-search')?.focus() } });
  return (
    <main className={css.screen} data-screen="keymap" aria-label={words.t('screen.keymap')}>
      <aside className={css.side} data-pane>
        <PresetChoice value={personal.preset} onChange={choosePreset} />
        <FileButtons />
        <Failure />
      </aside>
      <section className={css.list} data-pane>
        <h1>{words.t('keymap.title')}</h1>
        <Search text={text} pressed={pressed} count={found.length} onText={setText} onPressed={setPressed} />
        <div className={css.scroll} {...scrollArea(words.t('keymap.title'))}>
          <KeyTable rows={found} onRecord={setRecording} onReset={(command) => void reset(command)} />
        </div>
      </section>
      {recording === null ? null : (
        <RecordDialog
          recording={recording}
          personal={personal}
          onClose={done}
          onSave={(keys) => {
            rebind({ ...recording, keys });
            done();
          }}
          onRemove={(keys) => {
            unbind(recording.command, keys);
            done();
          }}
        />
      )}
      {offered === null ? null : (
        <ImportDialog
          name={offered.name}
          before={personal}
          after={offered.value}
          onAccept={accept}
          onDecline={decline}
        />
      )}
    </main>
  );
}
