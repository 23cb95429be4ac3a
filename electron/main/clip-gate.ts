import { ipcEvents } from '#contract/ipc.ts';

/** Whether clips are shown: to somebody who is signed in and whose offline grant is not over, and to nobody else. */
export class ClipGate {
  // What cannot be shown is not asked for before the core has said who is there, and it says at once when nobody may see anything.
  #isOpen = true;

  /** Hears what the core tells the page. What cannot be read shuts it. */
  heard(event: string, payload: unknown): void {
    if (event !== 'people.changed') return;
    const told = ipcEvents['people.changed'].safeParse(payload);
    this.#isOpen = told.success && told.data.identity.state === 'signed_in';
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }
}
