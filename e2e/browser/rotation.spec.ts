import { request as httpRequest } from 'node:http';
import { join, newAddress } from '../harness/people';
import { Portal } from '../harness/portal';
import { expect, test, Visitor } from './portal-test';
import type { Stage } from './stage';

/** A machine of its own: another address, another program. */
function machine(
  { origin }: Stage,
  address: string,
  agent: string,
  id: string,
  secret: string,
): Promise<number> {
  const body = JSON.stringify({ grant_type: 'client_credentials', client_id: id, client_secret: secret });
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      `${origin}/v1/auth/token`,
      {
        method: 'POST',
        localAddress: address,
        family: 4,
        headers: { 'Content-Type': 'application/json', 'User-Agent': agent, 'Content-Length': body.length },
      },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

test('rotate from the board, see which machine is still on the old secret, give it time, retire it', async ({
  visitor,
}) => {
  const { page, stage } = visitor;
  await visitor.enter();
  const { id, secret: old } = await visitor.haveClient('Board backend');
  await visitor.open('/secrets?filter=unused');
  await page.getByRole('button', { name: 'Rotate the secret of Board backend' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate secret' }).click();
  const { secret: fresh } = await visitor.takeSecret();
  await page.waitForURL(`**/clients/${id}?tab=secrets`);

  const oldSide = page.getByRole('region', { name: 'Old secret' });
  const newSide = page.getByRole('region', { name: 'New secret' });
  expect(await machine(stage, '127.0.0.2', 'claims-sync/3.1', id, old)).toBe(200);
  expect(await machine(stage, '127.0.0.3', 'python-requests/2.31', id, fresh)).toBe(200);
  // Nobody reloads.
  await expect(oldSide.getByRole('list', { name: 'Callers of the last 24 hours' })).toContainText(
    /127\.0\.0\.2\s*claims-sync 3\.1/,
  );
  await expect(oldSide).toContainText('1 token since the rotation, 1 in the last hour');
  await expect(newSide).toContainText('Python requests 2.31');
  await expect(page.getByText(/still in use/)).toBeVisible();
  await expect(page.getByText(/ends by itself in\s+23 h/)).toBeVisible();

  await page.getByRole('button', { name: 'Give it more time' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Give it more time' }).click();
  await expect(page.getByRole('alertdialog')).toBeHidden();
  await expect(page.getByText(/ends by itself in\s+1 day 23 h/)).toBeVisible();

  await visitor.open('/secrets?filter=rotating');
  await expect(page.getByRole('link', { name: 'Watch the switch of Board backend' })).toBeVisible();
  await page.getByRole('link', { name: 'Watch the switch of Board backend' }).click();
  await page.getByRole('button', { name: 'Retire old secret' }).click();
  const asked = page.getByRole('alertdialog');
  await expect(asked).toContainText('It is still in use.');
  await expect(asked).toContainText('127.0.0.2');
  await asked.getByRole('button', { name: 'Retire old secret' }).click();
  await expect(asked).toBeHidden();
  expect(await machine(stage, '127.0.0.2', 'claims-sync/3.1', id, old)).toBe(401);
  expect(await machine(stage, '127.0.0.3', 'python-requests/2.31', id, fresh)).toBe(200);

  // What an auditor is given of it.
  await visitor.open('/secrets');
  await page.getByRole('button', { name: 'Evidence' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^secrets_.*\.csv$/);
  const today = new Date().toISOString().slice(0, 10);
  await visitor.open(`/secrets/evidence?from=${today}&to=${today}`);
  await expect(page.getByRole('row', { name: /Board backend .*Old secret given more time/ })).toBeVisible();
  await expect(page.getByRole('navigation')).toHaveCount(0);
});

test('by keyboard alone: from sign-in to retirement, the focus always to be seen', async ({ visitor }) => {
  const { page, stage } = visitor;
  const owner = new Portal(stage.origin);
  await owner.signIn(stage.email, stage.password);
  const client = await owner.createClient('Keyboard backend');
  const press = page.keyboard;

  /** Tabs on until the focus is there. */
  async function tabTo(name: RegExp | string): Promise<void> {
    for (let steps = 0; steps < 60; steps++) {
      await press.press('Tab');
      const focus = page.locator('*:focus');
      const label = await focus.evaluate(
        (element) => element.getAttribute('aria-label') || element.textContent?.trim() || element.id,
      );
      const [, outlined] = await focus.evaluate((element) => {
        const covering = getComputedStyle(element, '::after').outlineStyle;
        return [element.tagName, getComputedStyle(element).outlineStyle !== 'none' || covering !== 'none'];
      });
      expect(outlined, `the focus on “${label}” is to be seen`).toBe(true);
      if (typeof name === 'string' ? label === name : name.test(label)) return;
    }
    throw new Error(`The focus never came to ${name}.`);
  }

  await visitor.open('/login');
  await page.getByLabel('Email').focus();
  await press.type(stage.email);
  await press.press('Tab');
  await press.type(stage.password);
  await press.press('Enter');
  await page.waitForURL('**/overview');

  await tabTo('Secrets');
  await press.press('Enter');
  await page.waitForURL('**/secrets');
  await expect(page.getByRole('button', { name: 'Rotate the secret of Keyboard backend' })).toBeVisible();
  await tabTo('Rotate the secret of Keyboard backend');
  await press.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  // Leaving the dialog gives the focus back to where it was.
  await press.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Rotate the secret of Keyboard backend' })).toBeFocused();
  await press.press('Enter');
  await tabTo('Rotate secret');
  await press.press('Enter');
  await tabTo('Copy secret');
  await press.press('Enter');
  await expect.poll(() => visitor.clipboard()).toMatch(/^gcs_/);
  const fresh = await visitor.clipboard();
  await tabTo('I have stored it');
  await press.press('Enter');
  await page.waitForURL(`**/clients/${client.client_id}?tab=secrets`);
  expect(await machine(stage, '127.0.0.1', 'curl/8', client.client_id, fresh)).toBe(200);

  await expect(page.getByText('never used: safe to retire')).toBeVisible();
  await tabTo('Retire old secret');
  await press.press('Enter');
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await tabTo('Retire old secret');
  await press.press('Enter');
  await expect(page.getByRole('alertdialog')).toBeHidden();
  await expect(page.getByRole('region', { name: 'Old secret' })).toBeHidden();
  expect(await machine(stage, '127.0.0.1', 'curl/8', client.client_id, client.client_secret)).toBe(401);
  expect(await machine(stage, '127.0.0.1', 'curl/8', client.client_id, fresh)).toBe(200);
});

test('two people rotate one client at once: one gets the secret, the other is told who was faster', async ({
  visitor,
  browser,
}) => {
  const { page, stage } = visitor;
  await visitor.enter();
  const { id, secret } = await visitor.haveClient('Wanted by two');
  const owner = new Portal(stage.origin);
  await owner.signIn(stage.email, stage.password);
  const colleague = newAddress('colleague');
  const { password } = await join(owner, 'developer', colleague);
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const other = new Visitor(await context.newPage(), stage);
  await other.enter({ email: colleague, password });

  for (const who of [visitor, other]) {
    await who.open(`/clients/${id}?tab=secrets`);
    await who.page.getByRole('button', { name: 'Rotate secret' }).click();
    await who.page.getByRole('dialog').getByRole('radio', { name: '7 days' }).check();
  }
  const rotate = (who: Visitor) =>
    who.page.getByRole('dialog').getByRole('button', { name: 'Rotate secret' }).click();
  await rotate(other);
  const { secret: fresh } = await other.takeSecret();
  await rotate(visitor);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(`${colleague} was faster`)).toBeVisible();
  await dialog.getByRole('button', { name: 'Show what is there now' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('region', { name: 'New secret' })).toContainText(colleague);
  // Nothing was lost: both secrets work, and there is no third.
  for (const good of [secret, fresh]) expect(await machine(stage, '127.0.0.1', 'curl/8', id, good)).toBe(200);
  await context.close();
});

test('a half-filled form is still there after a session that ended in the middle', async ({ visitor }) => {
  const { page, stage } = visitor;
  await visitor.enter();
  await visitor.open('/clients?create=true');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Half a client');
  await dialog.getByLabel('Description').fill('Typed before the coffee');
  await dialog.getByRole('checkbox', { name: /workflow:read/ }).check();
  await page.context().clearCookies();
  await dialog.getByRole('button', { name: 'Create client' }).click();
  await page.waitForURL('**/login?**');
  await page.getByLabel('Email').fill(stage.email);
  await page.getByLabel('Password', { exact: true }).fill(stage.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/clients?create=true');
  await expect(dialog.getByLabel('Name')).toHaveValue('Half a client');
  await expect(dialog.getByLabel('Description')).toHaveValue('Typed before the coffee');
  await expect(dialog.getByRole('checkbox', { name: /workflow:read/ })).toBeChecked();
});
