import type { Language } from '#contract/ids.ts';
import en from '#resources/locales/en.json' with { type: 'json' };
import es from '#resources/locales/es.json' with { type: 'json' };

/** Every message the page can say. */
export type MessageId = keyof typeof en;

/** Both catalogs, always at hand: the palette searches in both, and switching must not wait. */
export const catalogs: Readonly<Record<Language, Readonly<Record<MessageId, string>>>> = { en, es };

/** Whether a text made of data names a message. */
export function isMessageId(text: string): text is MessageId {
  return Object.hasOwn(en, text);
}

export const languages: readonly Language[] = ['en', 'es'];

/** The other interface language. */
export function otherLanguage(language: Language): Language {
  return language === 'en' ? 'es' : 'en';
}
