import { matchSorter } from 'match-sorter';
import { useMemo, useState } from 'react';
import { Autocomplete, Input, Menu, MenuItem, TextField } from 'react-aria-components';
import { createIntl } from 'react-intl';
import { catalogs, otherLanguage } from '#renderer/i18n/catalog.ts';
import { commandWords, useWords, type Words } from '#renderer/i18n/use-words.ts';
import { DialogFrame, Kbd } from '#renderer/ui/kit.tsx';
import { useCommands } from './context.tsx';
import { keyLabel } from './keys.ts';
import css from './palette.module.css';
import { type CommandId, commandIds, commands } from './registry.ts';

export interface PaletteEntry {
  readonly id: CommandId;
  readonly title: string;
  /** The title in the other language, so that a habit from there finds it too. */
  readonly other: string;
  readonly group: string;
}

/** Entries whose title in either language (accents do not matter) fits the query, the best first. */
export function findCommands(entries: readonly PaletteEntry[], query: string): readonly PaletteEntry[] {
  const asked = query.trim();
  return asked === '' ? entries : matchSorter([...entries], asked, { keys: ['title', 'other', 'group'] });
}

/** Titles of commands in both languages. */
export function paletteEntries(words: Words, ids: readonly CommandId[]): readonly PaletteEntry[] {
  const locale = otherLanguage(words.language);
  const intl = createIntl({ locale, messages: catalogs[locale] });
  const inOther: Words['t'] = (id, values) => intl.formatMessage({ id }, values);
  return ids.map((id) => ({
    id,
    title: words.command(id),
    other: commandWords(inOther, id),
    group: words.t(`group.${commands[id].group}`),
  }));
}

/** Runs after the dialog has given the focus back, so that a command may move it. */
function afterClosing(run: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(run));
}

/** The field has the focus as soon as it is there: whoever opened the palette is about to type. */
function takeFocus(field: HTMLInputElement | null): void {
  field?.focus();
}

/** Every command that can be run now, by name, with its key: using it teaches the keys. */
export function Palette({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const runtime = useCommands();
  const [query, setQuery] = useState('');
  const entries = useMemo(() => {
    const possible = commandIds.filter((id) => id !== 'app.palette' && runtime.can(id));
    return paletteEntries(words, possible);
  }, [words, runtime]);
  const found = findCommands(entries, query);
  const title = words.t('palette.title');
  return (
    <DialogFrame title={title} width={600} onClose={onClose} bare>
      <Autocomplete inputValue={query} onInputChange={setQuery}>
        <TextField aria-label={title} className={css.search ?? ''}>
          <Input ref={takeFocus} className={css.input ?? ''} placeholder={words.t('palette.placeholder')} />
        </TextField>
        <Menu
          className={css.list ?? ''}
          aria-label={title}
          items={found}
          renderEmptyState={() => <p className={css.empty}>{words.t('palette.empty')}</p>}
          onAction={(key) => {
            const entry = entries.find(({ id }) => id === key);
            onClose();
            if (entry !== undefined) afterClosing(() => runtime.run(entry.id));
          }}
        >
          {(entry: PaletteEntry) => (
            <MenuItem id={entry.id} className={css.item ?? ''} textValue={entry.title}>
              <span className={css.title}>{entry.title}</span>
              <span className={css.group}>{entry.group}</span>
              {keyLabel(entry.id) === null ? null : <Kbd>{keyLabel(entry.id)}</Kbd>}
            </MenuItem>
          )}
        </Menu>
      </Autocomplete>
    </DialogFrame>
  );
}
