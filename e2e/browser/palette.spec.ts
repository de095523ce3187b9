import { inspect } from './inspect';
import { expect, test } from './portal-test';

test('the palette finds pages, clients and actions, and never looks for a credential', async ({
  visitor,
}) => {
  const { page, stage } = visitor;
  await visitor.enter();
  const { id, secret } = await visitor.haveClient('Findable <b>intake</b>');
  await visitor.open('/clients');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.url()}\n${request.postData() ?? ''}`));
  const box = page.getByRole('combobox', { name: 'Search or jump to' });
  const option = (name: string | RegExp) => page.getByRole('option', { name });
  const open = async () => {
    await page.keyboard.press('Control+k');
    await expect(box).toBeFocused();
  };

  // A client, by its name, with the keyboard alone.
  await open();
  await page.keyboard.type('findable');
  await expect(option(/Findable/)).toBeVisible();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/clients/${id}`);
  await expect(box).toBeHidden();
  await open();
  await expect(option(/Findable/)).toBeVisible();
  await inspect(visitor, 'the palette');

  // Which client's secret to rotate.
  await option('Rotate a secret of…').click();
  await page.keyboard.type(id.slice(0, 20));
  await expect(option(/Findable/)).toBeVisible();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/clients/${id}?tab=secrets`);

  // An action with a form.
  await open();
  await page.keyboard.type('invite');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByLabel('Email')).toBeVisible();
  await page.keyboard.press('Escape');

  // The id of a request goes to the debugger.
  await open();
  await box.fill('req_abcdefghijkl');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Token', { exact: true })).toHaveValue('req_abcdefghijkl');

  // A secret is recognised and taken to the debugger in memory; nobody was asked about it.
  await open();
  await box.fill(secret);
  await expect(page.getByText('It is not searched for.')).toBeVisible();
  await option('Open the debugger with it').click();
  await expect(page.getByText('This is a client secret, not a token.').first()).toBeVisible();
  expect(page.url()).not.toContain(secret.slice(0, 12));
  for (const text of asked) expect(text).not.toContain(secret.slice(0, 16));
  expect(asked.filter((text) => !text.startsWith(stage.origin))).toEqual([]);
});

test('single keys lead about, never while somebody types, and can be switched off', async ({ visitor }) => {
  const { page } = visitor;
  await visitor.enter();
  await visitor.open('/overview');
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  // The first keys wait for the page to listen.
  await expect(async () => {
    await press('g', 'd');
    await page.waitForURL('**/debugger', { timeout: 1_000 });
  }).toPass();
  await page.getByLabel('Token', { exact: true }).focus();
  await press('g', 'c', '?', '/');
  await expect(page.getByLabel('Token', { exact: true })).toHaveValue('gc?/');
  await page.getByLabel('Token', { exact: true }).blur();
  await press('g', 'c');
  await page.waitForURL('**/clients');
  await expect(page.getByRole('searchbox', { name: 'Search clients' })).toBeVisible();
  await press('/');
  await expect(page.getByRole('searchbox', { name: 'Search clients' })).toBeFocused();
  await page.getByRole('searchbox', { name: 'Search clients' }).blur();
  await press('c');
  await expect(page.getByRole('dialog', { name: 'Create a client' })).toBeVisible();
  await press('Escape');

  await press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await dialog.getByRole('switch', { name: 'Keys without Ctrl or ⌘' }).click();
  await press('Escape');
  await expect(dialog).toBeHidden();
  await page.reload();
  await expect(page.getByRole('searchbox', { name: 'Search clients' })).toBeVisible();
  await press('g', 'd', '?', 'c');
  await expect(page.getByRole('dialog')).toBeHidden();
  expect(page.url()).toContain('/clients');
  // What takes a modifier stays.
  await press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Search or jump to' })).toBeFocused();
});
