import { useMemo, useState } from 'react';
import { Autocomplete, Input, Menu, MenuItem, TextField } from 'react-aria-components';
import type { Preferences } from '#contract/preferences.ts';
import { frecency } from '#domain/commands/frecency.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { useBelowFold } from '#renderer/ui/below-fold.ts';
import { DialogFrame } from '#renderer/ui/dialog-frame.tsx';
import { Kbd } from '#renderer/ui/kit.tsx';
import { useCommands } from './context.tsx';
import { commandIcons } from './icons.ts';
import { keyLabel } from './keys.ts';
import css from './palette.module.css';
import { whyNot } from './reason.ts';
import { commandIds } from './registry.ts';
import type { Availability, CommandRuntime } from './runtime.ts';
import { type CommandEntry, commandEntries, findCommands } from './search.ts';

interface PaletteEntry extends CommandEntry {
  readonly availability: Availability;
}

const order: readonly Availability[] = ['now', 'notNow', 'elsewhere'];

function entriesNow(words: ReturnType<typeof useWords>, runtime: CommandRuntime, uses: Preferences['command_use']) {
  const now = Date.now();
  const entries = commandEntries(
    words,
    commandIds.filter((id) => id !== 'app.palette'),
  ).map((entry): PaletteEntry => ({ ...entry, availability: runtime.availability(entry.id) }));
  return entries.toSorted(
    (a, b) =>
      order.indexOf(a.availability) - order.indexOf(b.availability) ||
      frecency(uses[b.id], now) - frecency(uses[a.id], now),
  );
}

/** Runs after the dialog has given the focus back, so that a command may move it. */
function afterClosing(run: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(run));
}

function Row({ entry, reason }: { entry: PaletteEntry; reason: string | null }) {
  const Icon = commandIcons[entry.id];
  const key = keyLabel(entry.id);
  return (
    <MenuItem
      id={entry.id}
      className={css.item ?? ''}
      textValue={reason === null ? entry.title : `${entry.title}. ${reason}`}
      data-command-id={entry.id}
      data-availability={entry.availability}
    >
      <Icon size={16} aria-hidden="true" />
      <span className={css.title}>{entry.title}</span>
      <span className={css.group}>{reason ?? entry.group}</span>
      {key === null ? null : <Kbd>{key}</Kbd>}
    </MenuItem>
  );
}

interface PaletteProps {
  readonly uses: Preferences['command_use'];
  readonly onClose: () => void;
}

/** The field has the focus as soon as it is there: whoever opened the palette is about to type. */
function takeFocus(field: HTMLInputElement | null): void {
  field?.focus();
}

/** As many commands as the list shows without being scrolled. */
const FIRST_ROWS = 14;

/** Every command by name, with its key: using it teaches the keys. What cannot be done now is there too, with the reason. */
export function Palette({ uses, onClose }: PaletteProps) {
  const words = useWords();
  const runtime = useCommands();
  const reasonOf = ({ id, availability }: PaletteEntry): string | null => whyNot(words, id, availability);
  const [query, setQuery] = useState('');
  const [refused, setRefused] = useState('');
  const entries = useMemo(() => entriesNow(words, runtime, uses), [words, runtime, uses]);
  const byId = useMemo(() => new Map(entries.map((entry) => [entry.id, entry])), [entries]);
  const hasBelowFold = useBelowFold();
  const all = findCommands(entries, query).flatMap(({ id }) => byId.get(id) ?? []);
  const found = hasBelowFold ? all : all.slice(0, FIRST_ROWS);
  const title = words.t('palette.title');
  const choose = (entry: PaletteEntry): void => {
    const reason = reasonOf(entry);
    if (reason !== null) return setRefused(`${entry.title}: ${reason}`);
    onClose();
    afterClosing(() => runtime.run(entry.id, 'palette'));
  };
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
            if (entry !== undefined) choose(entry);
          }}
        >
          {(entry: PaletteEntry) => <Row entry={entry} reason={reasonOf(entry)} />}
        </Menu>
      </Autocomplete>
      <output className={css.refused} data-palette-refused>
        {refused}
      </output>
    </DialogFrame>
  );
}
