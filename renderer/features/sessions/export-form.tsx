import { useEffect, useRef, useState } from 'react';
import type { PersonId } from '#contract/ids.ts';
import type { CsvStyle, SessionLogFormat } from '#contract/sessions.ts';
import type { DayParts } from '#domain/sessions/day-parts.ts';
import { sessionLogColumns } from '#domain/sessions/session-log-format.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { focusDay } from '#renderer/ui/day-field.tsx';
import { ErrorNote, kit, ProgressBar } from '#renderer/ui/kit.tsx';
import { useSessions, useSessionsApi } from './context.ts';
import { ExportDays, type TypedRange, wholeRange } from './export-days.tsx';
import css from './sessions-screen.module.css';

const DAYS_AT_FIRST = 7;

/** A day of this device's time zone, some days ago. */
function day(daysAgo: number): DayParts {
  const date = new Date();
  date.setDate(date.getDate() - daysAgo);
  const two = (value: number): string => String(value).padStart(2, '0');
  return { day: two(date.getDate()), month: two(date.getMonth() + 1), year: String(date.getFullYear()) };
}

function Outcome() {
  const words = useWords();
  const api = useSessionsApi();
  const exporting = useSessions((state) => state.exporting);
  if (exporting.stage === 'running') {
    return (
      <output className={css.outcome}>
        <span>{words.t('export.running', { rows: exporting.rows })}</span>
        <ProgressBar share={exporting.share} label={words.t('export.progress')} />
        <button className={kit.button} type="button" onClick={() => void api.getState().cancelExport()}>
          {words.t('common.cancel')}
        </button>
      </output>
    );
  }
  if (exporting.stage === 'failed') return <ErrorNote>{words.failure(exporting.error)}</ErrorNote>;
  if (exporting.stage !== 'done') return null;
  return (
    <output className={css.outcome} data-export-source={exporting.source}>
      <span>
        {words.t('export.rows', { rows: exporting.rows })} · {words.bytes(exporting.bytes)} ·{' '}
        {words.t(exporting.source === 'hub' ? 'export.fromHub' : 'export.fromDevice')}
        {exporting.saved ? ` · ${words.t('export.saved')}` : ''}
      </span>
      <button className={kit.button} type="button" onClick={() => void api.getState().saveAs()}>
        {words.t('export.saveAs')}
      </button>
    </output>
  );
}

function People({
  chosen,
  onChange,
}: {
  chosen: readonly PersonId[];
  onChange: (people: readonly PersonId[]) => void;
}) {
  const words = useWords();
  const people = useSessions((state) => state.people);
  if (people.length < 2) return null;
  const toggle = (id: PersonId): void =>
    onChange(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  return (
    <fieldset className={css.people}>
      <legend>{words.t('export.people')}</legend>
      <div>
        {people.map(({ id, name }) => (
          <label key={id}>
            <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
            {name}
          </label>
        ))}
      </div>
      <span className={css.soft}>
        {words.t(chosen.length === 0 ? 'export.everybody' : 'export.only', { count: chosen.length })}
      </span>
    </fieldset>
  );
}

interface SeparatorProps {
  readonly value: CsvStyle['separator'];
  readonly onChange: (separator: CsvStyle['separator']) => void;
}

/** What stands between the columns: spreadsheets take that of their system. */
function Separator({ value, onChange }: SeparatorProps) {
  const words = useWords();
  return (
    <fieldset className={css.formats}>
      <legend>{words.t('export.separator')}</legend>
      {(['comma', 'semicolon'] as const).map((each) => (
        <label key={each}>
          <input type="radio" name="separator" checked={value === each} onChange={() => onChange(each)} />
          {words.t(`export.separator.${each}`)}
        </label>
      ))}
    </fieldset>
  );
}

/** Range, people and format of an export; supervisors choose people, others export their own log. */
export function ExportForm({ asked }: { asked: number }) {
  const words = useWords();
  const api = useSessionsApi();
  const first = useRef<HTMLFieldSetElement>(null);
  const running = useSessions((state) => state.exporting.stage === 'running');
  const [typed, setTyped] = useState<TypedRange>(() => ({ from: day(DAYS_AT_FIRST), to: day(0) }));
  const range = wholeRange(typed);
  const [people, setPeople] = useState<readonly PersonId[]>([]);
  const [format, setFormat] = useState<SessionLogFormat>('csv');
  useEffect(() => {
    if (asked > 0) focusDay(first.current);
  }, [asked]);
  // Until somebody chooses, the separator is that of the spreadsheet in the page's language.
  const [chosen, setChosen] = useState<CsvStyle['separator'] | null>(null);
  const separator = chosen ?? (words.language === 'es' ? 'semicolon' : 'comma');
  const headers = sessionLogColumns.map((column) => words.t(`export.column.${column}`));
  return (
    <form
      className={css.export}
      onSubmit={(event) => {
        event.preventDefault();
        if (range !== null && !running)
          void api.getState().runExport({ range, reviewers: people, format, csv: { separator, headers } });
      }}
    >
      <h2>{words.t('export.title')}</h2>
      <ExportDays typed={typed} onChange={setTyped} firstRef={first} />
      <People chosen={people} onChange={setPeople} />
      <fieldset className={css.formats}>
        <legend>{words.t('export.format')}</legend>
        {(['csv', 'ndjson'] as const).map((each) => (
          <label key={each}>
            <input type="radio" name="format" checked={format === each} onChange={() => setFormat(each)} />
            {words.t(`export.${each}`)}
          </label>
        ))}
      </fieldset>
      {format === 'csv' ? <Separator value={separator} onChange={setChosen} /> : null}
      <button className={kit.button} data-primary type="submit" disabled={running || range === null}>
        {words.t('export.go')}
      </button>
      <Outcome />
    </form>
  );
}
