import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { type PersonalKeymap, standardKeymap } from '#contract/keymap.ts';
import { parseSequence } from '#domain/commands/chord.ts';
import { effectiveKeymap } from '#domain/commands/personal.ts';
import { keymapGround } from '#renderer/commands/ground.ts';
import type { CommandId } from '#renderer/commands/registry.ts';
import type { DrivenApp } from '#scripts/lib/electron-app.ts';

/** A keymap to work with, and the file that it comes from; null for a bare preset. */
export interface TourKeymap {
  readonly file: string | null;
  readonly keymap: PersonalKeymap;
}

const bindingsOf = (keymap: PersonalKeymap) => effectiveKeymap(keymapGround, keymap);

/** The keymap that the hands press by; the apps are given the same one. */
let inForce = bindingsOf(standardKeymap);

/** How Playwright spells keys of a keymap; chords pressed after each other are separated by spaces. */
export function spelled(keys: string): string {
  return parseSequence(keys)
    .map(
      ({ mod, shift, value }) => `${mod ? 'Control+' : ''}${shift ? 'Shift+' : ''}${value === ' ' ? 'Space' : value}`,
    )
    .join(' ');
}

/** Own keys come before those of the preset, and those before the shipped ones. */
const SOURCES = ['user', 'preset', 'default'] as const;

/** The key of a command in the keymap in force, as Playwright spells it. */
export function keyOf(command: CommandId): string {
  const bindings = inForce.filter((each) => each.command === command);
  const binding = bindings.toSorted((a, b) => SOURCES.indexOf(a.source) - SOURCES.indexOf(b.source))[0];
  if (binding === undefined) throw new Error(`the keymap has no key for ${command}`);
  return spelled(binding.keys);
}

async function choosePreset(page: Page, preset: PersonalKeymap['preset']): Promise<void> {
  await page.locator('input[name="preset"]:checked').focus();
  const radios = await page.locator('input[name="preset"]').count();
  for (let step = 0; step < radios; step += 1) {
    if ((await page.locator('input[name="preset"]:checked').getAttribute('value')) === preset) break;
    await page.keyboard.press('ArrowDown');
  }
  await page.locator(`input[name="preset"][value="${preset}"]:checked`).waitFor();
}

async function importFile(app: DrivenApp, file: string): Promise<void> {
  await app.answerOpenDialogs(resolve(file));
  await app.page.locator('[data-import]').focus();
  await app.page.keyboard.press('Enter');
  await app.page.locator('[data-accept]').focus();
  await app.page.keyboard.press('Enter');
  await app.page.locator('[role="dialog"]').waitFor({ state: 'detached' });
}

/** Gives the app a keymap through its editor, by keys, and presses by it from then on. The app must be signed in. */
export async function takeKeymap(app: DrivenApp, { file, keymap }: TourKeymap): Promise<void> {
  inForce = bindingsOf(standardKeymap);
  if (file === null && keymap.preset === 'standard') return;
  for (const key of keyOf('go.keymap').split(' ')) await app.page.keyboard.press(key);
  await app.page.locator('[data-screen="keymap"]').waitFor();
  if (file === null) await choosePreset(app.page, keymap.preset);
  else await importFile(app, file);
  inForce = bindingsOf(keymap);
}
