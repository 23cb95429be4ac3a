import { Lock } from 'lucide-react';
import { useState } from 'react';
import type { Identity } from '#contract/people.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { kit } from '#renderer/ui/kit.tsx';
import { usePeople } from './context.ts';
import css from '#renderer/ui/form-screen.module.css';

const focusAtFirst = (button: HTMLButtonElement | null): void => button?.focus();

/** What is seen while the device has been without the hub for too long: why, what waits here, and the two ways on. */
export function GrantScreen({ identity }: { identity: Extract<Identity, { state: 'grant_over' }> }) {
  const words = useWords();
  const reachHub = usePeople((state) => state.reachHub);
  const signOut = usePeople((state) => state.signOut);
  const [tries, setTries] = useState<'none' | 'running' | 'failed'>('none');
  const attempt = async (): Promise<void> => {
    setTries('running');
    await reachHub();
    setTries('failed');
  };
  return (
    <main className={css.screen} data-screen="grant">
      <div className={css.form}>
        <header className={css.head}>
          <Lock size={20} aria-hidden="true" />
          <h1>{words.t('grant.title')}</h1>
        </header>
        <p>{words.t('grant.body')}</p>
        <p>{words.t('grant.unsent', { count: identity.unsent })}</p>
        <output className={css.soft}>{tries === 'failed' ? words.t('grant.tried') : ''}</output>
        <button
          className={kit.button}
          data-primary
          type="button"
          ref={focusAtFirst}
          aria-disabled={tries === 'running'}
          onClick={() => (tries === 'running' ? undefined : void attempt())}
        >
          {words.t('grant.try')}
        </button>
        <button className={kit.button} type="button" onClick={() => void signOut(true)}>
          {words.t('grant.signOut')}
        </button>
      </div>
    </main>
  );
}
