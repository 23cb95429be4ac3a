import { ariaShortcut, keyLabel } from '#renderer/commands/keys.ts';
import { type CommandId, isCommandId } from '#renderer/commands/registry.ts';
import { Kbd } from '#renderer/ui/kit.tsx';
import css from './verdict-fields.module.css';

/** The command of a numbered option, if there is one. */
export function numberedCommand(family: 'label.choose' | 'severity.set', number: number): CommandId | null {
  const id = `${family}.${number}`;
  return isCommandId(id) ? id : null;
}

interface OptionProps {
  readonly name: string;
  readonly label: string;
  readonly command: CommandId | null;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

/** One option of a row, with the key that takes it. */
export function Option({ name, label, command, isChosen, onChoose }: OptionProps) {
  const key = command === null ? null : keyLabel(command);
  return (
    <label className={css.option} data-chosen={isChosen || undefined}>
      <input
        type="radio"
        name={name}
        checked={isChosen}
        onChange={onChoose}
        aria-keyshortcuts={command === null ? undefined : ariaShortcut(command)}
      />
      <span>{label}</span>
      {key === null ? null : <Kbd>{key}</Kbd>}
    </label>
  );
}
