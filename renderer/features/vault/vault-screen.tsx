import { LockKeyhole } from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { LupaClient } from '#contract/ipc.ts';
import type { Failure, Result } from '#contract/result.ts';
import { PASSPHRASE_LEAST, type VaultState } from '#contract/vault.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { CommandButton, ErrorNote, kit } from '#renderer/ui/kit.tsx';
import css from '#renderer/ui/form-screen.module.css';

type Closed = Exclude<VaultState, { readonly state: 'open' }>;

/** One call to the vault at a time. When it is done the page is loaded anew, so until then it stays busy. */
function useAsking() {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const ask = async (call: () => Promise<Result<unknown>>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    const result = await call();
    if (result.ok) return;
    setFailure(result.error);
    setBusy(false);
  };
  return { busy, failure, ask };
}

interface FrameProps {
  readonly name: string;
  readonly title: string;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

function Frame({ name, title, onSubmit, children }: FrameProps) {
  const words = useWords();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('input, [data-first]')?.focus(), []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <main className={css.screen} data-screen="vault" data-vault={name}>
      <form className={css.form} ref={form} onSubmit={submit}>
        <header className={css.head}>
          <LockKeyhole size={20} aria-hidden="true" />
          <h1>{title}</h1>
          <CommandButton id="app.language" look="quiet">
            {words.t('app.otherLanguage')}
          </CommandButton>
        </header>
        {children}
      </form>
    </main>
  );
}

interface SecretProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isNew: boolean;
}

function Secret({ id, label, value, onChange, isNew }: SecretProps) {
  return (
    <div className={kit.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={kit.input}
        type="password"
        value={value}
        required
        maxLength={1_000}
        autoComplete={isNew ? 'new-password' : 'current-password'}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

function SubmitButton({ busy, children }: { busy: boolean; children: ReactNode }) {
  return (
    <button className={kit.button} data-primary type="submit" disabled={busy}>
      {children}
      <kbd className={kit.kbd} aria-hidden="true">
        Enter
      </kbd>
    </button>
  );
}

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
    <Frame name="choose" title={words.t('vault.choose')} onSubmit={choose}>
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
    </Frame>
  );
}

function Unlock({ client, onForgotten }: { client: LupaClient; onForgotten: () => void }) {
  const words = useWords();
  const { busy, failure, ask } = useAsking();
  const [typed, setTyped] = useState('');
  return (
    <Frame
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
    </Frame>
  );
}

function Refused({ vault, onGiveUp }: { vault: Extract<Closed, { state: 'refused' }>; onGiveUp: () => void }) {
  const words = useWords();
  const { reason, was, now } = vault;
  return (
    <Frame name="refused" title={words.t('vault.refused')} onSubmit={() => undefined}>
      <p>{words.t(`vault.refused.${reason}`, { was, now: now === '' ? 'none' : now })}</p>
      <p className={css.soft}>{words.t('vault.refusedNothingChanged')}</p>
      {reason === 'disk-error' || reason === 'holds-work' ? null : (
        <button className={kit.button} data-quiet data-first type="button" data-forgotten onClick={onGiveUp}>
          {words.t('vault.giveUp')}
        </button>
      )}
    </Frame>
  );
}

/** Giving up the key takes two deliberate steps; the first button is the way back. */
function StartOver({ client, onBack }: { client: LupaClient; onBack: () => void }) {
  const words = useWords();
  const { busy, failure, ask } = useAsking();
  return (
    <Frame name="start-over" title={words.t('vault.startOver')} onSubmit={() => undefined}>
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
    </Frame>
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
