import { ArrowUpFromLine, Check, CircleHelp, Flag, Puzzle, Scale, SkipForward, Tag, Undo2, X } from 'lucide-react';
import type { VerdictView } from '#contract/ipc.ts';
import { type VerdictKind, verdictKind } from '#contract/verdicts.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { CommandButton } from '#renderer/ui/kit.tsx';
import { useReviewState } from './context.tsx';
import { choiceField } from './deciding.ts';
import { kindCommands } from './review-commands.ts';
import { ChoiceRow, NoteField, SeverityField } from './verdict-fields.tsx';
import css from './verdict-bar.module.css';
import { groupOf } from '#renderer/ui/roles.ts';

const kindIcons = {
  uphold: Check,
  overturn: X,
  wrong_action: Scale,
  wrong_violation_type: Tag,
  insufficient_evidence: CircleHelp,
  policy_gap: Puzzle,
  escalate: ArrowUpFromLine,
} as const satisfies Record<VerdictKind, typeof Check>;

function Kinds() {
  const open = useReviewState((state) => state.kind);
  const given = useReviewState((state) => state.view?.verdict?.kind ?? null);
  const hasItem = useReviewState((state) => state.view !== null);
  const words = useWords();
  return (
    <div className={css.row}>
      <div className={css.kinds} {...groupOf(words.t('verdict.group'))}>
        {verdictKind.options.map((kind) => {
          const Icon = kindIcons[kind];
          return (
            <CommandButton
              key={kind}
              id={kindCommands[kind]}
              icon={<Icon size={14} aria-hidden="true" />}
              pressed={open === kind || (open === null && given === kind)}
              disabled={!hasItem}
            >
              {words.verdict(kind)}
            </CommandButton>
          );
        })}
      </div>
      <CommandButton
        id="decision.skip"
        look="quiet"
        icon={<SkipForward size={14} aria-hidden="true" />}
        disabled={!hasItem}
      >
        {words.t('verdict.skip')}
      </CommandButton>
    </div>
  );
}

function Recent({ recent }: { recent: readonly VerdictView[] }) {
  const words = useWords();
  return (
    <ol className={css.recent} aria-label={words.t('verdict.recent')}>
      {recent.length === 0 ? <li className={css.hint}>{words.t('verdict.hint')}</li> : null}
      {recent.map((each) => {
        const Icon = kindIcons[each.kind];
        return (
          <li
            key={each.result_id}
            className={css.chip}
            title={`${each.record_id} · ${words.dateTime(each.decided_at)}`}
          >
            <Icon size={12} aria-hidden="true" />
            <span className={css.chipNumber}>{each.position + 1}</span>
            <span className={css.chipWords}>{words.t(`verdictShort.${each.kind}`)}</span>
          </li>
        );
      })}
    </ol>
  );
}

/** The verdict under the hand: the kinds, then the fields that the open one needs, in a place that never moves. */
export function VerdictBar() {
  const words = useWords();
  const recent = useReviewState((state) => state.recent);
  const hasChoice = useReviewState((state) => choiceField(state) !== null);
  const hasItem = useReviewState((state) => state.view !== null);
  const kind = useReviewState((state) => state.kind);
  const flagged = useReviewState((state) => state.choices.flagged);
  return (
    <section
      className={css.bar}
      aria-label={words.t('verdict.title')}
      data-pane="verdict"
      data-verdict-bar
      data-form={kind ?? ''}
    >
      <Kinds />
      <div className={css.row}>{hasChoice ? <ChoiceRow /> : <Recent recent={recent} />}</div>
      <div className={css.row}>
        <SeverityField />
        <NoteField />
        <CommandButton
          id="decision.flag"
          look="quiet"
          icon={<Flag size={14} aria-hidden="true" />}
          pressed={flagged}
          disabled={!hasItem}
        >
          {words.t('verdict.flag')}
        </CommandButton>
        <CommandButton id="decision.undo" look="quiet" icon={<Undo2 size={14} aria-hidden="true" />}>
          {words.t('verdict.undo')}
        </CommandButton>
        <CommandButton id="decision.submit" look="primary" disabled={!hasItem || kind === null}>
          {words.t('verdict.submit')}
        </CommandButton>
      </div>
    </section>
  );
}
