import { Portal } from '../harness/portal';
import { expect, test } from './portal-test';

test('a lost network says what was not saved, and saves it once it is back', async ({ visitor }) => {
  const { page } = visitor;
  await visitor.enter();
  const { id } = await visitor.haveClient('Saved on the train');
  await visitor.open(`/clients/${id}?tab=token`);
  const description = page.getByLabel('Description');
  await description.fill('Written in a tunnel');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Save changes' }).first().click();
  await expect(page.getByText('Not saved: description.')).toBeVisible();
  await expect(description).toHaveValue('Written in a tunnel');
  await page.context().setOffline(false);
  await expect(page.getByText('Changes saved')).toBeVisible();
  await expect(page.getByText('Not saved: description.')).toBeHidden();
  await page.reload();
  await expect(description).toHaveValue('Written in a tunnel');
});

test('a client that was deleted elsewhere is said to be gone, and there is a way on', async ({ visitor }) => {
  const { page, stage } = visitor;
  await visitor.enter();
  const { id } = await visitor.haveClient('Deleted elsewhere');
  await visitor.open(`/clients/${id}?tab=token`);
  await page.getByLabel('Description').fill('Too late');
  const colleague = new Portal(stage.origin);
  await colleague.signIn(stage.email, stage.password);
  await colleague.post(`/clients/${id}/disable`);
  expect((await colleague.delete(`/clients/${id}`)).status).toBe(200);
  await page.getByRole('button', { name: 'Save changes' }).first().click();
  await expect(page.getByText('This client does not exist (any more)')).toBeVisible();
  await page.getByRole('link', { name: 'Back to clients' }).click();
  await page.waitForURL('**/clients');
  await expect(page.getByRole('link', { name: 'Deleted elsewhere' })).toHaveCount(0);
});
