import type { Page } from 'playwright-core';
import type { PresetName } from '#contract/keymap.ts';
import { parseSequence } from '#domain/commands/chord.ts';
import { effectiveKeymap } from '#domain/commands/personal.ts';
import { keymapGround } from '#renderer/commands/ground.ts';
import type { CommandId } from '#renderer/commands/registry.ts';

const keymapOf = (preset: PresetName) => effectiveKeymap(keymapGround, { preset, rows: [] });

/** The keymap that the hands press by; the apps are given the same one. */
let inForce = keymapOf('standard');

/** How Playwright spells keys of a keymap; chords pressed after each other are separated by spaces. */
export function spelled(keys: string): string {
  return parseSequence(keys)
    .map(
      ({ mod, shift, value }) => `${mod ? 'Control+' : ''}${shift ? 'Shift+' : ''}${value === ' ' ? 'Space' : value}`,
    )
    .join(' ');
}

/** The key of a command in the keymap in force, as Playwright spells it: the preset's own where it has one. */
export function keyOf(command: CommandId): string {
  const bindings = inForce.filter((each) => each.command === command);
  const binding = bindings.find(({ source }) => source === 'preset') ?? bindings[0];
  if (binding === undefined) throw new Error(`the keymap has no key for ${command}`);
  return spelled(binding.keys);
}

/** Takes a preset in the app's keymap editor, by keys, and presses by it from then on. The app must be signed in. */
export async function takePreset(page: Page, preset: PresetName): Promise<void> {
  inForce = keymapOf('standard');
  if (preset === 'standard') return;
  for (const key of keyOf('go.keymap').split(' ')) await page.keyboard.press(key);
  await page.locator('[data-screen="keymap"]').waitFor();
  await page.locator('input[name="preset"]:checked').focus();
  const radios = await page.locator('input[name="preset"]').count();
  for (let step = 0; step < radios; step += 1) {
    if ((await page.locator('input[name="preset"]:checked').getAttribute('value')) === preset) break;
    await page.keyboard.press('ArrowDown');
  }
  await page.locator(`input[name="preset"][value="${preset}"]:checked`).waitFor();
  inForce = keymapOf(preset);
}
