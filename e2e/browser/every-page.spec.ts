import { inspect, SCHEMES, setScheme } from './inspect';
import { expect, test, type Visitor } from './portal-test';

const SIGNED_OUT = [
  '/login',
  '/login?reason=expired',
  '/login?error=sso_address',
  '/login?reason=confirm',
  '/single-sign-on',
  '/forgot-password',
  '/reset-password',
  `/reset-password#${'A'.repeat(43)}`,
  '/accept-invitation',
  '/sign-out',
  '/docs',
  '/docs/errors',
  '/docs/reference',
  // Not a page of Next: what a person sees whose app sent them with a wrong link.
  '/v1/auth/authorize',
];
const SIGNED_IN = [
  '/overview',
  '/overview?range=30d',
  '/clients',
  '/clients?create=true',
  '/secrets',
  '/secrets?filter=exposed',
  '/secrets/evidence?from=2026-01-01&to=2026-12-31',
  '/secrets/evidence',
  '/apps',
  '/apps?create=true',
  '/apps/app_0000000000000000000000',
  '/webhooks',
  '/webhooks?create=true',
  '/webhooks/whk_0000000000000000000000',
  '/debugger',
  '/audit',
  '/audit?range=custom&group=tokens&actor=usr_0000000000000000000000',
  '/signing-keys',
  '/members',
  '/members?invite=true',
  '/settings',
  '/account',
  '/change-password',
  '/sign-out',
  '/docs',
  '/docs/authentication',
  '/docs/rotation',
  '/docs/limits',
  '/docs/libraries',
  '/docs/nowhere',
  '/nowhere',
];
const WIDTHS = [1280, 375];

/** One load, looked at in every scheme and width: loading is what takes the time. */
async function inspectAll(visitor: Visitor, path: string): Promise<void> {
  const { page } = visitor;
  await visitor.open(path);
  await visitor.settle();
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of SCHEMES) {
      // A page that is none of Next's follows the media query alone.
      if (path.startsWith('/v1/')) await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      else await setScheme(visitor, colorScheme);
      // The scheme changes colours and nothing else: the other rules have seen these very elements.
      await inspect(
        visitor,
        `${path}, ${colorScheme}, ${width} px`,
        colorScheme === SCHEMES[0] ? 'all' : 'colours',
      );
    }
  }
}

test('every page is accessible and fits, light and dark, 1280 and 375 px: signed out', async ({
  visitor,
}) => {
  test.setTimeout(300_000);
  for (const path of SIGNED_OUT) await inspectAll(visitor, path);
});

test('every page is accessible and fits, light and dark, 1280 and 375 px: signed in', async ({ visitor }) => {
  test.setTimeout(300_000);
  await visitor.enter();
  const answer = await visitor.page.request.get(`${visitor.stage.origin}/api/portal/clients`);
  const [first] = (await answer.json()).clients;
  const tabs = ['overview', 'secrets', 'token', 'activity', 'danger'].map(
    (tab) => `/clients/${first.client_id}?tab=${tab}`,
  );
  for (const path of [...SIGNED_IN, ...tabs]) await inspectAll(visitor, path);
});

test('pages refuse to be framed and run no script of anybody else', async ({ visitor }) => {
  const answer = await visitor.page.goto(`${visitor.stage.origin}/login`);
  expect(answer?.headers()).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  });
  const policy = answer?.headers()['content-security-policy'] ?? '';
  for (const directive of ["frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'"])
    expect(policy).toContain(directive);
  expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  expect(nonce).toBeTruthy();
  const again = await visitor.page.goto(`${visitor.stage.origin}/login`);
  expect(again?.headers()['content-security-policy']).not.toContain(nonce);
  // What gets into the HTML is stopped by the browser itself: without a nonce, with an old one, in an attribute. In a page
  // of its own: in the visitor's any such thing is a fault.
  const victim = await visitor.page.context().newPage();
  await victim.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
  });
  const stranger = `<body><script>strangerRan = 1</script><script nonce="${nonce}">strangerRan = 1</script><img src="data:," onerror="strangerRan = 1">`;
  await victim.route('**/login', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace(/<body/, `${stranger}<body`) });
  });
  await victim.goto(`${visitor.stage.origin}/login`);
  const seen = () => victim.evaluate(() => Object(window).seen.toSorted());
  await expect.poll(seen).toEqual(['script-src-attr', 'script-src-elem', 'script-src-elem']);
  expect(await victim.evaluate(() => Object(window).strangerRan)).toBeUndefined();
});
