import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Language } from '#contract/ids.ts';
import { type ShellMessage, shellText } from './messages.ts';

type Role = NonNullable<MenuItemConstructorOptions['role']>;

/**
 * Sets the application menu in the given language: what the system needs for copy, paste, full screen and quit. Undo and zoom are not in
 * it, because those keys belong to the page.
 * @param quit closes the window, which warns first when work is unsent
 */
export function setMenu(language: Language, quit: () => void): void {
  const entry = (id: ShellMessage, role: Role): MenuItemConstructorOptions => ({
    label: shellText(language, id),
    role,
  });
  const menu = Menu.buildFromTemplate([
    {
      label: 'Lupa',
      submenu: [{ label: shellText(language, 'shell.menu.quit'), accelerator: 'CommandOrControl+Q', click: quit }],
    },
    {
      label: shellText(language, 'shell.menu.edit'),
      submenu: [
        entry('shell.menu.cut', 'cut'),
        entry('shell.menu.copy', 'copy'),
        entry('shell.menu.paste', 'paste'),
        entry('shell.menu.selectAll', 'selectAll'),
      ],
    },
    {
      label: shellText(language, 'shell.menu.window'),
      submenu: [entry('shell.menu.fullScreen', 'togglefullscreen'), entry('shell.menu.minimize', 'minimize')],
    },
  ]);
  Menu.setApplicationMenu(menu);
}
