import { useState } from 'react';
import type { Identity } from '#contract/people.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { ErrorNote, kit } from '#renderer/ui/kit.tsx';
import { SecretForm, SubmitButton } from '#renderer/ui/secret-form.tsx';
import css from '#renderer/ui/form-screen.module.css';
import { usePeople } from './context.ts';

/** What is seen while the device has been without the hub for too long: why, what waits here, and the two ways on. */
export function GrantScreen({ identity }: { identity: Extract<Identity, { state: 'grant_over' }> }) {
  const words = useWords();
  const reachHub = usePeople((state) => state.reachHub);
  const signOut = usePeople((state) => state.signOut);
  const failure = usePeople((state) => state.failure);
  const [tries, setTries] = useState<'none' | 'running' | 'failed'>('none');
  const attempt = async (): Promise<void> => {
    if (tries === 'running') return;
    setTries('running');
    await reachHub();
    setTries('failed');
  };
  return (
    <SecretForm screen="grant" name="over" title={words.t('grant.title')} onSubmit={() => void attempt()}>
      <p>{words.t('grant.body')}</p>
      <p>{words.t('grant.unsent', { count: identity.unsent })}</p>
      <output className={css.soft}>{tries === 'failed' && failure === null ? words.t('grant.tried') : ''}</output>
      {failure === null ? null : <ErrorNote>{words.failure(failure)}</ErrorNote>}
      <SubmitButton busy={tries === 'running'}>{words.t('grant.try')}</SubmitButton>
      <div className={css.other}>
        <p className={css.soft}>{words.t('grant.signOutHelp')}</p>
        <button className={kit.button} type="button" onClick={() => void signOut(true)}>
          {words.t('grant.signOut')}
        </button>
      </div>
    </SecretForm>
  );
}
