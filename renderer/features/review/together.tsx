import { late } from '#renderer/ui/late.tsx';
import { useReview, useReviewState } from './context.tsx';

const TogetherDialog = late(() => import('./together-dialog.tsx').then((m) => m.TogetherDialog));

/** The dialog, while it is asked for. */
export function Together() {
  const { store } = useReview();
  const isOpen = useReviewState((state) => state.isTogetherOpen);
  return isOpen ? <TogetherDialog onClose={() => store.setState({ isTogetherOpen: false })} /> : null;
}
