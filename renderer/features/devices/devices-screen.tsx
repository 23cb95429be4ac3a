import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Device } from '#contract/devices.ts';
import type { DeviceId } from '#contract/ids.ts';
import { devicesToShow } from '#domain/people/devices.ts';
import type { MessageId } from '#renderer/i18n/catalog.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { ErrorNote, kit } from '#renderer/ui/kit.tsx';
import { scrollArea } from '#renderer/ui/roles.ts';
import type { DevicesStore } from './devices.ts';
import css from './devices-screen.module.css';
import { RevokeDialog } from './revoke-dialog.tsx';

const STATES: Readonly<Record<Device['state'], MessageId>> = {
  in_use: 'devices.state.in_use',
  signed_out: 'devices.state.signed_out',
  revoked: 'devices.state.revoked',
};

interface RowProps {
  readonly device: Device;
  /** The one that somebody is looking with. */
  readonly isThis: boolean;
  readonly onRevoke: () => void;
}

function Row({ device, isThis, onRevoke }: RowProps) {
  const words = useWords();
  const { person, name, heard_at, state } = device;
  return (
    <tr data-device={device.id} data-state={state}>
      <th scope="row">{person.name}</th>
      <td>{words.t(`role.${person.role}`)}</td>
      <td>{name}</td>
      <td>{heard_at === null ? words.t('devices.never') : words.dateTime(heard_at)}</td>
      <td>{words.t(STATES[state])}</td>
      <td>
        {isThis ? <span className={css.soft}>{words.t('devices.this')}</span> : null}
        {isThis || state === 'revoked' ? null : (
          <button
            className={kit.button}
            type="button"
            aria-label={words.t('devices.revokeOf', { name, person: person.name })}
            onClick={onRevoke}
          >
            {words.t('devices.revoke')}
          </button>
        )}
      </td>
    </tr>
  );
}

function Devices({ devices, own, store }: { devices: readonly Device[]; own: DeviceId | null; store: DevicesStore }) {
  const words = useWords();
  const [query, setQuery] = useState('');
  const [asked, setAsked] = useState<Device | null>(null);
  const field = useRef<HTMLInputElement>(null);
  /** At first, and after each revocation: the button that asked for it is gone. */
  const isFieldNext = useRef(true);
  useEffect(() => {
    if (asked !== null || !isFieldNext.current) return;
    isFieldNext.current = false;
    field.current?.focus();
  }, [asked]);
  const shown = devicesToShow(devices, query);
  const done = (): void => {
    setAsked(null);
    isFieldNext.current = true;
  };
  return (
    <>
      <div className={`${kit.field} ${css.find}`}>
        <label htmlFor="devices-find">{words.t('devices.find')}</label>
        <input
          id="devices-find"
          className={kit.input}
          ref={field}
          type="search"
          value={query}
          autoComplete="off"
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      <output className={css.soft}>{words.t('devices.found', { count: shown.length })}</output>
      <div className={css.list} {...scrollArea(words.t('screen.devices'))}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.t('devices.person')}</th>
              <th scope="col">{words.t('devices.role')}</th>
              <th scope="col">{words.t('devices.name')}</th>
              <th scope="col">{words.t('devices.heard')}</th>
              <th scope="col">{words.t('devices.state')}</th>
              <th scope="col">{words.t('devices.action')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((device) => (
              <Row key={device.id} device={device} isThis={device.id === own} onRevoke={() => setAsked(device)} />
            ))}
          </tbody>
        </table>
      </div>
      {asked === null ? null : (
        <RevokeDialog device={asked} store={store} onDone={done} onClose={() => setAsked(null)} />
      )}
    </>
  );
}

/** For supervisors: every device, whose it is, when it was last heard and how it stands; and the way to take one out of use. */
export function DevicesScreen({ store, own }: { store: DevicesStore; own: DeviceId | null }) {
  const words = useWords();
  const devices = useStore(store, (state) => state.devices);
  useEffect(() => void store.getState().load(), [store]);
  return (
    <main className={css.screen} data-screen="devices" aria-label={words.t('screen.devices')}>
      <h1>{words.t('screen.devices')}</h1>
      <p className={css.soft}>{words.t('devices.lead')}</p>
      {devices === null ? <p>{words.t('devices.loading')}</p> : null}
      {devices?.ok === false ? <ErrorNote>{words.failure(devices.error)}</ErrorNote> : null}
      {devices?.ok === true ? <Devices devices={devices.value} own={own} store={store} /> : null}
    </main>
  );
}
