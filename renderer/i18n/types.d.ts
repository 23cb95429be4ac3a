import type { MessageId } from './catalog.ts';

declare global {
  namespace FormatjsIntl {
    interface Message {
      ids: MessageId;
    }
    interface IntlConfig {
      locale: 'en' | 'es';
    }
  }
}
