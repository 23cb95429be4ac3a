import { type ComponentType, use } from 'react';

/** A component whose code comes when it is first needed, or earlier when there is time. */
export type Late<Props> = ComponentType<Props> & { readonly preload: () => Promise<void> };

/**
 * Keeps a component out of the first code that the page loads. Once its code is here it is drawn like any other, in the same step; before
 * that it waits at the nearest Suspense boundary.
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
    const Component = ready;
    if (Component === null) {
      use(preload());
      return null;
    }
    return <Component {...props} />;
  }
  return Object.assign(LateComponent, { preload });
}
