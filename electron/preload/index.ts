import { contextBridge, ipcRenderer } from 'electron';
import type { PageBridge } from '#contract/core-link.ts';
import { allowedCalls, allowedEvents } from './allowed.ts';
import { CALL_CHANNEL, EVENT_CHANNEL } from './channels.ts';

const calls = new Set(
  Object.entries(allowedCalls).flatMap(([group, names]) => names.map((name) => `${group}.${name}`)),
);
const listeners = new Map(allowedEvents.map((name) => [name as string, new Set<(payload: unknown) => void>()]));

ipcRenderer.on(EVENT_CHANNEL, (_event, name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload);
});

const bridge: PageBridge = {
  call(group, name, input) {
    if (!calls.has(`${group}.${name}`)) return Promise.reject(new Error('there is no such call'));
    return ipcRenderer.invoke(CALL_CHANNEL, { group, name, input });
  },
  on(name, listener) {
    const ofName = listeners.get(name);
    if (ofName === undefined) throw new Error('there is no such event');
    // A function of its own, so that one listener given twice is heard twice and stopped one at a time.
    const hear = (payload: unknown): void => listener(payload);
    ofName.add(hear);
    return () => {
      ofName.delete(hear);
    };
  },
};

contextBridge.exposeInMainWorld('lupa', bridge);
