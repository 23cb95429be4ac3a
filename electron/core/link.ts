import { assertNever } from '#contract/assert.ts';
import { type Credential, type FromCore, type ToCore, toCore } from '#contract/core-link.ts';
import { fail, type Failure } from '#contract/result.ts';
import { CodedError, diskFailure } from './coded-error.ts';
import { type Core, createCore } from './create-core.ts';
import { describeError } from './described-error.ts';
import { systemPorts } from './ports/ports.ts';

/** A line to whoever runs the core. */
export interface Link {
  send(message: FromCore): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** Questions to the shell that it answers with yes or no. */
function questions(link: Link) {
  const waiting = new Map<number, (done: boolean) => void>();
  let nextRequest = 1;
  const ask = (message: (request_id: number) => FromCore): Promise<boolean> =>
    new Promise((resolve) => {
      const request_id = nextRequest++;
      waiting.set(request_id, resolve);
      link.send(message(request_id));
    });
  return {
    storeCredential: (credential: Credential | null) =>
      ask((request_id) => ({ type: 'store_credential', request_id, credential })),
    openBrowser: (address: string, host: string) =>
      ask((request_id) => ({ type: 'open_browser', request_id, address, host })),
    answered: (request_id: number, done: boolean): void => {
      waiting.get(request_id)?.(done);
      waiting.delete(request_id);
    },
  };
}

/** Serves one core over a link, from `start` to `stop`. @param end called when everything is closed */
export function serve(link: Link, end: () => void): void {
  const log = systemPorts.log;
  const { storeCredential, openBrowser, answered } = questions(link);
  let core: Core | null = null;

  const start = (options: Extract<ToCore, { type: 'start' }>): void => {
    if (core !== null) return log('start_ignored');
    try {
      core = createCore(
        {
          ...systemPorts,
          storeCredential,
          openBrowser,
          emit: (name, payload) => link.send({ type: 'event', name, payload }),
        },
        options,
      );
      log('started', { signed_in: options.credential !== null });
      link.send({ type: 'started' });
    } catch (error) {
      const failure = startFailure(error);
      log('start_failed', { code: failure.code, error: describeError(error) });
      link.send({ type: 'start_failed', error: failure });
    }
  };

  const call = async ({ call_id, group, name, input }: Extract<ToCore, { type: 'call' }>): Promise<void> => {
    const result = core === null ? fail('internal', 'the core was not started') : await core.call(group, name, input);
    link.send({ type: 'answer', call_id, result });
  };

  const stop = async (): Promise<void> => {
    await stopped(core);
    core = null;
    link.send({ type: 'stopped' });
    end();
  };

  link.onMessage((raw) => {
    const parsed = toCore.safeParse(raw);
    if (!parsed.success) return log('message_refused');
    const message = parsed.data;
    switch (message.type) {
      case 'start':
        return start(message);
      case 'call':
        return void call(message);
      case 'credential_stored':
        return answered(message.request_id, message.stored);
      case 'browser_opened':
        return answered(message.request_id, message.opened);
      case 'lock_changed':
        return core?.lockChanged(message.locked);
      case 'clip_broken':
        return core?.clipBroken(message.sha256);
      case 'stop':
        return void stop();
      default:
        return assertNever(message);
    }
  });
}

/** Stops it, however that goes. */
async function stopped(core: Core | null): Promise<void> {
  await core
    ?.stop()
    .catch((error: unknown) => systemPorts.log('stop_failed', { error: error instanceof Error ? error.name : '' }));
}

function startFailure(error: unknown): Failure {
  if (error instanceof CodedError) return error.failure;
  return diskFailure(error) ?? fail('internal', 'the core could not start; the log has it').error;
}
