import type { Services } from './services.ts';

/** Quits, or with unsent work asks first. */
export async function quit({ shell, sync, review, client }: Services): Promise<void> {
  await review.keep();
  await sync.getState().load();
  if ((sync.getState().status?.pending_results ?? 0) > 0) shell.setState({ dialog: 'quit' });
  else await client.app.quit({});
}
