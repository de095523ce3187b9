import { startService } from '../harness/service';
import { expect, test } from './portal-test';

test('a session ends after 15 minutes, and signing in again comes back to the same page', async ({
  visitor,
}) => {
  const { page, stage } = visitor;
  // A second process on the same database whose clock is ahead: nobody waits, and the cookie is the same.
  const almost = await startService({ dataDir: stage.dataDir, env: { CLOCK_OFFSET_SECONDS: '840' } });
  try {
    await visitor.enter();
    await visitor.open('/debugger', almost.origin);
    await expect(page.getByLabel('Token', { exact: true })).toBeVisible();
  } finally {
    await almost.stop();
  }
  const later = await startService({ dataDir: stage.dataDir, env: { CLOCK_OFFSET_SECONDS: '901' } });
  try {
    await visitor.open('/debugger', later.origin);
    await expect(page).toHaveURL(/\/login\?.*callbackUrl=%2Fdebugger/);
    await expect(page.getByRole('heading', { name: /sign in/i })).toBeVisible();
    await page.getByLabel('Email').fill(stage.email);
    await page.getByLabel('Password', { exact: true }).fill(stage.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL(`${later.origin}/debugger`);
  } finally {
    await later.stop();
  }
});

test('a person about to lose the session is warned, can stay, and else is sent to sign in', async ({
  visitor,
}) => {
  const { page, stage } = visitor;
  const warning = page.getByRole('alertdialog');
  // Both before it begins: what is left of a session then is seconds, in which nothing should have to start.
  const ahead = (seconds: number) =>
    startService({ dataDir: stage.dataDir, env: { CLOCK_OFFSET_SECONDS: String(seconds) } });
  const late = await ahead(850);
  const last = await ahead(1735);
  try {
    await visitor.enter();
    await visitor.open('/debugger', late.origin);
    await expect(warning.getByRole('timer')).toHaveText(/^0?0:\d\d$/);
    await warning.getByRole('button', { name: 'Stay signed in' }).click();
    await expect(warning).toBeHidden();

    // That refresh was 850 s ahead of the clock; the session now ends 900 s after it.
    await visitor.open('/debugger?x=1', last.origin);
    await expect(warning).toBeVisible();
    await expect(page).toHaveURL(/\/login\?.*reason=expired/, { timeout: 30_000 });
    await expect(page.getByText(/session ended after 15 minutes/i)).toBeVisible();
  } finally {
    await Promise.all([late.stop(), last.stop()]);
  }
});

test('a signed-out session is dead even if someone kept its cookie', async ({ visitor, context }) => {
  const { page, stage } = visitor;
  await visitor.enter();
  await visitor.open('/clients');
  const kept = await context.cookies();
  await page
    .getByRole('button', { name: /account|menu|admin@/i })
    .first()
    .click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/login/);
  await context.addCookies(kept);
  await visitor.open('/clients');
  await expect(page).toHaveURL(/\/login/);
  const answer = await page.request.get(`${stage.origin}/api/portal/clients`);
  expect(answer.status()).toBe(401);
});

test('the session cookie is out of reach of scripts and of other sites', async ({ visitor, context }) => {
  await visitor.enter();
  await visitor.open('/clients');
  const cookie = (await context.cookies()).find(({ name }) => name.endsWith('gooclaim.session'));
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  expect(await visitor.page.evaluate(() => document.cookie)).not.toContain('gooclaim.session');
});
