import { Pencil, Plus, RotateCcw } from 'lucide-react';
import type { KeySource } from '#domain/commands/layers.ts';
import { commandIcons } from '#renderer/commands/icons.ts';
import { keysLabel } from '#renderer/commands/keys.ts';
import type { CommandId } from '#renderer/commands/registry.ts';
import type { MessageId } from '#renderer/i18n/catalog.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { Kbd, kit } from '#renderer/ui/kit.tsx';
import type { Recording } from './record-dialog.tsx';
import type { KeyRow } from './rows.ts';

const sources: Readonly<Record<KeySource, MessageId>> = {
  default: 'keymap.sourceDefault',
  preset: 'keymap.sourcePreset',
  user: 'keymap.sourceUser',
};

interface RowProps {
  readonly row: KeyRow;
  readonly onRecord: (recording: Recording) => void;
  readonly onReset: (command: CommandId) => void;
}

function Row({ row, onRecord, onReset }: RowProps) {
  const words = useWords();
  const { id, keys, source } = row;
  const command = words.command(id);
  const Icon = commandIcons[id];
  return (
    <tr data-key-row={id} data-source={source}>
      <th scope="row">
        <Icon size={16} aria-hidden="true" /> {command}
      </th>
      <td>
        {keys.map((each) => (
          <button
            key={each}
            type="button"
            className={kit.button}
            data-quiet
            data-change-key={each}
            title={words.t('keymap.change')}
            aria-label={words.t('keymap.changeOf', { keys: keysLabel(each), command })}
            onClick={() => onRecord({ command: id, instead: each })}
          >
            <Kbd>{keysLabel(each)}</Kbd>
            <Pencil size={12} aria-hidden="true" />
          </button>
        ))}
        <button
          type="button"
          className={kit.button}
          data-quiet
          data-add-key
          title={words.t('keymap.add')}
          aria-label={words.t('keymap.addTo', { command })}
          onClick={() => onRecord({ command: id, instead: null })}
        >
          <Plus size={12} aria-hidden="true" />
        </button>
      </td>
      <td>{words.t(sources[source])}</td>
      <td>
        {source === 'user' ? (
          <button
            type="button"
            className={kit.button}
            data-quiet
            data-reset
            aria-label={words.t('keymap.resetOf', { command })}
            onClick={() => onReset(id)}
          >
            <RotateCcw size={12} aria-hidden="true" /> {words.t('keymap.reset')}
          </button>
        ) : null}
      </td>
    </tr>
  );
}

/** Every command with its keys and who gave them. */
export function KeyTable({ rows, ...actions }: { rows: readonly KeyRow[] } & Omit<RowProps, 'row'>) {
  const words = useWords();
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{words.t('keymap.command')}</th>
          <th scope="col">{words.t('keymap.keys')}</th>
          <th scope="col">{words.t('keymap.source')}</th>
          <th scope="col">
            <span className={kit.visuallyHidden}>{words.t('keymap.reset')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} {...actions} />
        ))}
      </tbody>
    </table>
  );
}
