import { useState } from 'react';
import type { LupaClient } from '#contract/ipc.ts';
import type { LockAsks } from '#contract/lock.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { ErrorNote } from '#renderer/ui/kit.tsx';
import { Secret, SecretForm, SubmitButton, useAsking } from '#renderer/ui/secret-form.tsx';

/** What is seen in place of the work while the screen is locked. Nothing of the work is below it. */
export function LockScreen({ client, asks }: { client: LupaClient; asks: LockAsks }) {
  const words = useWords();
  const { busy, failure, ask } = useAsking();
  const [typed, setTyped] = useState('');
  const isSecret = asks === 'passphrase';
  return (
    <SecretForm
      screen="lock"
      name={asks}
      title={words.t('lock.title')}
      onSubmit={() => void ask(() => client.lock.open({ passphrase: isSecret ? typed : null }))}
    >
      <p>{words.t('lock.kept')}</p>
      <p>{words.t(isSecret ? 'lock.passphraseLead' : 'lock.confirmationLead')}</p>
      {isSecret ? (
        <Secret
          id="lock-passphrase"
          label={words.t('vault.passphrase')}
          value={typed}
          onChange={setTyped}
          isNew={false}
        />
      ) : null}
      {failure === null ? null : <ErrorNote>{words.failure(failure)}</ErrorNote>}
      <SubmitButton busy={busy}>{words.t(busy ? 'vault.busy' : 'lock.open')}</SubmitButton>
    </SecretForm>
  );
}
