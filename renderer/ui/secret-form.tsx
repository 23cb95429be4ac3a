import { LockKeyhole } from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Failure, Result } from '#contract/result.ts';
import { keysLabel } from '#renderer/commands/keys.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import css from './form-screen.module.css';
import { CommandButton, Kbd, kit } from './kit.tsx';

/** One call at a time. When it is done the form goes away, so until then it stays busy. */
export function useAsking() {
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
  readonly screen: 'vault' | 'lock' | 'grant';
  readonly name: string;
  readonly title: string;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** A form that fills the screen and takes the focus into its first field. */
export function SecretForm({ screen, name, title, onSubmit, children }: FrameProps) {
  const words = useWords();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('input, [data-first]')?.focus(), []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <main className={css.screen} data-screen={screen} {...{ [`data-${screen}`]: name }}>
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

/** A field for what nobody else may read. */
export function Secret({ id, label, value, onChange, isNew }: SecretProps) {
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

export function SubmitButton({ busy, children }: { busy: boolean; children: ReactNode }) {
  const { language } = useWords();
  return (
    <button className={kit.button} data-primary data-first type="submit" disabled={busy}>
      {children}
      <Kbd>{keysLabel('Enter', language)}</Kbd>
    </button>
  );
}
