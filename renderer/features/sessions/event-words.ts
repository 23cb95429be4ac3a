import { assertNever } from '#contract/assert.ts';
import type { SessionEventDetail } from '#contract/sessions.ts';
import type { Words } from '#renderer/i18n/use-words.ts';

/** Item ids are long; their end is enough to tell them apart in a list. */
function short(id: string): string {
  return id.slice(-6);
}

/** What an event adds to its name: the item, the text, the verdict. */
export function eventDetails(words: Words, detail: SessionEventDetail): string {
  switch (detail.type) {
    case 'item_shown':
    case 'skip':
      return words.t('event.item', { item: short(detail.item_id) });
    case 'clip_played':
      return words.t('event.played', {
        from: detail.from_s.toFixed(1),
        to: detail.to_s.toFixed(1),
        clip: detail.clip_ordinal + 1,
      });
    case 'policy_read':
      return `${detail.policy_id} · ${detail.version} · ${words.languageName(detail.language)}`;
    case 'verdict':
      return `${words.verdict(detail.kind)} · ${words.t('event.item', { item: short(detail.item_id) })}`;
    case 'undo':
    case 'redo':
      return words.t('event.item', { item: short(detail.item_id) });
    case 'app_started':
      return words.t('event.unsent', { count: detail.unsent_results });
    case 'database_damaged':
      return words.t('event.salvaged', { saved: detail.saved_results, unreadable: detail.unreadable_results });
    case 'language_changed':
      return words.languageName(detail.language);
    case 'export':
      return `${detail.format.toUpperCase()} · ${words.t('export.rows', { rows: detail.rows })}`;
    case 'hub_log_doubted':
      return words.t('event.hubLog', { known: detail.known_size, told: detail.told_size });
    case 'log_broken':
      return words.t('event.line', { line: detail.line });
    case 'sign_in':
    case 'sign_out':
    case 'break_start':
    case 'break_end':
    case 'lock':
    case 'unlock':
      return '';
    default:
      return assertNever(detail);
  }
}
