import { EyeOff, Flag } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ItemView } from '#contract/review.ts';
import type { OriginalDecision, RecordSignal } from '#contract/records.ts';
import { useWords, type Words } from '#renderer/i18n/use-words.ts';
import { HistorySection } from './history-section.tsx';
import css from './record-panel.module.css';
import { scrollArea } from '#renderer/ui/roles.ts';

function Row({ term, children }: { term: string; children: ReactNode }) {
  return children === null || children === undefined || children === '' ? null : (
    <div className={css.row}>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Signal({ signal, words }: { signal: RecordSignal; words: Words }) {
  const score = signal.score ?? null;
  const label = words.code('violation', signal.label ?? signal.reason ?? signal.kind);
  return (
    <li className={css.signal}>
      <span className={css.signalName}>{label}</span>
      <span className={css.figure}>{score === null ? words.number(signal.count ?? 0) : score.toFixed(2)}</span>
      {score === null ? null : (
        <span className={css.meter} aria-hidden="true">
          <i style={{ width: `${Math.round(Math.min(1, Math.max(0, score)) * 100)}%` }} />
        </span>
      )}
      <span className={css.source}>{[signal.name, signal.version].filter(Boolean).join(' ')}</span>
    </li>
  );
}

function Signals({ view, words }: { view: ItemView; words: Words }) {
  const signals = view.record.signals ?? [];
  const reports = signals.filter((each) => each.kind === 'report');
  const others = signals.filter((each) => each.kind !== 'report');
  const reported = reports.reduce((sum, each) => sum + (each.count ?? 1), 0);
  return (
    <>
      {others.length === 0 ? null : (
        <section>
          <h2>{words.t('record.signals')}</h2>
          <ul className={css.list}>
            {others.map((signal, index) => (
              <Signal key={`${signal.kind}-${index}`} signal={signal} words={words} />
            ))}
          </ul>
        </section>
      )}
      {reports.length === 0 ? null : (
        <section>
          <h2>{words.t('record.reports', { count: reported })}</h2>
          <ul className={css.list}>
            {reports.map((signal, index) => (
              <Signal key={`${signal.reason}-${index}`} signal={signal} words={words} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Decision({ decision, words }: { decision: OriginalDecision; words: Words }) {
  return (
    <dl>
      <Row term={words.t('record.action')}>
        {decision.action ? <strong>{words.code('action', decision.action)}</strong> : null}
      </Row>
      <Row term={words.t('record.violation')}>
        {decision.violation_type ? words.code('violation', decision.violation_type) : null}
      </Row>
      <Row term={words.t('record.severity')}>
        {typeof decision.severity === 'number' ? `S${decision.severity}` : null}
      </Row>
      <Row term={words.t('record.policy')}>{decision.policy}</Row>
      <Row term={words.t('record.moderator')}>{[decision.moderator, decision.team].filter(Boolean).join(' · ')}</Row>
      <Row term={words.t('record.decidedAt')}>{decision.at ? words.dateTime(decision.at) : null}</Row>
    </dl>
  );
}

function OriginalDecisionPart({ view, words }: { view: ItemView; words: Words }) {
  const appeal = view.record.appeal?.status ?? null;
  return (
    <section data-original-decision={view.blinded ? 'hidden' : 'shown'}>
      <h2>{words.t('record.decision')}</h2>
      {view.blinded ? (
        <p className={css.hidden}>
          <EyeOff size={14} aria-hidden="true" />
          <span>
            {words.t('record.hidden')} {words.t(view.enforced ? 'record.enforced' : 'record.notEnforced')}
          </span>
        </p>
      ) : view.record.decision ? (
        <Decision decision={view.record.decision} words={words} />
      ) : (
        <p className={css.soft}>{words.t('record.noDecision')}</p>
      )}
      {appeal === null ? null : (
        <dl>
          <Row term={words.t('record.appeal')}>{words.code('appeal', appeal)}</Row>
        </dl>
      )}
    </section>
  );
}

function StreamPart({ view, words }: { view: ItemView; words: Words }) {
  const stream = view.record.stream;
  if (!stream) return null;
  return (
    <section>
      <h2>{words.t('record.stream')}</h2>
      {stream.title ? <p className={css.title}>{stream.title}</p> : null}
      <dl>
        <Row term={words.t('record.viewers')}>
          {typeof stream.viewers === 'number' ? words.number(stream.viewers) : null}
        </Row>
        <Row term={words.t('record.heat')}>
          {typeof stream.heat_rank === 'number' ? `#${words.number(stream.heat_rank)}` : null}
        </Row>
        <Row term={words.t('record.started')}>{stream.started_at ? words.dateTime(stream.started_at) : null}</Row>
      </dl>
    </section>
  );
}

/** What is known of the record, in the order in which it is needed: the decision under review, the subject, the hints. */
export function RecordPanel({ view, flagged }: { view: ItemView; flagged: boolean }) {
  const words = useWords();
  const { record } = view;
  const { subject } = record;
  return (
    <div className={css.panel} {...scrollArea(words.t('record.title'))}>
      <header className={css.head}>
        <h1>{subject?.handle ?? subject?.id ?? record.id}</h1>
        <p className={css.soft}>
          {record.id}
          {flagged ? (
            <span className={css.flag}>
              <Flag size={12} aria-hidden="true" /> {words.t('record.flagged')}
            </span>
          ) : null}
        </p>
      </header>
      <OriginalDecisionPart view={view} words={words} />
      <section>
        <h2>{words.t('record.subject')}</h2>
        <dl>
          <Row term={words.t('record.stage')}>
            {words.code('stage', record.stage)} · {words.code('surface', record.surface)}
          </Row>
          <Row term={words.t('record.region')}>{subject?.region ? words.code('region', subject.region) : null}</Row>
          <Row term={words.t('record.language')}>{subject?.language ? words.languageName(subject.language) : null}</Row>
          <Row term={words.t('record.occurred')}>{record.occurred_at ? words.dateTime(record.occurred_at) : null}</Row>
        </dl>
      </section>
      <Signals view={view} words={words} />
      <StreamPart view={view} words={words} />
      <HistorySection />
    </div>
  );
}
