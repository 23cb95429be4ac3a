import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Language } from '#contract/ids.ts';
import type { MenuEntry, PageMenus } from '#contract/menu.ts';
import { type ShellMessage, shellText } from './messages.ts';

type Template = MenuItemConstructorOptions;

export interface MenuPorts {
  /** Closes the window, which warns first when work is unsent. */
  readonly quit: () => void;
  /** Tells the page that a command was chosen. */
  readonly choose: (id: string) => void;
}

/** The application menu. */
export interface AppMenu {
  /** Speaks this language, until the page tells its own menus. */
  speak(language: Language): void;
  /** Shows what the page's commands are called now, and what is offered. */
  show(menus: PageMenus): void;
}

/** `&` would underline the next letter. */
const plain = (text: string): string => text.replaceAll('&', '&&');

/** A key stands in the label and is no accelerator: the page reads keys, and one that both read would be done twice. */
function entryOf(entry: MenuEntry, choose: MenuPorts['choose']): Template {
  if (entry.kind === 'family')
    return { label: plain(entry.label), submenu: entry.commands.map((each) => entryOf(each, choose)) };
  const { id, label, key, enabled } = entry;
  return { id, label: plain(key === null ? label : `${label}   ${key}`), enabled, click: () => choose(id) };
}

/** What only the system can do. Undo and zoom are not in it: those keys belong to the page. */
function systemMenus(language: Language): Template[] {
  const entry = (id: ShellMessage, role: NonNullable<Template['role']>): Template => ({
    label: shellText(language, id),
    role,
  });
  return [
    {
      label: shellText(language, 'shell.menu.edit'),
      submenu: [
        entry('shell.menu.cut', 'cut'),
        entry('shell.menu.copy', 'copy'),
        entry('shell.menu.paste', 'paste'),
        entry('shell.menu.selectAll', 'selectAll'),
      ],
    },
    { label: shellText(language, 'shell.menu.window'), submenu: [entry('shell.menu.minimize', 'minimize')] },
  ];
}

/** Makes the application menu: at first only what the system needs, then every command of the page's registry. */
export function createMenu({ quit, choose }: MenuPorts): AppMenu {
  let told = false;
  const draw = ({ language, app, menus }: PageMenus): void => {
    const entries = (list: readonly MenuEntry[]): Template[] => list.map((each) => entryOf(each, choose));
    const leave: Template = {
      label: shellText(language, 'shell.menu.quit'),
      accelerator: 'CommandOrControl+Q',
      click: quit,
    };
    const template: Template[] = [
      { label: 'Lupa', submenu: [...entries(app), { type: 'separator' }, leave] },
      ...menus.map((menu) => ({ label: plain(menu.label), submenu: entries(menu.entries) })),
      ...systemMenus(language),
    ];
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  };
  return {
    speak(language) {
      if (!told) draw({ language, app: [], menus: [] });
    },
    show(menus) {
      told = true;
      draw(menus);
    },
  };
}
