import { otherLanguage } from '#renderer/i18n/catalog.ts';
import { useProvideCommands } from '#renderer/commands/context.tsx';
import { useSeat } from '#renderer/features/people/context.ts';
import type { CommandHandlers } from '#renderer/commands/runtime.ts';
import { lookHandlers } from './look.ts';
import { quit } from './quit.ts';
import type { Services } from './services.ts';
import { type Dialog, type Screen, useShell } from './shell-state.ts';

const ZOOM_STEP = 0.1;

function cyclePanes(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((pane) => pane.offsetParent !== null);
  const now = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(now + step + panes.length) % panes.length] ?? panes[0];
  next
    ?.querySelector<HTMLElement>(
      '[data-stage-focus],[data-scroller],textarea,button:not(:disabled),input:not(:disabled)',
    )
    ?.focus();
}

function zoomBy(shell: Services['shell'], change: number | null): void {
  const zoom = change === null ? 1 : Math.min(2, Math.max(0.8, Math.round((shell.getState().zoom + change) * 10) / 10));
  shell.setState({ zoom });
  document.documentElement.style.setProperty('zoom', String(zoom));
}

function toggleFullscreen(): void {
  if (document.fullscreenElement === null) void document.documentElement.requestFullscreen();
  else void document.exitFullscreen();
}

async function syncNow({ sync, notices }: Services): Promise<void> {
  await sync.getState().now();
  const reachable = sync.getState().status?.reachable ?? false;
  notices.getState().say(reachable ? 'sync.nowReachable' : 'sync.nowUnreachable');
}

async function togglePause({ sync, notices }: Services): Promise<void> {
  await sync.getState().togglePause();
  notices.getState().say(sync.getState().status?.paused === true ? 'sync.halted' : 'sync.goesOn');
}

function goHandlers({ shell }: Services): CommandHandlers {
  const go = (screen: Screen) => ({ run: () => shell.setState({ screen, dialog: null }) });
  return {
    'go.queue': go('queue'),
    'go.review': go('review'),
    'go.policies': go('policies'),
    'go.sessions': go('sessions'),
    'go.keymap': go('keymap'),
    'go.care': go('care'),
    'care.practice': go('practice'),
  };
}

/** Where a passphrase opens this device. */
function passphraseHandlers({ shell }: Services): CommandHandlers {
  return { 'app.passphrase': { run: () => shell.setState({ dialog: 'passphrase' }) } };
}

/** What only supervisors have a use for. */
function supervisorHandlers({ shell }: Services): CommandHandlers {
  return { 'go.devices': { run: () => shell.setState({ screen: 'devices', dialog: null }) } };
}

function dialogHandlers({ shell, client }: Services): CommandHandlers {
  const show = (dialog: Dialog) => ({ run: () => shell.setState({ dialog }) });
  return {
    'help.shortcuts': show('help'),
    'app.settings': show('settings'),
    'app.nextIssue': show('attention'),
    'app.signOut': show('signOut'),
    'care.endShift': show('shift'),
    'app.break': {
      run: () => {
        shell.setState({ dialog: 'break', breakSince: performance.now() });
        void client.sessions.report({ detail: { type: 'break_start' } });
      },
    },
  };
}

function pageHandlers(services: Services): CommandHandlers {
  const { shell, preferences } = services;
  return {
    ...lookHandlers(preferences, services.notices),
    'app.language': {
      run: () => {
        const { language, change } = preferences.getState();
        change({ language: otherLanguage(language) });
      },
    },
    'app.fullscreen': { run: toggleFullscreen },
    'app.zoomIn': { run: () => zoomBy(shell, ZOOM_STEP) },
    'app.zoomOut': { run: () => zoomBy(shell, -ZOOM_STEP) },
    'app.zoomReset': { run: () => zoomBy(shell, null) },
    'app.nextPane': { run: () => cyclePanes(1) },
    'app.prevPane': { run: () => cyclePanes(-1) },
    'app.quit': { run: () => void quit(services) },
  };
}

/** How much is offered: what touches no work, that and the palette before anybody is signed in, or everything. */
export type Offered = 'locked' | 'page' | 'everything';

/** Offers what can be done on every screen. */
export function useAppCommands(services: Services, offered: Offered): void {
  const { shell, client } = services;
  const isSupervisor = useSeat()?.person.role === 'supervisor';
  const hasPassphrase = useShell(({ info }) => info?.protection === 'passphrase');
  useProvideCommands(pageHandlers(services));
  useProvideCommands(
    offered === 'locked' ? {} : { 'app.palette': { run: () => shell.setState({ dialog: 'palette' }) } },
  );
  useProvideCommands(
    offered === 'everything'
      ? {
          ...goHandlers(services),
          ...dialogHandlers(services),
          ...(isSupervisor ? supervisorHandlers(services) : {}),
          ...(hasPassphrase ? passphraseHandlers(services) : {}),
          'app.lock': { run: () => void client.lock.now({}) },
          'app.syncNow': { run: () => void syncNow(services) },
          'app.syncPause': { run: () => void togglePause(services) },
          'app.find': {
            run: () => shell.setState({ screen: 'policies', dialog: null, findAsked: shell.getState().findAsked + 1 }),
          },
          'app.export': {
            run: () => shell.setState({ screen: 'sessions', exportAsked: shell.getState().exportAsked + 1 }),
          },
        }
      : {},
    offered === 'everything' ? ['app'] : [],
  );
}
