import { useWords } from '#renderer/i18n/use-words.ts';
import { DialogFrame, Kbd } from '#renderer/ui/kit.tsx';
import css from './cheat-sheet.module.css';
import { keyLabels } from './keys.ts';
import { commandGroups, commandIds, commands } from './registry.ts';

/** Every command that has a key, in groups. */
export function CheatSheet({ onClose }: { onClose: () => void }) {
  const words = useWords();
  return (
    <DialogFrame title={words.t('help.title')} width={1080} onClose={onClose}>
      <div className={css.groups} role="group" aria-label={words.t('help.title')} tabIndex={0} data-cheat-sheet>
        {commandGroups.map((group) => (
          <section key={group}>
            <h3>{words.t(`group.${group}`)}</h3>
            <dl>
              {commandIds
                .filter((id) => commands[id].group === group && keyLabels(id).length > 0)
                .map((id) => (
                  <div key={id}>
                    <dt>{words.command(id)}</dt>
                    <dd>
                      {keyLabels(id).map((label) => (
                        <Kbd key={label}>{label}</Kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </DialogFrame>
  );
}
