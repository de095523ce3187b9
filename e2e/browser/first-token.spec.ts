import { curlToken } from './curl-token';
import { expect, test } from './portal-test';

test('sign in, create a client, get a token with its secret, and see it active in the debugger', async ({
  visitor,
}) => {
  const { page, stage } = visitor;
  await visitor.enter();
  const { id, secret } = await visitor.createClient('Claims sync', ['workflow:read', 'audit:read']);
  expect(id).toMatch(/^client_/);

  const issued = curlToken(stage.origin, id, secret);
  expect(issued.status).toBe(200);
  const token = String(issued.body.access_token);

  await visitor.open('/debugger');
  await page.getByLabel('Token', { exact: true }).fill(`Authorization: Bearer ${token}`);
  await expect(page.getByTestId('local-verdict').getByText('Active', { exact: true })).toBeVisible();
  await expect(page.getByTestId('server-verdict').getByText('Active', { exact: true })).toBeVisible();
  // Where it came from.
  await expect(page.getByText('Claims sync').first()).toBeVisible();
  expect(page.url()).not.toContain(token.slice(0, 20));

  // A changed payload: the browser and the service both refuse it, and say why.
  const [header, , signature] = token.split('.');
  const forged = Buffer.from(JSON.stringify({ iss: stage.origin, sub: id, scope: 'claims:write' })).toString(
    'base64url',
  );
  await page.getByLabel('Token', { exact: true }).fill(`${header}.${forged}.${signature}`);
  await expect(page.getByTestId('local-verdict')).toContainText('Not active');
  await expect(page.getByTestId('server-verdict')).toContainText('Not active');
});

test('rotate with an overlap: both secrets work, the switch is seen live, and the retired one falls silent', async ({
  visitor,
}) => {
  const { page, stage } = visitor;
  await visitor.enter();
  const { id, secret: old } = await visitor.createClient('Rotating backend');
  expect(curlToken(stage.origin, id, old).status).toBe(200);

  await visitor.open(`/clients/${id}`);
  await page.getByRole('tab', { name: 'Secrets' }).click();
  await page.getByRole('button', { name: 'Rotate secret' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: '24 hours' }).check();
  await dialog.getByRole('button', { name: 'Rotate secret' }).click();
  const { secret: fresh } = await visitor.takeSecret();
  expect(fresh).not.toBe(old);

  // Both work, and nobody reloads the page to see which one is used.
  const newSide = page.getByRole('region', { name: 'New secret' });
  const oldSide = page.getByRole('region', { name: 'Old secret' });
  await expect(newSide).toContainText(/never|not used/i);
  expect(curlToken(stage.origin, id, old).status).toBe(200);
  expect(curlToken(stage.origin, id, fresh).status).toBe(200);
  await expect(newSide).toContainText(/ago|just now/i);
  await expect(newSide).toContainText('127.0.0.1');
  await expect(oldSide).toContainText(/ago|just now/i);

  await page.getByRole('button', { name: 'Retire old secret' }).click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /Retire/ })
    .click();
  // Behind an open dialog everything counts as hidden.
  await expect(page.getByRole('alertdialog')).toBeHidden();
  await expect(oldSide).toBeHidden();
  const refused = curlToken(stage.origin, id, old);
  expect(refused.status).toBe(401);
  expect(refused.body.error).toBe('invalid_client');
  expect(curlToken(stage.origin, id, fresh).status).toBe(200);

  await page.getByRole('tab', { name: 'Activity' }).click();
  await expect(page.getByText(/rotated/i).first()).toBeVisible();
  await expect(page.getByText(/retired/i).first()).toBeVisible();
});

test('cancel a rotation: the old secret goes on without an end, the new one is refused', async ({
  visitor,
}) => {
  const { page, stage } = visitor;
  await visitor.enter();
  const { id, secret: old } = await visitor.createClient('Changed mind');
  await visitor.open(`/clients/${id}`);
  await page.getByRole('tab', { name: 'Secrets' }).click();
  await page.getByRole('button', { name: 'Rotate secret' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate secret' }).click();
  const { secret: fresh } = await visitor.takeSecret();

  await page.getByRole('button', { name: 'Cancel rotation' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel rotation' }).click();
  await expect(page.getByRole('alertdialog')).toBeHidden();
  await expect(page.getByRole('region', { name: 'New secret' })).toBeHidden();
  expect(curlToken(stage.origin, id, fresh).status).toBe(401);
  expect(curlToken(stage.origin, id, old).status).toBe(200);
});

test('disable a client by typing its name: its tokens and its secret end at once; enable it again', async ({
  visitor,
}) => {
  const { page, stage } = visitor;
  await visitor.enter();
  const { id, secret } = await visitor.createClient('To be switched off');
  const token = String(curlToken(stage.origin, id, secret).body.access_token);

  await visitor.open(`/clients/${id}`);
  await page.getByRole('tab', { name: 'Danger zone' }).click();
  await page.getByRole('button', { name: 'Disable client' }).click();
  const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'));
  const confirm = dialog.getByRole('button', { name: 'Disable client' });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole('textbox').fill('To be switched off');
  await confirm.click();
  await expect(page.getByRole('button', { name: 'Enable client' })).toBeVisible();
  expect(curlToken(stage.origin, id, secret).status).toBe(401);

  await visitor.open('/debugger');
  await page.getByLabel('Token', { exact: true }).fill(token);
  await expect(page.getByTestId('local-verdict').getByText('Active', { exact: true })).toBeVisible();
  await expect(page.getByTestId('server-verdict')).toContainText('Not active');
  await expect(page.getByText(/disabled/i).first()).toBeVisible();

  await visitor.open(`/clients/${id}`);
  await page.getByRole('tab', { name: 'Danger zone' }).click();
  await page.getByRole('button', { name: 'Enable client' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Enable client' }).click();
  await expect(page.getByRole('button', { name: 'Disable client' })).toBeVisible();
  expect(curlToken(stage.origin, id, secret).status).toBe(200);
});
