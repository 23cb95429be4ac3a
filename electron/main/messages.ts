import type { Language } from '#contract/ids.ts';
import en from '#resources/locales/en.json' with { type: 'json' };
import es from '#resources/locales/es.json' with { type: 'json' };

/** The few words that the shell itself shows: menu, dialogs. */
export type ShellMessage = Extract<keyof typeof en, `shell.${string}`>;

const catalogs: Readonly<Record<Language, Readonly<Record<ShellMessage, string>>>> = { en, es };

/** A word of the shell in the given language. These messages take no values. */
export function shellText(language: Language, id: ShellMessage): string {
  return catalogs[language][id];
}

/** The language to start in, from the system's own (such as `es-MX`). */
export function languageOfSystem(locale: string): Language {
  return locale.toLowerCase().startsWith('es') ? 'es' : 'en';
}
