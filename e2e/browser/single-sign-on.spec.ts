import type { Page } from '@playwright/test';
import { startDnsServer } from '../harness/dns-server';
import { type OpenIdProvider, startOpenIdProvider } from '../harness/openid-provider';
import { inspect } from './inspect';
import { expect, test, type Visitor } from './portal-test';

const DOMAIN = 'browser-sso.test';
const SECRET = 'a client secret that nobody ever sees again';
const COLLEAGUE = `colleague@${DOMAIN}`;

async function signInAtProvider(page: Page, login: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Provider' })).toBeVisible();
  await page.getByLabel('Login').fill(login);
  await page.getByRole('button', { name: 'Sign in at the provider' }).click();
}

/** A wide screen in one colour, and a phone in the other. */
async function inspectBoth(visitor: Visitor, what: string, wide: 'light' | 'dark'): Promise<void> {
  const { page } = visitor;
  const looks = [
    [1280, wide],
    [375, wide === 'light' ? 'dark' : 'light'],
  ] as const;
  for (const [width, colorScheme] of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await inspect(visitor, `${what}, ${colorScheme}, ${width} px`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

test('an owner sets single sign-on up, proves the domain and tries it; a new colleague joins by it and comes again', async ({
  visitor,
  browser,
}) => {
  test.setTimeout(120_000);
  const { page, stage } = visitor;
  const dns = await startDnsServer(stage.dnsPort);
  let provider: OpenIdProvider | undefined;
  try {
    await visitor.enter();
    await visitor.open('/settings');
    const section = page.getByRole('region', { name: 'Single sign-on' });
    const redirectUri = (await section.getByText('/api/auth/callback/').textContent()) ?? '';
    provider = await startOpenIdProvider([
      { client_id: 'gooclaim', client_secret: SECRET, redirect_uri: redirectUri },
    ]);
    provider.accounts.set('boss', {
      sub: '1',
      email: `boss@${DOMAIN}`,
      email_verified: true,
      groups: ['devs'],
    });
    provider.accounts.set('colleague', {
      sub: '2',
      email: COLLEAGUE,
      email_verified: true,
      groups: ['devs'],
    });

    // Refused at the field, and what was typed stays.
    await section.getByLabel('Issuer').fill('login.example.com');
    await section.getByLabel('Client ID').fill('gooclaim');
    await section.getByLabel('Scopes').fill('email');
    await section.getByRole('button', { name: 'Add a row' }).click();
    await section.getByLabel('Value 1 of the claim').fill('devs');
    await section.getByRole('button', { name: 'Save changes' }).click();
    await expect(section.getByText('Enter an address that begins with https://')).toBeVisible();
    await expect(section.getByText('openid must be among them')).toBeVisible();
    await section.getByLabel('Issuer').fill(provider.issuer);
    await section.getByLabel('Scopes').fill('openid email groups');
    await section.getByRole('button', { name: 'Save changes' }).click();
    await expect(section.getByText('Enter the claim that these roles are read from')).toBeVisible();
    await section.getByLabel('Role claim').fill('groups');
    await section.getByLabel('Role for value 1').click();
    await page.getByRole('option', { name: 'Developer' }).click();
    await section.getByRole('button', { name: 'Save changes' }).click();
    await expect(section.getByText('Enter the client secret')).toBeVisible();
    await expect(section.getByLabel('Value 1 of the claim')).toHaveValue('devs');
    await section.getByLabel('Client secret').fill(SECRET);
    await section.getByRole('button', { name: 'Save changes' }).click();
    await expect(page.getByText('Single sign-on saved')).toBeVisible();
    await expect(section.getByLabel('Client secret')).toHaveValue('');

    await section.getByRole('button', { name: 'Check the provider' }).click();
    const checks = section.getByRole('list', { name: 'Checks of the provider' }).getByRole('listitem');
    await expect(checks).toHaveCount(7);
    await expect(checks.last()).toContainText('It accepts the client ID and the secret.');

    await section.getByLabel('Another domain').fill('no domain');
    await section.getByRole('button', { name: 'Add domain' }).click();
    await expect(section.getByText('Enter a domain, such as example.com')).toBeVisible();
    await section.getByLabel('Another domain').fill(DOMAIN);
    await section.getByRole('button', { name: 'Add domain' }).click();
    await section.getByRole('button', { name: 'Check now' }).click();
    await expect(section.getByText('The record is not there yet.')).toBeVisible();
    await section.getByRole('button', { name: 'Copy value of the record' }).click();
    await inspectBoth(visitor, 'single sign-on in the settings', 'light');
    dns.records.set(`_gooclaim-auth.${DOMAIN}`, [await visitor.clipboard()]);
    await section.getByRole('button', { name: 'Check now' }).click();
    await expect(section.getByText('Proven', { exact: true })).toBeVisible();

    await section.getByRole('button', { name: 'Sign in on trial' }).click();
    await signInAtProvider(page, 'boss');
    await expect(page).toHaveURL(`${stage.origin}/settings?sso=tried#sso-trial`);
    await expect(section.getByText('The sign-in works.')).toBeVisible();
    await expect(section.getByText('Role: Developer')).toBeVisible();
    await expect(section.getByText('"groups"')).toBeVisible();
    // Nobody was made, and it is still the owner who is signed in.
    await expect(section.getByText('Linked people')).toBeVisible();
    await inspectBoth(visitor, 'the result of a trial', 'dark');

    await section.getByLabel('Single sign-on is on').click();
    await section.getByRole('button', { name: 'Save changes' }).click();
    await section.getByRole('button', { name: 'Copy sign-in link' }).click();
    const link = await visitor.clipboard();

    const context = await browser.newContext();
    const theirs = await context.newPage();
    await theirs.goto(`${stage.origin}/login?callbackUrl=%2Fdebugger`);
    await theirs.getByRole('link', { name: 'Continue with single sign-on' }).click();
    await theirs.getByLabel('Work email').fill('somebody@unknown.test');
    await theirs.getByRole('button', { name: 'Continue' }).click();
    await expect(theirs.getByText('There is no single sign-on for this domain.')).toBeVisible();
    await theirs.getByLabel('Work email').fill(COLLEAGUE);
    await theirs.getByRole('button', { name: 'Continue' }).click();
    await signInAtProvider(theirs, '');
    await expect(theirs.getByText('The sign-in was cancelled')).toBeVisible();
    await expect(theirs).toHaveURL(/\/login\?error=sso_cancelled&callbackUrl=%2Fdebugger$/);
    await theirs.getByRole('link', { name: 'Continue with single sign-on' }).click();
    await theirs.getByLabel('Work email').fill(COLLEAGUE);
    await theirs.getByRole('button', { name: 'Continue' }).click();
    await signInAtProvider(theirs, 'colleague');
    await expect(theirs).toHaveURL(`${stage.origin}/debugger`);
    const account = theirs.getByRole('button', { name: 'Account' });
    await expect(account).toContainText(COLLEAGUE);
    // A click on a page that is not alive yet is lost.
    await theirs.waitForLoadState('networkidle');
    await account.click();
    await expect(theirs.getByRole('link', { name: 'Account security' })).toBeVisible();
    // There is none to change.
    await expect(theirs.getByRole('link', { name: 'Change password' })).toHaveCount(0);
    await theirs.goto(`${stage.origin}/change-password?voluntary=1&callbackUrl=%2Fdebugger`);
    await expect(theirs.getByRole('heading', { name: 'You have no password here' })).toBeVisible();
    await theirs.getByRole('link', { name: 'Go back' }).click();
    await expect(theirs).toHaveURL(`${stage.origin}/debugger`);
    await theirs.waitForLoadState('networkidle');
    await account.click();
    await theirs.getByRole('button', { name: 'Sign out' }).click();
    await expect(theirs).toHaveURL(/\/login/);

    await theirs.goto(link);
    await expect(theirs.getByRole('heading', { name: /^Sign in to / })).toBeVisible();
    // The provider knows this browser, and does not ask again.
    await theirs.getByRole('button', { name: 'Continue' }).click();
    await expect(theirs).toHaveURL(`${stage.origin}/overview`);
    await theirs.goto(`${stage.origin}/login?reason=confirm&callbackUrl=%2Fmembers`);
    await theirs.getByRole('button', { name: 'Sign in again' }).click();
    await signInAtProvider(theirs, 'colleague');
    await expect(theirs).toHaveURL(`${stage.origin}/members`);
    await context.close();

    await visitor.open('/members');
    const row = page
      .getByRole('list', { name: 'Members of this tenant' })
      .getByRole('listitem')
      .filter({ hasText: COLLEAGUE });
    await expect(row).toContainText(/developer/i);
    await page.getByRole('button', { name: `Actions for ${COLLEAGUE}` }).click();
    await page.getByRole('button', { name: 'Unlink single sign-on' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Unlink' }).click();
    await expect(row).not.toContainText('single sign-on');
    await visitor.open('/settings');
    await expect(section.getByRole('list', { name: 'Refused sign-ins, newest first' })).toContainText(
      'The sign-in was cancelled at the provider.',
    );
    await section.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove single sign-on' }).click();
    await expect(section.getByText('Not set up')).toBeVisible();
  } finally {
    await provider?.close();
    await dns.close();
  }
});
