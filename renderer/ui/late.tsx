import { type ComponentType, useEffect, useState } from 'react';

/** A component whose code comes when it is first needed, or earlier when there is time. */
export type Late<Props> = ComponentType<Props> & { readonly preload: () => Promise<void> };

/**
 * Keeps a component out of the first code that the page loads. Once its code is here it is drawn like any other, in the same step; before
 * that nothing stands in its place.
 * @param load imports the component
 */
export function late<Props extends object>(load: () => Promise<ComponentType<Props>>): Late<Props> {
  let ready: ComponentType<Props> | null = null;
  let coming: Promise<void> | null = null;
  const preload = (): Promise<void> =>
    (coming ??= load().then((component) => {
      ready = component;
    }));
  function LateComponent(props: Props) {
    const [Component, setComponent] = useState(() => ready);
    useEffect(() => {
      if (Component === null) void preload().then(() => setComponent(() => ready));
    }, [Component]);
    return Component === null ? null : <Component {...props} />;
  }
  return Object.assign(LateComponent, { preload });
}
