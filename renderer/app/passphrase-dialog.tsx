import { type FormEvent, useEffect, useRef, useState } from 'react';
import { PASSPHRASE_LEAST } from '#contract/vault.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { DialogFrame } from '#renderer/ui/dialog-frame.tsx';
import { ErrorNote, kit } from '#renderer/ui/kit.tsx';
import { Secret, SubmitButton, useAsking } from '#renderer/ui/secret-form.tsx';
import css from './dialogs.module.css';
import type { Services } from './services.ts';

/** Asks for the passphrase of this device and for the one that takes its place. */
export function PassphraseDialog({ services, onClose }: { services: Services; onClose: () => void }) {
  const words = useWords();
  const { busy, failure, ask } = useAsking();
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const differs = again !== '' && next !== again;
  const change = async () => {
    const result = await services.client.vault.changePassphrase({ passphrase: old, next });
    if (result.ok) {
      services.notices.getState().say('vault.changed');
      onClose();
    }
    return result;
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (next === again) void ask(change);
  };
  return (
    <DialogFrame title={words.t('command.app.passphrase')} width={480} onClose={onClose}>
      <form className={css.stack} ref={form} data-change-passphrase onSubmit={submit}>
        <Secret id="passphrase-old" label={words.t('vault.old')} value={old} onChange={setOld} isNew={false} />
        <Secret id="passphrase-new" label={words.t('vault.new')} value={next} onChange={setNext} isNew />
        <Secret id="passphrase-again" label={words.t('vault.again')} value={again} onChange={setAgain} isNew />
        <p className={css.soft}>{words.t('vault.changeHelp', { least: PASSPHRASE_LEAST })}</p>
        {differs ? <ErrorNote>{words.t('vault.differs')}</ErrorNote> : null}
        {failure === null ? null : <ErrorNote>{words.failure(failure)}</ErrorNote>}
        <div className={css.buttons}>
          <button className={kit.button} type="button" onClick={onClose}>
            {words.t('common.cancel')}
          </button>
          <SubmitButton busy={busy}>{words.t(busy ? 'vault.busy' : 'vault.change')}</SubmitButton>
        </div>
      </form>
    </DialogFrame>
  );
}
