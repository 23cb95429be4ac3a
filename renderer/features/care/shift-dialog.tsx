import { useEffect } from 'react';
import { useWords } from '#renderer/i18n/use-words.ts';
import { DialogFrame } from '#renderer/ui/dialog-frame.tsx';
import { CommandButton, kit } from '#renderer/ui/kit.tsx';
import css from './care-screen.module.css';
import { useCare } from './context.ts';
import { LedgerTable } from './ledger-table.tsx';

/** The day in figures, for the person who worked it and for nobody else. */
export function ShiftDialog({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const day = useCare((state) => state.day);
  const load = useCare((state) => state.load);
  useEffect(() => void load(), [load]);
  const count = day?.verdicts.reduce((sum, each) => sum + each.count, 0) ?? 0;
  return (
    <DialogFrame title={words.t('shift.title')} width={640} onClose={onClose}>
      <div className={css.shift} data-shift>
        <p>{words.t('shift.items', { count })}</p>
        {day === null || day.verdicts.length === 0 ? null : (
          <dl className={css.kinds} aria-label={words.t('shift.kinds')}>
            {day.verdicts.map((each) => [
              <dt key={each.kind}>{words.verdict(each.kind)}</dt>,
              <dd key={`${each.kind}-count`}>{words.number(each.count)}</dd>,
            ])}
          </dl>
        )}
        {day === null ? null : <LedgerTable days={[day]} />}
        <p className={css.soft}>{words.t('care.own')}</p>
        <p>{words.t('shift.thanks')}</p>
        <div className={css.keys}>
          <CommandButton id="app.signOut" />
          <button className={kit.button} data-primary type="button" onClick={onClose}>
            {words.t('common.close')}
          </button>
        </div>
      </div>
    </DialogFrame>
  );
}
