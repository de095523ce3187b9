import { expect, test } from './portal-test';

test('a form says at the field what is wrong, keeps what was typed, and saves nothing by halves', async ({
  visitor,
}) => {
  const { page } = visitor;
  await visitor.enter();
  await visitor.open('/clients?create=true');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Description').fill('Kept as it is');
  await dialog.getByRole('button', { name: 'Create client' }).click();
  await expect(dialog.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true');
  await expect(dialog.getByText('Give the client a name')).toBeVisible();
  await expect(dialog.getByText('Choose at least one scope')).toBeVisible();
  await expect(dialog.getByLabel('Description')).toHaveValue('Kept as it is');
  const answer = await page.request.get(`${visitor.stage.origin}/api/portal/clients?q=Kept+as+it+is`);
  expect((await answer.json()).matching).toBe(0);
});

test('a name with markup, emoji and right-to-left text is shown and does nothing', async ({ visitor }) => {
  const { page } = visitor;
  await visitor.enter();
  const name = `<img src=x onerror="window.pwned=1"><script>window.pwned=1</script> 🦀 עברית`;
  const { id } = await visitor.createClient(name);
  await visitor.open(`/clients/${id}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('<script>');
  expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
});

test('a secret is on the screen once: not after a reload, not in storage, not in any later answer', async ({
  visitor,
}) => {
  const { page, stage } = visitor;
  await visitor.enter();
  const { id, secret } = await visitor.createClient('Shown once');
  await visitor.open(`/clients/${id}?tab=secrets`);
  await expect(page.getByText(secret.slice(-4)).first()).toBeVisible();
  expect(await page.content()).not.toContain(secret);
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(stored).not.toContain(secret);
  for (const path of [`/clients/${id}`, '/clients', `/clients/${id}/activity`]) {
    const answer = await page.request.get(`${stage.origin}/api/portal${path}`);
    expect(answer.status()).toBe(200);
    expect(await answer.text()).not.toContain(secret);
  }
});

test('the one-time secret does not go away before it was taken', async ({ visitor }) => {
  const { page } = visitor;
  await visitor.enter();
  // By a link, so that Back would lead to another page of the same document.
  await visitor.open('/overview');
  await page.getByRole('navigation').getByRole('link', { name: 'Clients' }).click();
  await page.getByRole('button', { name: 'Create client' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Hard to lose');
  await dialog.getByRole('checkbox', { name: /workflow:read/ }).check();
  await dialog.getByRole('button', { name: 'Create client' }).click();
  await expect(dialog.getByRole('button', { name: 'Copy secret' })).toBeVisible();
  await page.evaluate(() => history.back());
  await expect(dialog.getByText(/^Copy or download the secret first/)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.mouse.click(5, 5);
  await expect(dialog.getByRole('button', { name: 'Copy secret' })).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'I have stored it' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Copy secret' }).click();
  await dialog.getByRole('button', { name: 'I have stored it' }).click();
  await expect(page).toHaveURL(/\/clients\/client_/);
  // Kept, it holds nobody.
  await page.goBack();
  await expect(page).toHaveURL(/\/clients$/);
});
