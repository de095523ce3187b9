import { execFileSync } from 'node:child_process';
import { CHECKOUT } from '../harness/checkout';
import { inspect } from './inspect';
import { expect, test } from './portal-test';

const env = (more: Record<string, string>) => ({
  PATH: process.env.PATH,
  NODE_ENV: 'test' as const,
  ...more,
});

test('a reader gets from the first page of the documentation to a token that an API has verified', async ({
  visitor,
}) => {
  const { page } = visitor;
  await visitor.enter();
  const { id, secret } = await visitor.createClient('Reader of the documentation');
  const copied = async (label: string) => {
    await page.getByRole('button', { name: `Copy ${label}`, exact: true }).click();
    await expect(page.getByText('Copied', { exact: true })).toBeAttached();
    // The newest client of the tenant, which another spec may have made meanwhile.
    return (await visitor.clipboard()).replaceAll(/client_[A-Za-z0-9]{20,}/g, id);
  };

  await visitor.open('/docs');
  const sample = await copied('Get a token');
  expect(sample).toContain(id);
  const shell = ['-c', `${sample} --silent`];
  const answer = execFileSync('sh', shell, { encoding: 'utf8', env: env({ CLIENT_SECRET: secret }) });
  const TOKEN = JSON.parse(answer).access_token;

  // A language that is chosen once holds on every page.
  await page.getByRole('tab', { name: 'JavaScript' }).first().click();
  await page
    .getByRole('navigation', { name: 'Documentation' })
    .getByRole('link', { name: 'Verifying tokens' })
    .click();
  await expect(page.getByRole('heading', { name: 'Verifying tokens' })).toBeVisible();
  const program = await copied('Verify a token (JavaScript)');
  const verified = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    cwd: CHECKOUT,
    env: env({ TOKEN }),
  });
  expect(verified).toMatch(/^ten_\w+\n$/);
});

test('somebody who is not signed in finds a passage by its words, and takes a page away as Markdown', async ({
  visitor,
}) => {
  const { page } = visitor;
  await visitor.open('/docs');
  const field = page.getByRole('combobox', { name: 'Search the documentation' });
  await field.fill('xyzzyqwertz');
  await expect(page.getByText('Nothing has all of these words.')).toBeVisible();
  await field.fill('after a restore');
  await expect(page.getByRole('link', { name: /After a restore/ })).toBeVisible();
  // The page, then the passages of it.
  await field.press('ArrowDown');
  await expect(page.getByRole('link', { name: 'Backup and moving' }).first()).toBeFocused();
  await page.getByRole('link', { name: /After a restore/ }).click();
  await page.waitForURL('**/docs/backup#after-restore');
  await page.getByRole('button', { name: 'Copy as Markdown' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await visitor.clipboard()).toContain('\n# Backup and moving\n');
});

test('an operation is tried out from its page, with secrets in no address, no storage and no command', async ({
  visitor,
}) => {
  const { page } = visitor;
  await visitor.enter();
  const { id, secret } = await visitor.haveClient('Tried from the documentation');
  await visitor.open('/docs/reference');
  const form = (name: string) => page.getByRole('region', { name: `Try it: ${name}` });
  const calls: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.startsWith('/v1/')) calls.push(JSON.stringify(request.headers()));
    expect(request.url()).not.toContain(secret);
  });

  await page.getByRole('button', { name: 'Try it: Exchange credentials for a JWT' }).click();
  const token = form('Exchange credentials for a JWT');
  // One of the reader’s own; another spec may have made a newer one meanwhile.
  await expect(token.getByLabel('client_id')).toHaveValue(/^client_/);
  await token.getByLabel('client_id').fill(id);
  await token.getByLabel('client_secret').fill('gcs_live_wrong');
  await token.getByRole('button', { name: 'Send' }).click();
  await expect(token.getByText(/^401/)).toBeVisible();
  await expect(token.getByRole('region', { name: 'Answer', exact: true })).toContainText('invalid_client');
  await token.getByLabel('client_secret').fill(secret);
  await token.getByRole('button', { name: 'Send' }).click();
  await expect(token.getByText(/^200/)).toBeVisible();
  const answer = token.getByRole('region', { name: 'Answer', exact: true });
  await expect(answer).toContainText('"access_token": "eyJhbGciO••••••••"');
  await expect(token.getByRole('region', { name: 'Headers of the answer' })).toContainText(
    'x-request-id: req_',
  );
  await page.setViewportSize({ width: 375, height: 900 });
  await inspect(visitor, 'a form that was sent');
  await token.getByRole('button', { name: 'Reveal' }).click();
  await expect(answer).toContainText(/"eyJhbGciO[\w-]+\.[\w-]+\.[\w-]+"/);

  // The command does the same, with the secret from the environment.
  await token.getByRole('button', { name: 'Copy curl, as sent' }).click();
  await expect.poll(() => visitor.clipboard()).toContain('$CLIENT_SECRET');
  const command = await visitor.clipboard();
  expect(command).not.toContain(secret);
  const shell = ['-c', `${command} --silent`];
  const sent = execFileSync('sh', shell, { encoding: 'utf8', env: env({ CLIENT_SECRET: secret }) });
  expect(JSON.parse(sent)).toMatchObject({ token_type: 'Bearer' });

  // The token it brought is in the next form.
  await page.getByRole('button', { name: 'Try it: Inspect a token' }).click();
  const ask = form('Inspect a token');
  await ask.getByRole('button', { name: 'Send' }).click();
  await expect(ask.getByRole('region', { name: 'Answer', exact: true })).toContainText(`"sub": "${id}"`);
  expect(calls.length).toBe(3);
  expect(calls.join()).not.toContain('cookie');
  const stored = await page.evaluate(() =>
    JSON.stringify([localStorage, sessionStorage, history.state, location.href]),
  );
  expect(stored).not.toMatch(/gcs_|eyJ/);

  // What fails on the way is said in words.
  await page.context().setOffline(true);
  await ask.getByRole('button', { name: 'Send' }).click();
  await expect(ask.getByRole('alert')).toContainText('No answer came');
  await page.context().setOffline(false);

  // Where programs are answered at another address the page says why it cannot call, and what to do.
  await page.route('**/docs/reference', async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replaceAll(/(\\"issuer\\":\\")[^"\\]*/g, '$1https://api.acme.example');
    await route.fulfill({ response: answer, body });
  });
  await visitor.open('/docs/reference');
  await page.getByRole('button', { name: 'Try it: Whether the process runs' }).click();
  const elsewhere = form('Whether the process runs');
  await expect(elsewhere.getByText(/your browser does not let this page call/)).toBeVisible();
  await expect(elsewhere.getByRole('button', { name: 'Send' })).toBeHidden();
  await expect(elsewhere.getByRole('region', { name: 'curl, as filled in' })).toContainText(
    'https://api.acme.example/healthz',
  );
});
