import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { generateSync } from 'otplib';
import { CHECKOUT, RUN } from '../harness/checkout';
import { runToEnd } from '../harness/processes';
import { plainEnvironment, startService } from '../harness/service';
import { inspect } from './inspect';
import { expect, test, Visitor } from './portal-test';

// Several sign-ins each, and each costs its hash.
test.describe.configure({ timeout: 120_000 });

const newAddress = (name: string) => `${name}-${randomBytes(4).toString('hex')}@factors.test`;
const newPassword = () => `own ${randomBytes(12).toString('hex')}`;
const codeOf = (secret: string, steps = 0) =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + 30 * steps });

/** A person of their own for each test, so that what they set up is in nobody's way. Signed in, on the overview. */
async function newPerson(visitor: Visitor, role: 'viewer' | 'developer') {
  await visitor.enter();
  const person = await visitor.haveMember(role);
  await visitor.becomeNobody();
  await visitor.enter(person);
  await visitor.open('/overview');
  return person;
}

/** The owner of a tenant of their own: its policy is nobody else's. Signed in, on the overview. */
async function newOwner(visitor: Visitor): Promise<void> {
  const { page, stage } = visitor;
  const email = newAddress('owner');
  const onboarded = await runToEnd(
    process.execPath,
    [RUN, 'onboard', '--tenant', 'Strict TPA', '--admin', email, '--json'],
    { cwd: CHECKOUT, env: plainEnvironment({ DATA_DIR: stage.dataDir }) },
  );
  const { password } = JSON.parse(onboarded.stdout).admin;
  await visitor.signIn({ email, password });
  await page.waitForURL(/change-password/);
  await page.request.post(`${stage.origin}/api/portal/password`, {
    headers: { Origin: stage.origin },
    data: { current_password: password, new_password: newPassword() },
  });
  await visitor.open('/clients');
}

/** Chromium's own authenticator: holds passkeys, and its holder is always verified. */
async function withAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** From the account page to an app that is on. @returns its secret and the first recovery code */
async function setUpApp(visitor: Visitor): Promise<{ secret: string; recoveryCode: string }> {
  const { page } = visitor;
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Copy key' }).click();
  await expect.poll(() => visitor.clipboard()).toMatch(/^[A-Z2-7]{32}$/);
  const secret = await visitor.clipboard();
  const field = dialog.getByLabel('Code from your authenticator app');
  await field.fill('12345');
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  await expect(dialog.getByText('Six digits, as your app shows them')).toBeVisible();
  await field.fill(codeOf(secret, -9));
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await field.fill(codeOf(secret));
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  return { secret, recoveryCode: await keepCodes(visitor) };
}

async function keepCodes(visitor: Visitor): Promise<string> {
  const { page } = visitor;
  const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect(codes).toHaveCount(10);
  const recoveryCode = (await codes.first().textContent()) ?? '';
  const kept = page.getByRole('button', { name: /^(I have kept them|Go on)$/ });
  await expect(kept).toBeDisabled();
  await page.getByRole('button', { name: 'Copy codes' }).click();
  await expect.poll(() => visitor.clipboard()).toContain(recoveryCode);
  await kept.click();
  return recoveryCode;
}

async function openAccount(visitor: Visitor): Promise<void> {
  await visitor.open('/account');
  await expect(visitor.page.getByRole('list', { name: 'Your second factors' })).toBeVisible();
}

async function signOut({ page }: Visitor): Promise<void> {
  const leave = page.getByRole('button', { name: 'Sign out' });
  // A click that came before the page listened is lost.
  await expect(async () => {
    if (!(await leave.isVisible()))
      await page.getByRole('button', { name: 'Account', exact: true }).click({ timeout: 1_000 });
    await expect(leave).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await leave.click();
  await page.waitForURL(/\/login/);
}

test('an authenticator app is set up, asked for at sign-in, and a recovery code stands in for it', async ({
  visitor,
}) => {
  const { page, stage } = visitor;
  const { email, password } = await newPerson(visitor, 'viewer');
  await openAccount(visitor);
  await page.getByRole('button', { name: 'Set up', exact: true }).click();
  const { secret, recoveryCode } = await setUpApp(visitor);
  await expect(page.getByRole('button', { name: 'Remove the authenticator app' })).toBeVisible();

  await signOut(visitor);
  await visitor.signIn({ email, password });
  await expect(page).toHaveURL(/\/second-factor/);
  // Nothing else opens.
  await visitor.open('/debugger?x=1');
  await expect(page).toHaveURL(/\/second-factor\?callbackUrl=%2Fdebugger/);
  const field = page.getByLabel('Code from your authenticator app');
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute('autocomplete', 'one-time-code');
  await field.fill(codeOf(secret, -9));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByText(/This code is not right/)).toBeVisible();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await inspect(visitor, 'a wrong code');
  // Of a phone that is ahead: this step's code was taken when it was set up.
  await field.fill(codeOf(secret, 1));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page).toHaveURL(`${stage.origin}/debugger`);

  await signOut(visitor);
  await visitor.signIn({ email, password });
  await page.getByRole('button', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(recoveryCode);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page).toHaveURL(`${stage.origin}/overview`);
  await openAccount(visitor);
  await expect(page.getByText('9 left')).toBeVisible();
  await page.getByRole('button', { name: 'Remove the authenticator app' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('button', { name: 'Set up', exact: true })).toBeVisible();
  await expect(page.getByText('9 left')).toBeHidden();
});

test('a passkey is made, named, used as second factor and alone, and removed', async ({ visitor }) => {
  const { page, stage } = visitor;
  const { email, password } = await newPerson(visitor, 'viewer');
  await withAuthenticator(page);
  await openAccount(visitor);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Name')).toHaveValue(/Chrome on/);
  await dialog.getByLabel('Name').fill('');
  await dialog.getByRole('button', { name: 'Create passkey' }).click();
  await expect(dialog.getByText('Give it a name')).toBeVisible();
  await dialog.getByLabel('Name').fill('Test laptop');
  await dialog.getByRole('button', { name: 'Create passkey' }).click();
  await keepCodes(visitor);
  await expect(page.getByText('Test laptop')).toBeVisible();

  await signOut(visitor);
  await visitor.signIn({ email, password });
  const usePasskey = (name: string) =>
    // A click can come before the page listens.
    expect(async () => {
      if (!page.url().endsWith('/overview'))
        await page.getByRole('button', { name }).click({ timeout: 1_000 });
      await page.waitForURL('**/overview', { timeout: 5_000 });
    }).toPass();
  await usePasskey('Use your passkey');
  await expect(page).toHaveURL(`${stage.origin}/overview`);

  await signOut(visitor);
  await usePasskey('Use a passkey');
  await expect(page).toHaveURL(`${stage.origin}/overview`);
  await expect(page.getByRole('button', { name: 'Account', exact: true })).toContainText(email);

  await openAccount(visitor);
  await page.getByRole('button', { name: 'Rename Test laptop' }).click();
  await page.getByRole('alertdialog').getByLabel('Name').fill('Old laptop');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('button', { name: 'Remove Old laptop' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('Old laptop', { exact: true })).toBeHidden();

  // It is still in the device, and opens nothing any more.
  await signOut(visitor);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page.getByText('This passkey was not accepted.')).toBeVisible();
});

test('five minutes later a rotation asks who it is, forgets nothing when that is put off, and goes on by itself', async ({
  visitor,
}) => {
  const { page, stage } = visitor;
  const { password } = await newPerson(visitor, 'developer');
  const { id } = await visitor.haveClient('Rotated after a step-up');
  const later = await startService({ dataDir: stage.dataDir, env: { CLOCK_OFFSET_SECONDS: '301' } });
  try {
    await visitor.open(`/clients/${id}?tab=secrets`, later.origin);
    await page.getByRole('button', { name: 'Rotate secret' }).click();
    const rotate = page.getByRole('dialog', { name: 'Rotate the secret' });
    await rotate.getByRole('radio', { name: '7 days' }).check();
    await rotate.getByRole('button', { name: 'Rotate secret' }).click();
    const confirm = page.getByRole('dialog', { name: 'Confirm it is you' });
    await expect(confirm.getByLabel('Your password')).toBeFocused();
    await inspect(visitor, 'the question who it is');
    await confirm.getByLabel('Your password').fill('not the password');
    await confirm.getByRole('button', { name: 'Confirm' }).click();
    await expect(confirm.getByText('This is not your password.')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByText(/you did not confirm that it is you/)).toBeVisible();
    await expect(rotate.getByRole('radio', { name: '7 days' })).toBeChecked();

    await rotate.getByRole('button', { name: 'Rotate secret' }).click();
    await confirm.getByLabel('Your password').fill(password);
    await confirm.getByRole('button', { name: 'Confirm' }).click();
    await expect(confirm).toBeHidden();
    await visitor.takeSecret();
    await expect(page.getByText('Rotated after a step-up').first()).toBeVisible();
  } finally {
    await later.stop();
  }
});

test('where a tenant requires it, people without one set it up and go on where they wanted', async ({
  visitor,
  browser,
}) => {
  const { page, stage } = visitor;
  await newOwner(visitor);
  const member = await visitor.haveMember('viewer');
  const required = page.getByRole('switch', { name: 'Require a second factor' });
  const require = async () => {
    await visitor.open('/settings');
    await required.click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Require it' }).click();
  };
  // Whoever shuts the door must have a key.
  await require();
  await page.getByRole('link', { name: 'Set one up' }).click();
  await withAuthenticator(page);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Create passkey' }).click();
  await keepCodes(visitor);
  await expect(page.getByRole('button', { name: /^Remove/ })).toBeVisible();
  await require();
  await expect(required).toBeChecked();
  await openAccount(visitor);
  await expect(page.getByText(/add another to remove this one/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Remove/ })).toBeHidden();

  const context = await browser.newContext({
    reducedMotion: 'reduce',
    viewport: { width: 375, height: 800 },
  });
  const other = new Visitor(await context.newPage(), stage);
  await other.open('/login?callbackUrl=/debugger');
  await other.page.getByLabel('Email').fill(member.email);
  await other.page.getByLabel('Password', { exact: true }).fill(member.password);
  await other.page.getByRole('button', { name: 'Sign in' }).click();
  await expect(other.page).toHaveURL(/\/set-up-second-factor/);
  await inspect(other, 'the choice of a second factor');
  await other.page.getByRole('button', { name: /^Authenticator app/ }).click();
  await expect(other.page.getByRole('img', { name: /QR code/ })).toBeVisible();
  await inspect(other, 'an authenticator app');
  await other.page.getByRole('button', { name: 'Choose another way' }).click();
  await withAuthenticator(other.page);
  await other.page.getByRole('button', { name: /^Passkey/ }).click();
  await inspect(other, 'a passkey');
  await other.page.getByRole('button', { name: 'Create passkey' }).click();
  await expect(other.page.getByRole('list', { name: 'Recovery codes' })).toBeVisible();
  await inspect(other, 'the recovery codes');
  const download = other.page.waitForEvent('download');
  await other.page.getByRole('button', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toBe('gooclaim-recovery-codes.txt');
  await other.page.getByRole('button', { name: 'Go on' }).click();
  await expect(other.page).toHaveURL(`${stage.origin}/debugger`);
  await context.close();
});
