import { z } from 'zod';
import { language } from './ids.ts';

/** Words of a menu, in the language of the page. */
const label = z.string().min(1).max(200);

/** One command as a menu shows it. */
export const menuCommand = z.strictObject({
  kind: z.literal('command'),
  /** Id of the page's registry; comes back when it is chosen. */
  id: z.string().min(1).max(80),
  label,
  /** What the caps of its first key say; null without a key. Shown only: keys are read by the page. */
  key: z.string().min(1).max(40).nullable(),
  enabled: z.boolean(),
});
export type MenuCommand = z.infer<typeof menuCommand>;

/** Commands that differ by a number only, folded into one entry. */
export const menuFamily = z.strictObject({
  kind: z.literal('family'),
  label,
  commands: z.array(menuCommand).min(1).max(20),
});

export const menuEntry = z.discriminatedUnion('kind', [menuCommand, menuFamily]);
export type MenuEntry = z.infer<typeof menuEntry>;

/** The application's menus as the page's registry makes them; the shell adds what only the system can do. */
export const pageMenus = z.strictObject({
  language,
  /** Entries of the menu that bears the application's name. */
  app: z.array(menuEntry).max(60),
  menus: z.array(z.strictObject({ label, entries: z.array(menuEntry).min(1).max(60) })).max(12),
});
export type PageMenus = z.infer<typeof pageMenus>;
