import { Search } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { keysLabel } from '#renderer/commands/keys.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { CommandButton, ErrorNote, Kbd, kit } from '#renderer/ui/kit.tsx';
import { usePeople } from './context.ts';
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
  readonly type?: 'text' | 'url';
}

function Field({ id, label, help, value, onChange, type = 'text' }: FieldProps) {
  return (
    <div className={kit.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={kit.input}
        type={type}
        value={value}
        required
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        aria-describedby={`${id}-help`}
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

function Fields({ typed, onChange }: { typed: Typed; onChange: (changes: Partial<Typed>) => void }) {
  const words = useWords();
  return (
    <>
      <Field
        id="enrol-hub"
        type="url"
        label={words.t('enrol.hub')}
        help={words.t('enrol.hubHelp')}
        value={typed.hubUrl}
        onChange={(hubUrl) => onChange({ hubUrl })}
      />
      <Field
        id="enrol-code"
        label={words.t('enrol.code')}
        help={words.t('enrol.codeHelp')}
        value={typed.code}
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

/** First thing a new device asks: which hub, the code from the supervisor, and a name for this device. */
export function EnrolScreen({ hint, platform }: { hint: Hint | null; platform: string }) {
  const words = useWords();
  const enrol = usePeople((state) => state.enrol);
  const failure = usePeople((state) => state.failure);
  const busy = usePeople((state) => state.busy);
  const [typed, setTyped] = useState<Partial<Typed>>({});
  const hubUrl = typed.hubUrl ?? hint?.hub_url ?? '';
  const code = typed.code ?? hint?.code ?? '';
  const deviceName = typed.deviceName ?? (platform === '' ? '' : `Lupa · ${platform}`);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // With everything filled in Enter is enough; otherwise the first thing to type is the address.
    form.current?.querySelector<HTMLElement>(hint === null ? 'input' : 'button[type="submit"]')?.focus();
  }, [hint]);
  const isUrl = URL.canParse(hubUrl.trim());
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (busy || !isUrl) return;
    void enrol({ hub_url: hubUrl.trim(), code: code.trim(), device_name: deviceName.trim() });
  };
  return (
    <main className={css.screen} data-screen="enrol">
      <form className={css.form} ref={form} onSubmit={submit}>
        <Head />
        <p className={css.soft}>{words.t('enrol.lead')}</p>
        <Fields typed={{ hubUrl, code, deviceName }} onChange={(changes) => setTyped({ ...typed, ...changes })} />
        {failure === null ? null : <ErrorNote>{words.failure(failure)}</ErrorNote>}
        {hubUrl !== '' && !isUrl ? <ErrorNote>{words.t('enrol.hubInvalid')}</ErrorNote> : null}
        <button className={kit.button} data-primary type="submit" disabled={busy}>
          {words.t(busy ? 'enrol.busy' : 'enrol.submit')}
          <Kbd>{keysLabel('Enter', words.language)}</Kbd>
        </button>
      </form>
    </main>
  );
}
