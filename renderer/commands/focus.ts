import type { KeyPress } from '#domain/commands/chord.ts';

const TEXT_INPUTS = new Set([
  'text',
  'search',
  'url',
  'email',
  'password',
  'tel',
  'number',
  'date',
  'datetime-local',
  'time',
]);

/** Whether key presses on this element write text. */
export function isEditable(element: Element | null): boolean {
  if (element instanceof HTMLTextAreaElement) return !element.readOnly;
  if (element instanceof HTMLInputElement) return TEXT_INPUTS.has(element.type) && !element.readOnly;
  return element instanceof HTMLElement && element.isContentEditable;
}

const ARROWS = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown']);
const LISTS = '[role="listbox"],[role="menu"],[role="grid"],[role="tree"],select';
const MOVERS =
  '[role="tablist"],[role="radiogroup"],[role="slider"],[role="toolbar"],[data-rover],input[type="radio"],input[type="range"]';
const PRESSABLE =
  'button,a[href],summary,[role="button"],[role="tab"],[role="option"],[role="switch"],input[type="checkbox"]';

/** Whether the focused widget handles this press itself, so that no command may take it. */
export function ownsPress(element: Element | null, press: KeyPress): boolean {
  if (element === null || press.mod) return false;
  // A list of work has no type-ahead: letters, Enter and Space are commands there.
  if (element.closest('[data-command-list]') !== null) return ARROWS.has(press.key);
  if (element.closest(LISTS) !== null) return press.key.length === 1 || ARROWS.has(press.key) || press.key === 'Enter';
  if (ARROWS.has(press.key)) return element.closest(MOVERS) !== null || isScroller(element);
  if (press.key === ' ' && element.closest('input[type="radio"]') !== null) return true;
  if (press.key !== 'Enter' && press.key !== ' ') return false;
  return element.closest(PRESSABLE) !== null;
}

/** A focused reading pane scrolls with the arrow and page keys. */
function isScroller(element: Element): boolean {
  return element.matches('[data-scroller]');
}

/** Whether a dialog has the keyboard. */
export function isModalOpen(): boolean {
  return document.querySelector('[role="dialog"][data-modal],[role="alertdialog"][data-modal]') !== null;
}
