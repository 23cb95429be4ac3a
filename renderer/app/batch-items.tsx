import { useBatches } from '#renderer/features/batches/context.ts';
import { ListScreen } from './screens.ts';
import type { Services } from './services.ts';
import { useShell } from './shell-state.ts';

/** The items of the batch that was asked for; opening one leads to the review, leaving back to the queue. */
export function BatchItems({ services }: { services: Services }) {
  const listed = useShell((state) => state.listed);
  const name = useBatches((state) => state.batches?.find(({ batch }) => batch.id === listed)?.batch.name ?? '');
  const { shell, review } = services;
  if (listed === null) return null;
  return (
    <ListScreen
      batch={listed}
      name={name}
      onOpen={({ item_id, state }) => {
        shell.setState({ screen: 'review' });
        void (state === 'decided' ? review.looking.edit(item_id) : review.navigating.open(item_id));
      }}
      onLeave={() => shell.setState({ screen: 'queue' })}
    />
  );
}
