import { readFileSync } from 'node:fs';
import { curlToken } from './curl-token';
import { inspect } from './inspect';
import { expect, test } from './portal-test';

test('the audit log: from a filter to the entry, its cause and its client; a request ID; an export', async ({
  visitor,
}) => {
  const { page, stage } = visitor;
  await visitor.enter();
  const { id, secret } = await visitor.haveClient('Nightly import');
  expect(curlToken(stage.origin, id, secret).status).toBe(200);
  const refused = curlToken(stage.origin, id, `"${secret}"`);
  expect(refused.status).toBe(401);
  const requestId = String(refused.body.request_id);

  // The caller was told nothing; the log says which mistake it was.
  await visitor.open('/audit');
  await page.getByRole('combobox', { name: 'Filter by outcome' }).click();
  await page.getByRole('option', { name: 'Failed' }).click();
  await page.getByRole('combobox', { name: 'Filter by kind' }).click();
  await page.getByRole('option', { name: 'Tokens' }).click();
  await expect(page).toHaveURL(/group=tokens/);
  await page.getByRole('searchbox', { name: 'Search the audit log' }).fill(id);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`target=${id}`));
  const row = page.getByRole('button', { name: /it sent the client’s current secret, with its quotes/ });
  await expect(row).toHaveCount(1);
  await row.click();
  await expect(page.getByText('Take away the quotes')).toBeVisible();
  await expect(page.getByText(requestId)).toBeVisible();
  expect(await page.content()).not.toContain(secret);
  await inspect(visitor, 'an open entry of the audit log');

  // The file has what the list has.
  await page.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^audit-log-.+\.csv$/);
  const lines = readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(requestId);
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'Nightly import' }).first().click();
  await expect(page.getByRole('heading', { name: 'Nightly import' })).toBeVisible();

  // The same from the error that the caller has.
  await visitor.open('/debugger');
  await page.getByLabel('Token', { exact: true }).fill(JSON.stringify(refused.body));
  await expect(page.getByText('it sent the client’s current secret, with its quotes')).toBeVisible();
  await page.getByLabel('Token', { exact: true }).fill('req_0000000000000000000000');
  await expect(page.getByText('Your tenant has no record of this request.')).toBeVisible();

  // A secret is asked about only when somebody wants to know.
  const asked = page.waitForRequest((request) => request.url().endsWith('/api/portal/secrets/test'));
  await page.getByLabel('Token', { exact: true }).fill(secret);
  await page.getByRole('button', { name: /Whose is it/ }).click();
  await asked;
  await expect(page.getByText('It is the current secret of “Nightly import”.')).toBeVisible();

  await visitor.open(`/clients/${id}?tab=secrets`);
  await page.getByRole('button', { name: 'Test a secret' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Test secret' }).click();
  await expect(dialog.getByText('Paste the secret')).toBeVisible();
  await dialog.getByLabel('Secret').fill(`${secret}\n`);
  await dialog.getByRole('button', { name: 'Test secret' }).click();
  await expect(dialog.getByText('with a blank or line break in it')).toBeVisible();
  await inspect(visitor, 'a tested secret');
});
