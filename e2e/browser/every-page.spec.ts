import { inspect } from './inspect';
import { expect, test } from './portal-test';

const SIGNED_OUT = [
  '/login',
  '/login?reason=expired',
  '/forgot-password',
  '/reset-password',
  `/reset-password#${'A'.repeat(43)}`,
  '/accept-invitation',
  '/sign-out',
  // Not a page of Next: what a person sees whose app sent them with a wrong link.
  '/v1/auth/authorize',
];
const SIGNED_IN = [
  '/clients',
  '/clients?create=true',
  '/apps',
  '/apps?create=true',
  '/apps/app_0000000000000000000000',
  '/debugger',
  '/signing-keys',
  '/members',
  '/settings',
  '/sessions',
  '/change-password',
  '/sign-out',
  '/nowhere',
];
const WIDTHS = [1280, 375];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of WIDTHS) {
    test(`every page is accessible and fits, ${colorScheme}, ${width} px`, async ({ visitor }) => {
      // Twenty pages, each looked at whole.
      test.setTimeout(180_000);
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
