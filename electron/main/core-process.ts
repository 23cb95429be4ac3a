import { utilityProcess } from 'electron';
import type { CoreProcess } from './core-supervisor.ts';

/** Name of the storage process in process lists and metrics. */
export const CORE_NAME = 'Lupa core';

/**
 * Starts the core in a utility process.
 * @param file path of the built core
 */
export function spawnCore(file: string): CoreProcess {
  const child = utilityProcess.fork(file, [], { serviceName: CORE_NAME, stdio: 'inherit' });
  return {
    send: (message) => child.postMessage(message, []),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', listener),
    kill: () => void child.kill(),
  };
}
