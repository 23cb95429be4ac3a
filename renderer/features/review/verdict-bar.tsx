import { Flag, SkipForward } from 'lucide-react';
import { verdictKind } from '#contract/verdicts.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { CommandButton } from '#renderer/ui/kit.tsx';
import { Citations } from './citations.tsx';
import { useReviewState } from './context.tsx';
import { choiceField } from './deciding.ts';
import { kindIcons } from './kind-icons.ts';
import { RecentStrip } from './recent-strip.tsx';
import { kindCommands } from './review-commands.ts';
import { ScorecardRow } from './scorecard-row.tsx';
import { VerdictDetails } from './verdict-details.tsx';
import { ChoiceRow, NoteField, SeverityField } from './verdict-fields.tsx';
import css from './verdict-bar.module.css';

function Kinds() {
  const open = useReviewState((state) => state.kind);
  const given = useReviewState((state) => state.view?.verdict?.kind ?? null);
  const hasItem = useReviewState((state) => state.view !== null);
  const words = useWords();
  return (
    <div className={css.row}>
      <fieldset className={css.kinds} aria-label={words.t('verdict.group')}>
        {verdictKind.options.map((kind) => {
          const Icon = kindIcons[kind];
          return (
            <CommandButton
              key={kind}
              id={kindCommands[kind]}
              icon={<Icon size={14} aria-hidden="true" />}
              pressed={open === kind || (open === null && given === kind)}
              disabled={!hasItem}
              say={(each) => each.verdict(kind)}
            />
          );
        })}
      </fieldset>
      <CommandButton
        id="decision.skip"
        look="quiet"
        icon={<SkipForward size={14} aria-hidden="true" />}
        disabled={!hasItem}
        say={(each) => each.t('verdict.skip')}
      />
    </div>
  );
}

/** The verdict under the hand: the kinds, then the fields that the open one needs, in a place that never moves. */
export function VerdictBar() {
  const words = useWords();
  const isScoring = useReviewState((state) => state.criterion !== null);
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
      <div className={css.row}>{isScoring ? <ScorecardRow /> : hasChoice ? <ChoiceRow /> : <RecentStrip />}</div>
      <div className={css.row}>
        <VerdictDetails />
      </div>
      <div className={css.row}>
        <SeverityField />
        <NoteField />
        <Citations />
        <CommandButton
          id="decision.flag"
          look="quiet"
          icon={<Flag size={14} aria-hidden="true" />}
          pressed={flagged}
          disabled={!hasItem}
          say={(each) => each.t('verdict.flag')}
        />
        <CommandButton
          id="decision.submit"
          look="primary"
          disabled={!hasItem || kind === null}
          say={(each) => each.t('verdict.submit')}
        />
      </div>
    </section>
  );
}
