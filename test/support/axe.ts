import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/**
 * Axe for the one frame that a page has. It tells violations only: naming every element that is in order takes it longer than looking.
 * The palette's list is moved through by the arrows of the field above it, which keeps the focus; the rule does not know that pattern.
 */
export function axeFor(page: Page): AxeBuilder {
  return new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .exclude('[role="menu"]')
    .setLegacyMode(true);
}

/** What it finds: the rule and the elements. */
export async function violationsOf(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
