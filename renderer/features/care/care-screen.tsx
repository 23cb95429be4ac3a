import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { CareChoices } from '#contract/care.ts';
import { shieldParts } from '#domain/care/choices.ts';
import type { PreferencesStore } from '#renderer/bridge/preferences.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { CommandButton, kit } from '#renderer/ui/kit.tsx';
import css from './care-screen.module.css';
import { useCare } from './context.ts';
import { LedgerTable } from './ledger-table.tsx';

interface PartProps {
  readonly care: CareChoices;
  readonly change: (care: CareChoices) => void;
}

/** What lies over the clip, in any combination. */
export function ShieldChoice({ care, change }: PartProps) {
  const words = useWords();
  return (
    <fieldset className={css.part}>
      <legend>{words.t('care.shield')}</legend>
      <p className={css.soft}>{words.t('care.shieldHint')}</p>
      <div className={css.checks}>
        {shieldParts.map((part) => (
          <label key={part}>
            <input
              type="checkbox"
              checked={care.shield[part]}
              onChange={() => change({ ...care, shield: { ...care.shield, [part]: !care.shield[part] } })}
            />
            {words.t(`shield.${part}`)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function OptOuts() {
  const words = useWords();
  const types = useCare((state) => state.types);
  const chosen = useCare((state) => state.optOuts);
  const hidden = useCare((state) => state.hidden);
  const setOptOuts = useCare((state) => state.setOptOuts);
  const all = [...new Set([...types, ...chosen])];
  return (
    <fieldset className={css.part} data-opt-outs>
      <legend>{words.t('care.optOuts')}</legend>
      <p className={css.soft}>{words.t('care.optOutsHint')}</p>
      {all.length === 0 ? <p>{words.t('care.optOutNone')}</p> : null}
      <div className={css.checks}>
        {all.map((type) => (
          <label key={type}>
            <input
              type="checkbox"
              checked={chosen.includes(type)}
              onChange={({ target }) =>
                void setOptOuts(target.checked ? [...chosen, type] : chosen.filter((each) => each !== type))
              }
            />
            {words.code('violation', type)}
          </label>
        ))}
      </div>
      <output className={css.soft}>{hidden === null ? '' : words.t('care.optedOut', { count: hidden })}</output>
    </fieldset>
  );
}

const limits = [
  ['break_after_min', 'care.breakAfter'],
  ['break_after_shown_min', 'care.breakAfterShown'],
  ['daily_cap_min', 'care.cap'],
] as const;

function Limits({ care, change }: PartProps) {
  const words = useWords();
  return (
    <fieldset className={css.part}>
      <legend>{words.t('care.breaks')}</legend>
      <p className={css.soft}>{words.t('care.never')}</p>
      {limits.map(([name, label]) => (
        <label key={name} className={css.limit}>
          <span>{words.t(label)}</span>
          <input
            className={kit.input}
            type="number"
            min={0}
            max={1440}
            value={care[name]}
            onChange={({ target }) => {
              const minutes = Math.round(Number(target.value));
              if (minutes >= 0 && minutes <= 1_440) change({ ...care, [name]: minutes });
            }}
          />
        </label>
      ))}
    </fieldset>
  );
}

/** The person's own page: what they chose for their comfort, and what only they may see of their days. */
export function CareScreen({ preferences }: { preferences: PreferencesStore }) {
  const words = useWords();
  const care = useStore(preferences, (state) => state.care);
  const load = useCare((state) => state.load);
  const ledger = useCare((state) => state.ledger);
  useEffect(() => void load(), [load]);
  const change = (next: CareChoices): void => preferences.getState().change({ care: next });
  return (
    <main className={css.screen} data-screen="care" aria-label={words.t('screen.care')}>
      <div className={css.choices} data-pane="choices">
        <h1>{words.t('care.title')}</h1>
        <p className={css.soft}>{words.t('care.offered')}</p>
        <ShieldChoice care={care} change={change} />
        <OptOuts />
        <Limits care={care} change={change} />
      </div>
      <section className={css.ledger} data-pane="ledger" aria-label={words.t('care.ledger')}>
        <p className={css.own}>{words.t('care.own')}</p>
        <LedgerTable days={ledger} />
        <div className={css.keys}>
          <CommandButton id="app.break" />
          <CommandButton id="care.endShift" />
          <CommandButton id="care.practice" />
        </div>
      </section>
    </main>
  );
}
