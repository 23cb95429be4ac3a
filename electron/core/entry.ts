import { parentPort } from 'node:worker_threads';
import { type Link, serve } from './link.ts';

/** The line of an Electron utility process; its messages arrive wrapped in an event. */
interface UtilityPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

/** Finds the line to whoever started this process: an Electron shell, a forking Node process, or the owner of a worker. */
function findLink(): Link {
  const utility = (process as { parentPort?: UtilityPort }).parentPort;
  if (utility) {
    const onMessage: Link['onMessage'] = (listener) => utility.on('message', (event) => listener(event.data));
    return { send: utility.postMessage.bind(utility), onMessage };
  }
  if (parentPort) {
    const worker = parentPort;
    return { send: worker.postMessage.bind(worker), onMessage: (listener) => void worker.on('message', listener) };
  }
  const send = process.send?.bind(process);
  if (send === undefined)
    throw new Error('the core has nobody to talk to: start it as a utility process, a fork or a worker');
  return { send: (message) => void send(message), onMessage: (listener) => process.on('message', listener) };
}

serve(findLink(), () => {
  // The line keeps the process alive; the last message must leave first.
  setTimeout(() => process.exit(0), 50);
});
