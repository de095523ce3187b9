import { onboard } from '../harness/onboard';
import { newAddress } from '../harness/people';
import { firstSignIn } from '../harness/portal';
import { curlToken } from './curl-token';
import { inspect, SCHEMES, setScheme } from './inspect';
import { expect, test } from './portal-test';

const WRONG = 'gcs_local_0000000000000000000000000000000000000000000';

test('the overview shows what fails, since when and why, leads to it, and charts it with figures anybody can read', async ({
  visitor,
}) => {
  const { page, stage } = visitor;
  const onboarded = await onboard(stage.dataDir, 'Overview TPA', newAddress('overview'));
  const { password } = await firstSignIn(stage.origin, onboarded);
  await visitor.signIn({ email: onboarded.admin.email, password });
  await page.waitForURL('**/overview');
  // It tells the newcomer what to do first.
  await expect(page.getByRole('heading', { name: 'Get your first token' })).toBeVisible();

  const { id, secret } = await visitor.haveClient('Failing backend');
  const busy = await visitor.haveClient('Busy backend');
  for (let i = 0; i < 4; i++) expect(curlToken(stage.origin, id, WRONG).status).toBe(401);
  for (let i = 0; i < 3; i++) expect(curlToken(stage.origin, id, secret).status).toBe(200);
  const body = JSON.stringify({
    grant_type: 'client_credentials',
    client_id: busy.id,
    client_secret: busy.secret,
  });
  const answers = await Promise.all(
    Array.from({ length: 62 }, () =>
      fetch(`${stage.origin}/v1/auth/token`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body,
      }),
    ),
  );
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(2);

  const needs = page.getByRole('region', { name: 'Needs attention' });
  const failing = needs.getByRole('listitem').filter({ hasText: 'Failing backend' });
  // Counts are written now and then, by whichever process made them.
  await expect(async () => {
    await visitor.open('/overview');
    await expect(needs).toContainText('2 calls refused by a limit in 24 hours', { timeout: 1_000 });
    await expect(failing).toContainText(
      '4 calls failed in 24 hours, 4 in the last hour: it sent a part of a secret: it was cut off.',
      { timeout: 1_000 },
    );
  }).toPass();
  await expect(failing.getByText(/Last .* ago|Last just now/)).toBeVisible();

  // The range is in the URL, and the figures behind a chart are a table.
  await page.getByRole('radio', { name: 'The last hour' }).check();
  await expect(page).toHaveURL(/range=1h/);
  await page.reload();
  await expect(page.getByRole('radio', { name: 'The last hour' })).toBeChecked();
  const tokens = page.getByRole('region', { name: 'Tokens issued', exact: true });
  await expect(tokens).toContainText('63');
  await tokens.getByText('Figures', { exact: true }).click();
  const cells = await tokens.getByRole('table').getByRole('cell').allTextContents();
  expect(cells.reduce((sum, cell) => sum + Number(cell), 0)).toBe(63);
  const failures = page.getByRole('region', { name: 'Failures by reason', exact: true });
  await failures.getByText('Figures', { exact: true }).click();
  await expect(failures.getByRole('columnheader', { name: 'Wrong credentials' })).toBeVisible();

  // By keyboard the bars tell their values.
  const chart = tokens.getByRole('application');
  await chart.focus();
  await expect(chart).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(tokens.locator('.recharts-tooltip-wrapper')).toContainText(/\d\d:\d\d/);
  for (const scheme of SCHEMES) {
    await setScheme(visitor, scheme);
    await inspect(visitor, `the overview with figures, ${scheme}`);
  }

  await failing.getByRole('link', { name: /^See why/ }).click();
  await expect(page).toHaveURL(new RegExp(`/clients/${id}\\?tab=activity`));
  await page.getByRole('tab', { name: 'Overview' }).click();
  await expect(page.getByText(/Token refused: .*cut off/).last()).toBeVisible();
  const own = page.getByRole('region', { name: 'Tokens issued', exact: true });
  await expect(own).toContainText('3');
});
