import type { MessageId } from '#renderer/i18n/catalog.ts';
import { useWords, type Words } from '#renderer/i18n/use-words.ts';
import { DialogFrame } from '#renderer/ui/dialog-frame.tsx';
import { Kbd } from '#renderer/ui/kit.tsx';
import css from './cheat-sheet.module.css';
import { keyLabels } from './keys.ts';
import { commandGroups, type CommandId, commandIds, commands } from './registry.ts';
import { scrollArea } from '#renderer/ui/roles.ts';

const ROWS_OF_MANY = {
  'label.choose.1': { title: 'help.options', last: 'label.choose.10' },
  'severity.set.1': { title: 'help.severities', last: 'severity.set.5' },
} as const satisfies Partial<Record<CommandId, { title: MessageId; last: CommandId }>>;

function manyOf(id: CommandId): { readonly title: MessageId; readonly last: CommandId } | null {
  return id === 'label.choose.1' || id === 'severity.set.1' ? ROWS_OF_MANY[id] : null;
}

/** A numbered command whose family has one row, that of its first. */
function isFurther(id: CommandId): boolean {
  return /^(label\.choose|severity\.set)\./.test(id) && manyOf(id) === null;
}

function rowTitle(words: Words, id: CommandId): string {
  const many = manyOf(id);
  return many === null ? words.command(id) : words.t(many.title);
}

function rowKeys(id: CommandId): readonly string[] {
  const many = manyOf(id);
  return many === null ? keyLabels(id) : [`${keyLabels(id)[0] ?? ''} – ${keyLabels(many.last)[0] ?? ''}`];
}

/** Every command that has a key, in groups. */
export function CheatSheet({ onClose }: { onClose: () => void }) {
  const words = useWords();
  return (
    <DialogFrame title={words.t('help.title')} width={1080} onClose={onClose}>
      <div className={css.groups} {...scrollArea(words.t('help.title'))} data-cheat-sheet>
        {commandGroups.map((group) => (
          <section key={group}>
            <h3>{words.t(`group.${group}`)}</h3>
            <dl>
              {commandIds
                .filter((id) => commands[id].group === group && keyLabels(id).length > 0 && !isFurther(id))
                .map((id) => (
                  <div key={id}>
                    <dt>{rowTitle(words, id)}</dt>
                    <dd>
                      {rowKeys(id).map((label) => (
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
