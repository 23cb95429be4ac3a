import { Search } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { IdentityProviderName } from '#contract/people.ts';
import { keysLabel } from '#renderer/commands/keys.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { CommandButton, ErrorNote, Kbd, kit } from '#renderer/ui/kit.tsx';
import { usePeople, usePeopleApi } from './context.ts';
import css from '#renderer/ui/form-screen.module.css';

interface Hint {
  readonly hub_url: string;
  readonly code: string;
}

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onLeave?: () => void;
  readonly isOptional?: boolean;
  readonly type?: 'text' | 'url';
}

function Field({ id, label, help, value, onChange, onLeave, isOptional = false, type = 'text' }: FieldProps) {
  return (
    <div className={kit.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={kit.input}
        type={type}
        value={value}
        required={!isOptional}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        aria-describedby={`${id}-help`}
        onBlur={onLeave}
        onChange={(event) => onChange(event.target.value)}
      />
      <span id={`${id}-help`} className={css.soft}>
        {help}
      </span>
    </div>
  );
}

function Head() {
  const words = useWords();
  return (
    <header className={css.head}>
      <Search size={20} aria-hidden="true" />
      <h1>{words.t('app.name')}</h1>
      <CommandButton id="app.language" look="quiet">
        {words.t('app.otherLanguage')}
      </CommandButton>
    </header>
  );
}

type Typed = Readonly<Record<'hubUrl' | 'code' | 'deviceName', string>>;

interface FieldsProps {
  readonly typed: Typed;
  readonly provider: IdentityProviderName | null;
  readonly onChange: (changes: Partial<Typed>) => void;
  readonly onHub: () => void;
}

function Fields({ typed, provider, onChange, onHub }: FieldsProps) {
  const words = useWords();
  return (
    <>
      <Field
        id="enrol-hub"
        type="url"
        label={words.t('enrol.hub')}
        help={words.t('enrol.hubHelp')}
        value={typed.hubUrl}
        onLeave={onHub}
        onChange={(hubUrl) => onChange({ hubUrl })}
      />
      <Field
        id="enrol-code"
        label={words.t('enrol.code')}
        help={words.t(provider === null ? 'enrol.codeHelp' : 'enrol.codeInstead')}
        value={typed.code}
        isOptional={provider !== null}
        onChange={(code) => onChange({ code })}
      />
      <Field
        id="enrol-device"
        label={words.t('enrol.device')}
        help={words.t('enrol.deviceHelp')}
        value={typed.deviceName}
        onChange={(deviceName) => onChange({ deviceName })}
      />
    </>
  );
}

/** Nothing else can be done there. */
const focusAtFirst = (button: HTMLButtonElement | null): void => button?.focus();

/** While the person is in their browser: where, and how to give up. */
function InBrowser({ provider }: { provider: IdentityProviderName }) {
  const words = useWords();
  const cancel = usePeople((state) => state.cancelSignIn);
  return (
    <main className={css.screen} data-screen="enrol" data-in-browser>
      <div className={css.form}>
        <Head />
        <output>{words.t('signIn.inBrowser', { host: provider.host })}</output>
        <p className={css.soft}>{words.t('signIn.inBrowserHelp')}</p>
        <button className={kit.button} type="button" ref={focusAtFirst} onClick={() => void cancel()}>
          {words.t('signIn.cancel')}
        </button>
      </div>
    </main>
  );
}

/** What is typed or filled in beforehand. */
function useTyped(hint: Hint | null, platform: string) {
  const [typed, setTyped] = useState<Partial<Typed>>({});
  const all: Typed = {
    hubUrl: typed.hubUrl ?? hint?.hub_url ?? '',
    code: typed.code ?? hint?.code ?? '',
    deviceName: typed.deviceName ?? (platform === '' ? '' : `Lupa · ${platform}`),
  };
  return [all, (changes: Partial<Typed>): void => setTyped({ ...typed, ...changes })] as const;
}

/** What the hub at this address offers besides codes; null when nothing, or when it is not known. */
function useProvider(hubUrl: string): IdentityProviderName | null {
  const ways = usePeople((state) => state.ways);
  return ways.state === 'known' && ways.hub_url === hubUrl ? ways.provider : null;
}

interface EnrolScreenProps {
  readonly hint: Hint | null;
  readonly platform: string;
  /** Whose device it was until the hub took it out of use, and what of theirs waits here. */
  readonly revoked: { readonly name: string; readonly unsent: number } | null;
}

/** Said until somebody signs in again. */
function RevokedNote({ name, unsent }: { name: string; unsent: number }) {
  const words = useWords();
  return (
    <ErrorNote>
      <strong>{words.t('revoked.title')}</strong> {words.t('revoked.body', { count: unsent, name })}
    </ErrorNote>
  );
}

/** First thing a new device asks: which hub, how to get in, and a name for this device. */
export function EnrolScreen({ hint, platform, revoked }: EnrolScreenProps) {
  const words = useWords();
  const { ask, enrol, signIn } = usePeopleApi().getState();
  const failure = usePeople((state) => state.failure);
  const busy = usePeople((state) => state.busy);
  const isInBrowser = usePeople((state) => state.isInBrowser);
  const [typed, change] = useTyped(hint, platform);
  const hub_url = typed.hubUrl.trim();
  const isUrl = URL.canParse(hub_url);
  const provider = useProvider(hub_url);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // With everything filled in Enter is enough; otherwise the first thing to type is the address.
    form.current?.querySelector<HTMLElement>(hint === null ? 'input' : 'button[type="submit"]')?.focus();
    if (hint !== null) void ask(hint.hub_url);
  }, [hint, ask]);
  const isByBrowser = provider !== null && typed.code.trim() === '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (busy || !isUrl) return;
    const device_name = typed.deviceName.trim();
    const done = { title: words.t('signIn.doneTitle'), text: words.t('signIn.doneText') };
    if (isByBrowser) void signIn({ hub_url, device_name, words: done });
    else void enrol({ hub_url, code: typed.code.trim(), device_name });
  };
  if (isInBrowser && provider !== null) return <InBrowser provider={provider} />;
  const action = isByBrowser ? 'signIn.submit' : 'enrol.submit';
  return (
    <main className={css.screen} data-screen="enrol">
      <form className={css.form} ref={form} onSubmit={submit}>
        <Head />
        {revoked === null ? null : <RevokedNote {...revoked} />}
        <p className={css.soft}>{words.t(provider === null ? 'enrol.lead' : 'signIn.lead')}</p>
        <Fields typed={typed} provider={provider} onChange={change} onHub={() => isUrl && void ask(hub_url)} />
        {failure === null ? null : <ErrorNote>{words.failure(failure)}</ErrorNote>}
        {typed.hubUrl !== '' && !isUrl ? <ErrorNote>{words.t('enrol.hubInvalid')}</ErrorNote> : null}
        <button className={kit.button} data-primary type="submit" disabled={busy}>
          {words.t(busy ? 'enrol.busy' : action, { name: provider?.name ?? '' })}
          <Kbd>{keysLabel('Enter', words.language)}</Kbd>
        </button>
        {isByBrowser ? <p className={css.soft}>{words.t('signIn.where', { host: provider.host })}</p> : null}
      </form>
    </main>
  );
}
