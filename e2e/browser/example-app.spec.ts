import { type ExampleApp, startExampleApp } from '../example-app/example-app';
import { startService } from '../harness/service';
import { inspect, SCHEMES, setScheme } from './inspect';
import { expect, test } from './portal-test';

test.describe('an app somebody else wrote', () => {
  let app: ExampleApp;
  test.beforeAll(async () => {
    app = await startExampleApp();
  });
  test.afterAll(() => app.close());

  test('is registered by hand, signs a person in, refreshes past 15 minutes, and signs them out', async ({
    visitor,
  }) => {
    const { page, stage } = visitor;
    await visitor.enter();
    await visitor.open('/overview');
    await page.getByRole('link', { name: 'Apps' }).click();
    await page.getByRole('button', { name: 'Register app' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Example app');
    const addresses = dialog.getByLabel('Redirect URIs', { exact: true });
    await addresses.fill(`${app.redirectUri}\nhttps://*.example.com/callback`);
    await dialog.getByLabel('Post-logout redirect URIs').fill(app.afterLogout);
    await dialog.getByRole('button', { name: 'Register app' }).click();
    await expect(dialog.getByText(/there are no wildcards/)).toBeVisible();
    await addresses.fill(app.redirectUri);
    await dialog.getByRole('button', { name: 'Register app' }).click();
    await expect(page.getByRole('heading', { name: 'Example app', level: 1 })).toBeVisible();
    const appPage = page.url();
    await app.connect(stage.origin, appPage.split('/').at(-1) ?? '');

    // A new browser, so to speak: nobody is signed in.
    await visitor.becomeNobody();
    await page.goto(app.origin);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await expect(page).toHaveURL(/\/login\?callbackUrl=%2Fv1%2Fauth%2Fauthorize/);
    await expect(page.getByText('To go on to Example app.')).toBeVisible();
    await page.getByLabel('Email').fill(stage.email);
    await page.getByLabel('Password', { exact: true }).fill(stage.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { name: `Hello ${stage.email}` })).toBeVisible();

    // The service's clock is moved on: the access token has ended, the sign-in has not.
    const later = await startService({ dataDir: stage.dataDir, env: { CLOCK_OFFSET_SECONDS: '901' } });
    try {
      app.reachIssuerAt(later.origin);
      await page.goto(app.origin);
      await expect(page.getByRole('heading', { name: 'Hello refused with 401' })).toBeVisible();
      await page.getByRole('link', { name: 'Refresh' }).click();
      await expect(page.getByRole('heading', { name: `Hello ${stage.email}` })).toBeVisible();
      await expect(page.getByText('Refreshed 1 times')).toBeVisible();
    } finally {
      await later.stop();
    }

    await page.goto(appPage);
    await expect(page.getByText('1 live session')).toBeVisible();
    await expect(page.getByRole('list', { name: 'Activity, newest first' })).toContainText('Signed in');
    await page.goto(`${stage.origin}/account`);
    await expect(page.getByText('App: Example app')).toBeVisible();
    await inspect(visitor, 'sessions with one at an app');

    await page.goto(app.origin);
    await page.getByRole('link', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { name: 'Good bye' })).toBeVisible();
    expect(new URL(page.url()).pathname).toBe('/bye');
    await page.goto(`${stage.origin}/clients`);
    await expect(page).toHaveURL(/\/login/);
  });

  test('a link that only says "sign out" asks first; an app is disabled and deleted by its name', async ({
    visitor,
  }) => {
    const { page, stage } = visitor;
    await visitor.enter();
    await visitor.open('/overview');
    await page.getByRole('link', { name: 'Apps' }).click();
    await page.getByRole('link', { name: 'Example app' }).click();
    await expect(page.getByRole('heading', { name: 'Connect the app' })).toBeVisible();
    for (const scheme of SCHEMES) {
      await setScheme(visitor, scheme);
      for (const width of [1280, 375]) {
        await page.setViewportSize({ width, height: 900 });
        await inspect(visitor, `an app, ${scheme}, ${width} px`);
      }
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    const clientId = page.url().split('/').at(-1) ?? '';
    const link = new URLSearchParams({
      client_id: clientId,
      post_logout_redirect_uri: app.afterLogout,
      state: 'x',
    });
    await visitor.open(`/v1/auth/logout?${link}`);
    await expect(page.getByRole('heading', { name: 'Sign out of Gooclaim?' })).toBeVisible();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page).toHaveURL(`${app.afterLogout}?state=x`);

    await visitor.enter();
    await visitor.open(`/apps/${clientId}`);
    await page.getByRole('button', { name: 'Disable app' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disable app' }).click();
    await expect(page.getByRole('heading', { name: 'Enable this app' })).toBeVisible();
    await page.goto(`${app.origin}/login`);
    await expect(page.getByRole('heading', { name: 'This link does not work' })).toBeVisible();
    await inspect(visitor, 'a link that does not work');

    await visitor.open(`/apps/${clientId}`);
    await page.getByRole('button', { name: 'Delete app' }).click();
    const dialog = page.getByRole('alertdialog');
    await expect(dialog.getByRole('button', { name: 'Delete app' })).toBeDisabled();
    await dialog.getByLabel(/Type .* to confirm/).fill('Example app');
    await dialog.getByRole('button', { name: 'Delete app' }).click();
    await expect(page).toHaveURL(`${stage.origin}/apps`);
    await expect(page.getByRole('link', { name: 'Example app' })).toHaveCount(0);
  });
});
