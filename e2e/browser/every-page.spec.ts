import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Visitor } from './portal-test';

const SIGNED_OUT = ['/login', '/login?reason=expired'];
const SIGNED_IN = [
  '/clients',
  '/clients?create=true',
  '/debugger',
  '/signing-keys',
  '/members',
  '/settings',
  '/change-password',
  '/nowhere',
];
const WIDTHS = [1280, 375];

async function inspect({ page }: Visitor, path: string): Promise<void> {
  await page.locator('h1').first().waitFor();
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(
    ({ id, nodes }) => `${path}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
  expect(found).toEqual([]);
  // Nothing sticks out of a phone.
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of WIDTHS) {
    test(`every page is accessible and fits, ${colorScheme}, ${width} px`, async ({ visitor }) => {
      // A dozen pages, each looked at by axe.
      test.slow();
      const { page } = visitor;
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      for (const path of SIGNED_OUT) {
        await visitor.open(path);
        await inspect(visitor, path);
      }
      await visitor.enter();
      const answer = await page.request.get(`${visitor.stage.origin}/api/portal/clients`);
      const [first] = (await answer.json()).clients;
      const tabs = ['overview', 'secrets', 'token', 'activity', 'danger'].map(
        (tab) => `/clients/${first.client_id}?tab=${tab}`,
      );
      for (const path of [...SIGNED_IN, ...tabs]) {
        await visitor.open(path);
        await page.waitForLoadState('networkidle');
        await inspect(visitor, path);
      }
    });
  }
}

test('pages refuse to be framed and run no script of anybody else', async ({ visitor }) => {
  const answer = await visitor.page.goto(`${visitor.stage.origin}/login`);
  const policy = answer?.headers()['content-security-policy'] ?? '';
  for (const directive of ["frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'"])
    expect(policy).toContain(directive);
  expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  expect(nonce).toBeTruthy();
  const again = await visitor.page.goto(`${visitor.stage.origin}/login`);
  expect(again?.headers()['content-security-policy']).not.toContain(nonce);
});
