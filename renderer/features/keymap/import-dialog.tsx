import type { PersonalKeymap } from '#contract/keymap.ts';
import { differences } from '#domain/commands/personal.ts';
import { keymapGround } from '#renderer/commands/ground.ts';
import { presetTitles } from '#renderer/commands/preset-titles.ts';
import { keysLabel } from '#renderer/commands/keys.ts';
import { isCommandId } from '#renderer/commands/registry.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { DialogFrame } from '#renderer/ui/dialog-frame.tsx';
import { kit } from '#renderer/ui/kit.tsx';
import { scrollArea } from '#renderer/ui/roles.ts';
import css from './keymap-screen.module.css';

interface ImportDialogProps {
  readonly name: string;
  readonly before: PersonalKeymap;
  readonly after: PersonalKeymap;
  readonly onAccept: () => void;
  readonly onDecline: () => void;
}

/** What a keymap file would change, before anything is changed. */
export function ImportDialog({ name, before, after, onAccept, onDecline }: ImportDialogProps) {
  const words = useWords();
  const changes = differences(keymapGround, before, after);
  const labels = (keys: readonly string[]): string =>
    keys.length === 0 ? '—' : keys.map((each) => keysLabel(each)).join(', ');
  return (
    <DialogFrame title={words.t('keymap.importTitle', { name })} width={640} onClose={onDecline}>
      <div className={css.record}>
        <p>
          {words.t('keymap.importPreset', { preset: words.t(presetTitles[after.preset]) })}{' '}
          {words.t('keymap.importChanges', { count: changes.length })}
        </p>
        <div className={css.changes} {...scrollArea(words.t('keymap.importTable'))}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.t('keymap.command')}</th>
                <th scope="col">{words.t('keymap.before')}</th>
                <th scope="col">{words.t('keymap.after')}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ command, before: old, after: next }) => (
                <tr key={command} data-change={command}>
                  <th scope="row">{isCommandId(command) ? words.command(command) : command}</th>
                  <td>{labels(old)}</td>
                  <td>{labels(next)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div className={css.buttons}>
          <button className={kit.button} data-primary data-accept type="button" onClick={onAccept}>
            {words.t('keymap.importApply')}
          </button>
          <button className={kit.button} data-quiet type="button" onClick={onDecline}>
            {words.t('common.cancel')}
          </button>
        </div>
      </div>
    </DialogFrame>
  );
}
