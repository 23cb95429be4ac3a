import type { KeyboardEvent, MouseEvent } from 'react';

/** Props of an area that scrolls: a named region with a tab stop, because a keyboard must be able to scroll whatever a wheel can. */
export function scrollArea(label: string) {
  return { role: 'region', tabIndex: 0, 'aria-label': label, 'data-scroller': '' } as const;
}

/** Props of controls that belong together, where a fieldset's own layout would be in the way. */
export function groupOf(label: string) {
  return { role: 'group', 'aria-label': label } as const;
}

type Handler<Event> = (event: Event) => void;

/** Props of a list that has the focus and its keys; the row under the hand is told to the reader by its id. */
export function commandList(label: string, activeRow: string, onKeyDown: Handler<KeyboardEvent>) {
  return {
    role: 'listbox',
    tabIndex: 0,
    'aria-label': label,
    'aria-multiselectable': true,
    'aria-activedescendant': activeRow,
    'data-command-list': '',
    onKeyDown,
  } as const;
}

interface CommandListRow {
  readonly chosen: boolean;
  readonly disabled: boolean;
  /** Counts from 1. */
  readonly place: number;
  readonly of: number;
  readonly onClick: Handler<MouseEvent>;
}

/** Props of a row of such a list; a press with the mouse leaves the focus with the list. */
export function commandListRow(row: CommandListRow) {
  return {
    role: 'option',
    tabIndex: -1,
    'aria-selected': row.chosen,
    'aria-disabled': row.disabled,
    'aria-posinset': row.place,
    'aria-setsize': row.of,
    onClick: row.onClick,
    onMouseDown: (event: MouseEvent) => event.preventDefault(),
  } as const;
}

/** Props of the media field: keys act on it as on a program, not as on text, so a reader passes them through. */
export function stageOf(label: string, describedBy: string) {
  return { role: 'application', tabIndex: 0, 'aria-label': label, 'aria-describedby': describedBy } as const;
}
