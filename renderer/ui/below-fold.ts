import { startTransition, useEffect, useState } from 'react';

/**
 * False for a component's first drawing, true once that has been painted: so that what is below the fold does not keep what is above it
 * waiting.
 */
export function useBelowFold(): boolean {
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    // After the next frame but one: the first drawing is on the screen by then.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => startTransition(() => setDrawn(true)));
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  return isDrawn;
}
