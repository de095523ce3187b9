import AxeBuilder from '@axe-core/playwright';
import { expect, type Visitor } from './portal-test';

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
  // What is right with a page is not wanted in detail: that takes longer than to find what is wrong.
  const options = { resultTypes: ['violations' as const] };
  const { violations } = await new AxeBuilder({ page })
    .options(rules === 'all' ? options : { ...options, runOnly: ['color-contrast', 'link-in-text-block'] })
    .analyze();
  const found = violations.map(
    ({ id, nodes }) => `${what}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
  expect(found).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${what} scrolls sideways`).toBeLessThanOrEqual(0);
}
