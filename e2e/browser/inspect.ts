import axe from 'axe-core';
import { expect, type Visitor } from './portal-test';

export const SCHEMES = ['light', 'dark'] as const;

/** Shows an open page of the portal in a colour scheme; it has changed when this ends. */
export async function setScheme({ page }: Visitor, colorScheme: (typeof SCHEMES)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await expect(page.locator('html')).toHaveClass(new RegExp(`\\b${colorScheme}\\b`));
}

/**
 * Axe finds nothing, and nothing sticks out of a phone.
 *
 * @param what names the page in a failure
 * @param rules `colours`: of a page whose elements were looked at a moment ago in its other scheme
 */
export async function inspect(
  { page }: Visitor,
  what: string,
  rules: 'all' | 'colours' = 'all',
): Promise<void> {
  await page.locator('h1').first().waitFor({ state: 'attached' });
  // Once a document: half a megabyte to read. Without its Playwright wrapper, which sums up what frames found in a page
  // of its own, made anew each time; ours have no frames, and may not be framed.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found = await page.evaluate(
    async (runOnly) => {
      // What is right with a page is not wanted in detail: that takes longer than to find what is wrong.
      const { violations } = await axe.run({ resultTypes: ['violations'], ...(runOnly ? { runOnly } : {}) });
      return violations.map(
        ({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
      );
    },
    rules === 'all' ? undefined : ['color-contrast', 'link-in-text-block'],
  );
  expect(found, what).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${what} scrolls sideways`).toBeLessThanOrEqual(0);
}
