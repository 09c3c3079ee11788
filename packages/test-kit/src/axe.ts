import type { Page } from 'playwright-core';

/**
 * What axe finds wrong on a page, each with the element and what to do.
 *
 * In the page itself and without what is right: by default the builder sends every element of every rule out of the page
 * and into a second one, which is most of its time. Frames of other origins are not looked into; pages here have none.
 */
export async function axeFaults(page: Page): Promise<string[]> {
  const { AxeBuilder } = await import('@axe-core/playwright');
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  );
}
