import { createRoot } from 'react-dom/client';
import type { PageBridge } from '#contract/core-link.ts';
import '#renderer/ui/theme.css';
import { App } from './app.tsx';
import { createServices, loadFirst } from './services.ts';

/** Draws the page over a transport. */
export async function start(bridge: PageBridge): Promise<void> {
  const root = document.getElementById('root');
  if (root === null) throw new Error('the page has no #root');
  const services = createServices(bridge);
  await loadFirst(services);
  createRoot(root).render(<App services={services} />);
}
