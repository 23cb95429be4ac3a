import { useState } from 'react';
import type { LupaClient } from '#contract/ipc.ts';
import { PASSPHRASE_LEAST, type VaultState } from '#contract/vault.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import css from '#renderer/ui/form-screen.module.css';
import { ErrorNote, kit } from '#renderer/ui/kit.tsx';
import { Secret, SecretForm, SubmitButton, useAsking } from '#renderer/ui/secret-form.tsx';

type Closed = Exclude<VaultState, { readonly state: 'open' }>;

function Choose({ client, holdsWork }: { client: LupaClient; holdsWork: boolean }) {
  const words = useWords();
  const { busy, failure, ask } = useAsking();
  const [first, setFirst] = useState('');
  const [again, setAgain] = useState('');
  const differs = again !== '' && first !== again;
  const choose = (): void => {
    if (first === again) void ask(() => client.vault.choosePassphrase({ passphrase: first }));
  };
  return (
    <SecretForm screen="vault" name="choose" title={words.t('vault.choose')} onSubmit={choose}>
      <p>{words.t('vault.chooseLead')}</p>
      <Secret id="vault-new" label={words.t('vault.passphrase')} value={first} onChange={setFirst} isNew />
      <Secret id="vault-again" label={words.t('vault.again')} value={again} onChange={setAgain} isNew />
      <p className={css.soft}>{words.t('vault.chooseHelp', { least: PASSPHRASE_LEAST })}</p>
      {differs ? <ErrorNote>{words.t('vault.differs')}</ErrorNote> : null}
      {failure === null ? null : <ErrorNote>{words.failure(failure)}</ErrorNote>}
      <SubmitButton busy={busy}>{words.t(busy ? 'vault.busy' : 'vault.chooseSubmit')}</SubmitButton>
      {holdsWork ? null : (
        <div className={css.other}>
          <p>{words.t('vault.nothingLead')}</p>
          <button
            className={kit.button}
            type="button"
            data-keep-nothing
            disabled={busy}
            onClick={() => void ask(() => client.vault.keepNothing({}))}
          >
            {words.t('vault.nothing')}
          </button>
        </div>
      )}
    </SecretForm>
  );
}

function Unlock({ client, onForgotten }: { client: LupaClient; onForgotten: () => void }) {
  const words = useWords();
  const { busy, failure, ask } = useAsking();
  const [typed, setTyped] = useState('');
  return (
    <SecretForm
      screen="vault"
      name="locked"
      title={words.t('vault.locked')}
      onSubmit={() => void ask(() => client.vault.unlock({ passphrase: typed }))}
    >
      <p>{words.t('vault.lockedLead')}</p>
      <Secret
        id="vault-passphrase"
        label={words.t('vault.passphrase')}
        value={typed}
        onChange={setTyped}
        isNew={false}
      />
      {failure === null ? null : <ErrorNote>{words.failure(failure)}</ErrorNote>}
      <SubmitButton busy={busy}>{words.t(busy ? 'vault.busy' : 'vault.unlock')}</SubmitButton>
      <button className={kit.button} data-quiet type="button" data-forgotten disabled={busy} onClick={onForgotten}>
        {words.t('vault.forgotten')}
      </button>
    </SecretForm>
  );
}

function Refused({ vault, onGiveUp }: { vault: Extract<Closed, { state: 'refused' }>; onGiveUp: () => void }) {
  const words = useWords();
  const { reason, was, now } = vault;
  return (
    <SecretForm screen="vault" name="refused" title={words.t('vault.refused')} onSubmit={() => undefined}>
      <p>{words.t(`vault.refused.${reason}`, { was, now: now === '' ? 'none' : now })}</p>
      <p className={css.soft}>{words.t('vault.refusedNothingChanged')}</p>
      {reason === 'disk-error' || reason === 'holds-work' ? null : (
        <button className={kit.button} data-quiet data-first type="button" data-forgotten onClick={onGiveUp}>
          {words.t('vault.giveUp')}
        </button>
      )}
    </SecretForm>
  );
}

/** Giving up the key takes two deliberate steps; the first button is the way back. */
function StartOver({ client, onBack }: { client: LupaClient; onBack: () => void }) {
  const words = useWords();
  const { busy, failure, ask } = useAsking();
  return (
    <SecretForm screen="vault" name="start-over" title={words.t('vault.startOver')} onSubmit={() => undefined}>
      <p>{words.t('vault.startOverLead')}</p>
      {failure === null ? null : <ErrorNote>{words.failure(failure)}</ErrorNote>}
      <button className={kit.button} data-first type="button" disabled={busy} onClick={onBack}>
        {words.t('vault.back')}
      </button>
      <button
        className={kit.button}
        type="button"
        data-start-over
        disabled={busy}
        onClick={() => void ask(() => client.vault.startOver({}))}
      >
        {words.t('vault.startOverSubmit')}
      </button>
    </SecretForm>
  );
}

/** What is seen while the device's key is not to be had: choose a passphrase, type it, or learn why there is no key. */
export function VaultScreen({ client, vault }: { client: LupaClient; vault: Closed }) {
  const [givesUp, setGivesUp] = useState(false);
  if (givesUp) return <StartOver client={client} onBack={() => setGivesUp(false)} />;
  switch (vault.state) {
    case 'choose':
      return <Choose client={client} holdsWork={vault.holds_work} />;
    case 'locked':
      return <Unlock client={client} onForgotten={() => setGivesUp(true)} />;
    case 'refused':
      return <Refused vault={vault} onGiveUp={() => setGivesUp(true)} />;
  }
}
