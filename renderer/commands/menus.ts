import type { MenuCommand, MenuEntry, PageMenus } from '#contract/menu.ts';
import type { Words } from '#renderer/i18n/use-words.ts';
import { keyLabel } from './keys.ts';
import {
  type CommandFamily,
  type CommandGroup,
  commandGroups,
  type CommandId,
  commandIds,
  commands,
  familyOf,
} from './registry.ts';
import type { Availability } from './runtime.ts';

type AvailabilityOf = (id: CommandId) => Availability;

function commandEntry(words: Words, id: CommandId, availabilityOf: AvailabilityOf): MenuCommand {
  // What cannot be done at this very moment stays: it would be out of date with the next verdict, and says so when it is chosen.
  const enabled = availabilityOf(id) !== 'elsewhere';
  return { kind: 'command', id, label: words.command(id), key: keyLabel(id), enabled };
}

/** Leaving the application is the system's own entry: it is there when the page is not. */
const idsOf = (group: CommandGroup): readonly CommandId[] =>
  commandIds.filter((id) => commands[id].group === group && id !== 'app.quit');

function entriesOf(words: Words, group: CommandGroup, availabilityOf: AvailabilityOf): MenuEntry[] {
  const folded = new Set<CommandFamily>();
  return idsOf(group).flatMap((id): MenuEntry[] => {
    const family = familyOf(id);
    if (family === null) return [commandEntry(words, id, availabilityOf)];
    if (folded.has(family.name)) return [];
    folded.add(family.name);
    const members = idsOf(group).filter((each) => familyOf(each)?.name === family.name);
    const entries = members.map((each) => commandEntry(words, each, availabilityOf));
    return [{ kind: 'family', label: words.t(`menu.family.${family.name}`), commands: entries }];
  });
}

/** The application's menus: every command of the registry by group, in the words and with the keys that hold now. */
export function menusOf(words: Words, availabilityOf: AvailabilityOf): PageMenus {
  return {
    language: words.language,
    app: entriesOf(words, 'app', availabilityOf),
    menus: commandGroups
      .filter((group) => group !== 'app')
      .map((group) => ({ label: words.t(`group.${group}`), entries: entriesOf(words, group, availabilityOf) })),
  };
}
