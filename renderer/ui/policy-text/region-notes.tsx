import { MapPin } from 'lucide-react';
import { useMemo } from 'react';
import type { Language } from '#contract/ids.ts';
import type { PolicyVersion } from '#contract/policies.ts';
import { notesForRegion } from '#domain/policies/regions.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { markdownElements } from './markdown.tsx';
import css from './policy-text.module.css';
import { readySections } from './ready-sections.ts';

interface RegionNotesProps {
  readonly policy: PolicyVersion;
  readonly language: Language;
  readonly region: string | null;
}

/** Localised practice for the record's region, before everything else; nothing when the text has no note for it. */
export function RegionNotes({ policy, language, region }: RegionNotesProps) {
  const words = useWords();
  const notes = useMemo(
    () =>
      notesForRegion(readySections(policy, language) ?? [], region).map((note) => ({
        ...note,
        content: markdownElements(note.markdown),
      })),
    [policy, language, region],
  );
  if (region === null || notes.length === 0) return null;
  return (
    <aside className={css.region} aria-label={words.t('policy.regionNotes')} data-region-notes={region}>
      <h3>
        <MapPin size={14} aria-hidden="true" />
        {words.t('policy.regionFor', { region: words.code('region', region) })}
      </h3>
      {notes.map((note) => (
        <div key={note.markdown} lang={language}>
          {note.content}
        </div>
      ))}
    </aside>
  );
}
