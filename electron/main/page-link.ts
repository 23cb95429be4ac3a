import { type BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron';
import type { WireResult } from '#contract/core-link.ts';
import { CALL_CHANNEL, EVENT_CHANNEL } from '../preload/channels.ts';
import type { Sender } from './ipc-gateway.ts';

function senderOf(event: IpcMainInvokeEvent, window: BrowserWindow | null): Sender {
  const frame = event.senderFrame;
  return {
    origin: frame?.origin ?? null,
    isTopFrameOfOurWindow: frame !== null && window !== null && frame === window.webContents.mainFrame,
  };
}

/** Connects the gateway to the one channel on which pages call. */
export function answerPages(
  currentWindow: () => BrowserWindow | null,
  gateway: (sender: Sender, raw: unknown) => Promise<WireResult>,
): void {
  ipcMain.handle(CALL_CHANNEL, (event, raw: unknown) => gateway(senderOf(event, currentWindow()), raw));
}

/** Tells the page of an event; nobody hears it while there is no window. */
export function tellPage(window: BrowserWindow | null, name: string, payload: unknown): void {
  if (window !== null && !window.isDestroyed()) window.webContents.send(EVENT_CHANNEL, name, payload);
}
