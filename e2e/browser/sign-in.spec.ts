import { randomBytes } from 'node:crypto';
import { CHECKOUT, RUN } from '../harness/checkout';
import { runToEnd } from '../harness/processes';
import { plainEnvironment } from '../harness/service';
import { expect, test } from './portal-test';

test('an unknown address and a wrong password get the same words, and what was typed stays', async ({
  visitor,
}) => {
  const { page, stage } = visitor;
  const words: string[] = [];
  for (const email of [stage.email, 'nobody@nowhere.test']) {
    await visitor.signIn({ email, password: 'not the password' });
    const alert = page
      .locator('form')
      .getByRole('alert')
      .or(page.getByRole('alert').filter({ hasText: /right/ }));
    await expect(alert.first()).toBeVisible();
    words.push((await alert.first().textContent()) ?? '');
    await expect(page.getByLabel('Email')).toHaveValue(email);
  }
  expect(words[0]).toContain('Email or password is not right');
  expect(words[1]).toBe(words[0]);
});

test('after sign-in only paths of this portal are followed', async ({ visitor }) => {
  const { page, stage } = visitor;
  for (const target of ['https://evil.test/', '//evil.test/', '/\\evil.test/', 'javascript:alert(1)']) {
    await visitor.becomeNobody();
    await visitor.open(`/login?callbackUrl=${encodeURIComponent(target)}`);
    await page.getByLabel('Email').fill(stage.email);
    await page.getByLabel('Password', { exact: true }).fill(stage.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL(`${stage.origin}/overview`);
  }
});

test('an onboarded admin must choose a password first, is told at the field what is wrong with it, and then is in', async ({
  visitor,
}) => {
  const { page, stage } = visitor;
  const admin = `admin-${randomBytes(4).toString('hex')}@acme.test`;
  const { stdout } = await runToEnd(
    process.execPath,
    [RUN, 'onboard', '--tenant', 'Acme TPA', '--admin', admin, '--json'],
    {
      cwd: CHECKOUT,
      env: plainEnvironment({ DATA_DIR: stage.dataDir }),
    },
  );
  const { password } = JSON.parse(stdout).admin;

  await visitor.signIn({ email: admin, password });
  await expect(page).toHaveURL(/\/change-password/);
  await visitor.open('/clients');
  await expect(page).toHaveURL(/\/change-password/);

  await page.getByLabel('Current password').fill(password);
  await page.getByLabel('New password', { exact: true }).fill('short');
  await page.getByRole('button', { name: /change|save|set/i }).click();
  await expect(page.getByText('At least 12 characters').last()).toBeVisible();
  await expect(page.getByLabel('New password', { exact: true })).toHaveAttribute('aria-invalid', 'true');

  const own = `own ${randomBytes(12).toString('hex')}`;
  await page.getByLabel('New password', { exact: true }).fill(own);
  for (const again of await page.getByLabel(/repeat|confirm|again/i).all()) await again.fill(own);
  await page.getByRole('button', { name: /change|save|set/i }).click();
  await expect(page).toHaveURL(/\/clients/);
  await expect(page.getByText('First backend').first()).toBeVisible();
});

test('a password is masked, can be looked at and pasted', async ({ visitor }) => {
  const { page } = visitor;
  await visitor.open('/login');
  const field = page.getByLabel('Password', { exact: true });
  await expect(field).toHaveAttribute('type', 'password');
  await page.evaluate(() => navigator.clipboard.writeText(' from a manager '));
  await field.focus();
  await page.keyboard.press('Control+V');
  await expect(field).toHaveValue(' from a manager ');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(field).toHaveAttribute('type', 'text');
  await page.getByRole('button', { name: 'Hide', exact: true }).click();
  await expect(field).toHaveAttribute('type', 'password');
});
