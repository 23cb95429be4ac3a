import { type ReactNode, useLayoutEffect } from 'react';
import { IntlProvider } from 'react-intl';
import type { Language } from '#contract/ids.ts';
import { catalogs } from './catalog.ts';

/** Gives the page its language. Changing it renders again and mounts nothing anew, so no state is lost. */
export function LanguageProvider({ language, children }: { language: Language; children: ReactNode }) {
  useLayoutEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <IntlProvider locale={language} messages={catalogs[language]} defaultLocale="en">
      {children}
    </IntlProvider>
  );
}
