/** Props of an area that scrolls: a named region with a tab stop, because a keyboard must be able to scroll whatever a wheel can. */
export function scrollArea(label: string) {
  return { role: 'region', tabIndex: 0, 'aria-label': label, 'data-scroller': '' } as const;
}

/** Props of controls that belong together, where a fieldset's own layout would be in the way. */
export function groupOf(label: string) {
  return { role: 'group', 'aria-label': label } as const;
}

/** Props of the media field: keys act on it as on a program, not as on text, so a reader passes them through. */
export function stageOf(label: string, describedBy: string) {
  return { role: 'application', tabIndex: 0, 'aria-label': label, 'aria-describedby': describedBy } as const;
}
