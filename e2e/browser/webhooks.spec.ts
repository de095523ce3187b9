import { expect, test } from './portal-test';

test('a webhook is added, its secret shown once, and its log says why nothing arrives', async ({
  visitor,
}) => {
  const { page } = visitor;
  await visitor.enter();
  await visitor.open('/webhooks?create=true');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Address').fill('http://hooks.example.com/');
  await dialog.getByRole('button', { name: 'Add webhook' }).click();
  await expect(dialog.getByText(/^An https address, such as/)).toBeVisible();
  await expect(dialog.getByText('Choose at least one event')).toBeVisible();
  await dialog.getByLabel('Address').fill('https://10.0.0.1/hook');
  await dialog.getByLabel('Description').fill('On-call channel');
  await dialog.getByRole('button', { name: 'Choose all' }).click();
  await dialog.getByRole('checkbox', { name: 'signing_key.revoked' }).uncheck();
  await dialog.getByRole('button', { name: 'Add webhook' }).click();

  // Closed by mistake it would be lost.
  await expect(dialog.getByText('The signing secret')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog.getByText(/Copy the secret first/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Copy secret' }).click();
  const secret = await visitor.clipboard();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  await dialog.getByRole('button', { name: 'I have stored it' }).click();

  await expect(page.getByRole('heading', { name: 'https://10.0.0.1/hook' })).toBeVisible();
  expect(await page.content()).not.toContain(secret);
  await page.getByRole('button', { name: 'Send test event' }).click();
  const log = page.getByRole('list', { name: 'Deliveries, newest first' });
  const row = log.getByRole('button', { name: /webhook\.test/ });
  await expect(row).toContainText(/inside a private network.*1 try/);
  await row.click();
  await expect(log.getByText('"type": "webhook.test"')).toBeVisible();
  await expect(page.getByText(/Every try has failed since/)).toBeVisible();

  await page.getByRole('button', { name: 'Rotate secret' }).click();
  const rotate = page.getByRole('alertdialog');
  await rotate.getByRole('radio', { name: 'A week' }).check();
  await rotate.getByRole('button', { name: 'Rotate secret' }).click();
  await dialog.getByRole('button', { name: 'Copy secret' }).click();
  expect(await visitor.clipboard()).not.toBe(secret);
  await dialog.getByRole('button', { name: 'I have stored it' }).click();
  await expect(page.getByText(/signs as well until/)).toBeVisible();

  await page.getByRole('button', { name: 'Switch off' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByRole('button', { name: 'Send test event' })).toBeHidden();
  await page.getByRole('button', { name: 'Delete webhook' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete webhook' }).click();
  await expect(page.getByText('No webhooks yet')).toBeVisible();
});
