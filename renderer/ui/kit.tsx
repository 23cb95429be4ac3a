import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useCommands } from '#renderer/commands/context.tsx';
import { ariaShortcut, keyLabel } from '#renderer/commands/keys.ts';
import type { CommandId } from '#renderer/commands/registry.ts';
import { useWords, type Words } from '#renderer/i18n/use-words.ts';
import { Steady } from './steady.tsx';
import css from './kit.module.css';

/** A key cap beside the action it stands for. Readers hear it through `aria-keyshortcuts`. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className={css.kbd} aria-hidden="true">
      {children}
    </kbd>
  );
}

interface CommandButtonProps {
  readonly id: CommandId;
  /** Shown instead of the command's title, which then becomes the tooltip. */
  readonly children?: ReactNode;
  /** As `children`, in a place that is as wide in either language. */
  readonly say?: (words: Words) => string;
  readonly icon?: ReactNode;
  readonly look?: 'primary' | 'quiet';
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly hideKey?: boolean;
  /** Only the icon is shown; the title is the accessible name. */
  readonly iconOnly?: boolean;
  /** Added to the tooltip: a value that the icon cannot say. */
  readonly hint?: string;
}

/** A button for a command: its words, its key, its state. A mouse press leaves the focus where it was. */
export function CommandButton(props: CommandButtonProps) {
  const { id, children, say, icon, look, pressed, disabled, hideKey, iconOnly, hint } = props;
  const commands = useCommands();
  const words = useWords();
  const title = words.command(id);
  const key = hideKey === true ? null : keyLabel(id);
  return (
    <button
      type="button"
      className={css.button}
      data-command={id}
      data-primary={look === 'primary' || undefined}
      data-quiet={look === 'quiet' || undefined}
      aria-pressed={pressed}
      aria-keyshortcuts={ariaShortcut(id)}
      title={hint === undefined ? title : `${title} · ${hint}`}
      disabled={disabled}
      onMouseDown={(event) => event.preventDefault()}
      onClick={(event) => commands.run(id, event.detail > 0 ? 'mouse' : 'key')}
    >
      {icon}
      {iconOnly === true ? (
        <span className={css.visuallyHidden}>{children ?? title}</span>
      ) : (
        <span>{children ?? <Steady say={say ?? ((each) => each.command(id))} />}</span>
      )}
      {key === null ? null : (
        <Kbd>
          <Steady say={({ language }) => (language === words.language ? key : (keyLabel(id, language) ?? ''))} />
        </Kbd>
      )}
    </button>
  );
}

/** What went wrong, in words, where it went wrong. */
export function ErrorNote({ children }: { children: ReactNode }) {
  return (
    <div className={css.error} role="alert">
      <CircleAlert size={16} aria-hidden="true" />
      <div>{children}</div>
    </div>
  );
}

/** How much of something is done, 0 to 1. */
export function ProgressBar({ share, label }: { share: number; label: string }) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <progress className={css.bar} aria-label={label} max={100} value={percent}>
      {percent}
    </progress>
  );
}

export { css as kit };
