import '#renderer/bridge/no-eval.ts';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { PageBridge } from '#contract/core-link.ts';
import '#renderer/ui/theme.css';
import { painted } from '#renderer/features/review/pace.ts';
import { App } from './app.tsx';
import { followMenus } from './app-menus.ts';
import { preloadScreens } from './screens.ts';
import { createServices, loadFirst, type Services } from './services.ts';

/** Whether there is something to see: the locked device, the enrolment, another screen, or the review with its item, its end or its failure. */
function isSomethingToSee({ people, shell, review }: Services): boolean {
  if (shell.getState().vault !== null || shell.getState().lock.locked) return true;
  const isReview = people.getState().identity?.state === 'signed_in' && shell.getState().screen === 'review';
  const { phase } = review.store.getState();
  return !isReview || (phase !== 'empty' && phase !== 'loading');
}

/** Resolves in the step in which there is something to see; until then nothing of the page is seen. */
function somethingToSee(services: Services): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!isSomethingToSee(services)) return;
      stop();
      resolve();
    };
    const stop = services.review.store.subscribe(look);
    look();
  });
}

/**
 * Draws the page over a transport; resolves when there is something to see. Most starts go back to a review, so its screen is drawn at once,
 * unseen and without its item, while the core is still being asked: what then remains is to fill it.
 */
export async function start(bridge: PageBridge): Promise<void> {
  const element = document.getElementById('root');
  if (element === null) throw new Error('the page has no #root');
  const services = createServices(bridge);
  element.toggleAttribute('data-opening', true);
  const loaded = loadFirst(services);
  flushSync(() => createRoot(element).render(<App services={services} />));
  await loaded;
  await somethingToSee(services);
  element.toggleAttribute('data-opening', false);
  await painted();
  // Told, because whoever drives the page by a machine is faster than any hand.
  const complete = (): void => void element.toggleAttribute('data-complete', true);
  requestIdleCallback(() => void preloadScreens().then(complete), { timeout: 2_000 });
  followMenus(services, bridge);
}
