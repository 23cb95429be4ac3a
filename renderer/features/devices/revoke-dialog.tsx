import { type FormEvent, useState } from 'react';
import { type Device, revocation } from '#contract/devices.ts';
import type { Failure } from '#contract/result.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { DialogFrame } from '#renderer/ui/dialog-frame.tsx';
import { ErrorNote, kit } from '#renderer/ui/kit.tsx';
import type { DevicesStore } from './devices.ts';
import css from './devices-screen.module.css';

interface RevokeDialogProps {
  readonly device: Device;
  readonly store: DevicesStore;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

const focusAtFirst = (field: HTMLInputElement | null): void => field?.focus();

/** Asks whether a device is really to be taken out of use, and why. */
export function RevokeDialog({ device, store, onDone, onClose }: RevokeDialogProps) {
  const words = useWords();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const isReason = revocation.safeParse({ reason }).success;
  const revoke = async (): Promise<void> => {
    setBusy(true);
    const refused = await store.getState().revoke(device, reason.trim());
    if (refused === null) return onDone();
    setFailure(refused);
    setBusy(false);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReason && !busy) void revoke();
  };
  return (
    <DialogFrame title={words.t('devices.askTitle')} width={560} onClose={onClose}>
      <form className={css.form} data-revoke={device.id} onSubmit={submit}>
        <p>{words.t('devices.ask', { name: device.name, person: device.person.name })}</p>
        <p className={css.soft}>{words.t('devices.askKept')}</p>
        <div className={kit.field}>
          <label htmlFor="revoke-reason">{words.t('devices.reason')}</label>
          <input
            id="revoke-reason"
            className={kit.input}
            ref={focusAtFirst}
            type="text"
            value={reason}
            required
            maxLength={500}
            autoComplete="off"
            aria-describedby="revoke-reason-help"
            onChange={(event) => setReason(event.target.value)}
          />
          <span id="revoke-reason-help" className={css.soft}>
            {words.t('devices.reasonHelp')}
          </span>
        </div>
        {failure === null ? null : <ErrorNote>{words.failure(failure)}</ErrorNote>}
        <div className={css.buttons}>
          <button className={kit.button} type="button" onClick={onClose}>
            {words.t('devices.keep')}
          </button>
          <button className={kit.button} data-primary type="submit" disabled={!isReason || busy}>
            {words.t('devices.revoke')}
          </button>
        </div>
      </form>
    </DialogFrame>
  );
}
