import { execFileSync } from 'node:child_process';
import { CHECKOUT } from '../harness/checkout';
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
