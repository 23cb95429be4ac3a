import type { PageBridge } from '#contract/core-link.ts';

declare global {
  interface Window {
    /** Put there by the preload. */
    readonly lupa?: PageBridge;
  }
}

/** The transport that the preload offers. */
export function electronBridge(): PageBridge {
  if (window.lupa === undefined) throw new Error('window.lupa is missing: the page was opened outside of Lupa');
  return window.lupa;
}
