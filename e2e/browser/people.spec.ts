import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { inspect, SCHEMES, setScheme } from './inspect';
import { expect, test, type Visitor } from './portal-test';

const newAddress = (name: string) => `${name}-${randomBytes(4).toString('hex')}@people.test`;
const newPassword = () => `own ${randomBytes(12).toString('hex')}`;

/** Invites somebody by hand. @returns the link, which is shown where no mail carries it */
async function invite(visitor: Visitor, email: string, role: string): Promise<string> {
  const { page } = visitor;
  await visitor.open('/members');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Email').fill(email);
  await dialog.getByRole('radio', { name: role, exact: true }).check();
  await dialog.getByRole('button', { name: 'Send invitation' }).click();
  return takeLink(visitor);
}

async function takeLink(visitor: Visitor): Promise<string> {
  const dialog = visitor.page.getByRole('dialog');
  await expect(dialog.getByText('No mail server is set up here.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Copy link' }).click();
  await expect.poll(() => visitor.clipboard()).toMatch(/#[0-9A-Za-z]{43}$/);
  const link = await visitor.clipboard();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toBeHidden();
  return link;
}

/** The link's token is sent in no address, and stays in none. */
function watchAddresses(page: Page, link: string): () => Promise<void> {
  const token = link.split('#')[1] ?? '';
  const leaked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes(token) || JSON.stringify(request.headers()).includes(token))
      leaked.push(request.url());
  });
  return async () => {
    // A document's own request has no fragment on the wire, but Chromium shows it here.
    expect(leaked.filter((address) => address !== link)).toEqual([]);
    expect(page.url()).not.toContain('#');
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    expect(kept).not.toContain(token);
  };
}

test('an invited person opens the link, is told at the field what is wrong with a password, joins and sees the overview', async ({
  visitor,
}) => {
  const { page, stage } = visitor;
  await visitor.enter();
  const email = newAddress('invited');
  const link = await invite(visitor, email, 'Developer');
  const invitations = page.getByRole('list', { name: 'Invitations' });
  await expect(invitations.getByText(email)).toBeVisible();

  await visitor.becomeNobody();
  const expectKeptToItself = watchAddresses(page, link);
  await page.goto(link);
  await expect(page.getByLabel('Email')).toHaveValue(email);
  await expect(page.getByText('Developer')).toBeVisible();
  await expectKeptToItself();

  const password = page.getByLabel('Password', { exact: true });
  await password.fill('password12345');
  await expect(page.getByText(/^(Very easy|Easy|Not hard enough) to guess/)).toBeVisible();
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByText(/^Too easy to guess/)).toBeVisible();
  await expect(password).toHaveAttribute('aria-invalid', 'true');
  await expect(password).toBeFocused();

  await password.fill(newPassword());
  await expect(page.getByText(/^(Good|Very good)\./)).toBeVisible();
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page).toHaveURL(`${stage.origin}/overview`);
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Account' })).toContainText(email);

  // Used: it says so, and offers the way on.
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'This link does not work' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
});

test('whoever is signed in and opens an invitation is told, and goes on as the invited person', async ({
  visitor,
}) => {
  const { page, stage } = visitor;
  await visitor.enter();
  const email = newAddress('second');
  const link = await invite(visitor, email, 'Viewer');
  await page.goto(link);
  await expect(page.getByText(`You are signed in as ${stage.email}`)).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(newPassword());
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page).toHaveURL(`${stage.origin}/overview`);
  await expect(page.getByRole('button', { name: 'Account' })).toContainText(email);
  // A viewer is offered nothing that would be refused.
  await visitor.open('/members');
  await expect(page.getByRole('list', { name: 'Members of this tenant' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Invite', exact: true })).toBeHidden();
  await expect(page.getByRole('button', { name: /^Actions for/ })).toHaveCount(1);
});

test('an invitation is refused at the field, sent again, and withdrawn', async ({ visitor }) => {
  const { page } = visitor;
  await visitor.enter();
  const email = newAddress('again');
  const old = await invite(visitor, email, 'Viewer');

  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Admin', exact: true }).check();
  await dialog.getByLabel('Email').fill('no address');
  await dialog.getByRole('button', { name: 'Send invitation' }).click();
  await expect(dialog.getByText('Enter an email address')).toBeVisible();
  await dialog.getByLabel('Email').fill(email);
  await dialog.getByRole('button', { name: 'Send invitation' }).click();
  await expect(dialog.getByText(/is invited already/)).toBeVisible();
  await expect(dialog.getByLabel('Email')).toHaveValue(email);
  await expect(dialog.getByRole('radio', { name: 'Admin', exact: true })).toBeChecked();
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('button', { name: `Send the invitation of ${email} again` }).click();
  const fresh = await takeLink(visitor);
  expect(fresh).not.toBe(old);
  await page.goto(old);
  await expect(page.getByRole('heading', { name: 'This link does not work' })).toBeVisible();

  await visitor.open('/members');
  await page.getByRole('button', { name: `Withdraw the invitation of ${email}` }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Withdraw' }).click();
  await expect(page.getByRole('button', { name: `Withdraw the invitation of ${email}` })).toBeHidden();
  await page.goto(fresh);
  await expect(page.getByRole('heading', { name: 'This link does not work' })).toBeVisible();
});

test('a person’s role is changed, they are disabled and enabled, all with the keyboard', async ({
  visitor,
}) => {
  const { page } = visitor;
  await visitor.enter();
  const email = newAddress('changed');
  await visitor.haveMember('viewer', email);
  await visitor.open('/members');
  const row = page.getByRole('listitem').filter({ hasText: email });
  const actions = row.getByRole('button', { name: `Actions for ${email}` });
  const confirm = page.getByRole('alertdialog');

  await actions.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Change role' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(confirm.getByRole('button', { name: 'Change role' })).toBeDisabled();
  await confirm.getByRole('radio', { name: 'Developer' }).focus();
  await page.keyboard.press('Space');
  await confirm.getByRole('button', { name: 'Change role' }).press('Enter');
  await expect(confirm).toBeHidden();
  await expect(row.getByText('developer', { exact: true })).toBeVisible();
  await expect(actions).toBeFocused();

  for (const [action, state] of [
    ['Disable', 'Disabled'],
    ['Enable', 'Active'],
  ] as const) {
    await actions.click();
    await page.getByRole('button', { name: action, exact: true }).click();
    await confirm.getByRole('button', { name: action, exact: true }).click();
    await expect(confirm).toBeHidden();
    await expect(row.getByText(state, { exact: true })).toBeVisible();
  }
});

test('the last owner is told why nothing can be done to them', async ({ visitor }) => {
  const { page, stage } = visitor;
  await visitor.enter();
  await visitor.open('/members');
  await page.getByRole('button', { name: `Actions for ${stage.email}` }).click();
  const disable = page.getByRole('button', { name: /^Disable/ });
  await expect(disable).toHaveAttribute('aria-disabled', 'true');
  await expect(disable).toContainText('The last owner: make somebody else an owner first.');
  // What a pointer does all the same.
  await disable.click({ force: true });
  await expect(page.getByRole('alertdialog')).toBeHidden();
});

test('a forgotten password: the same words for everybody, and a link from an admin sets a new one', async ({
  visitor,
}) => {
  const { page, stage } = visitor;
  await visitor.open('/login');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByLabel('Email').fill('no address');
  await page.getByRole('button', { name: 'Send a link' }).click();
  await expect(page.getByText('Enter an email address')).toBeVisible();
  const words: string[] = [];
  for (const email of [stage.email, newAddress('nobody')]) {
    await page.getByLabel('Email').fill(email);
    await page.getByRole('button', { name: 'Send a link' }).click();
    const answer = page.getByRole('status').filter({ hasText: email });
    await expect(answer).toBeVisible();
    words.push(((await answer.textContent()) ?? '').replace(email, '…'));
  }
  expect(words[1]).toBe(words[0]);

  await visitor.enter();
  const email = newAddress('forgetful');
  const { password: old } = await visitor.haveMember('viewer', email);
  await visitor.open('/members');
  await page.getByRole('button', { name: `Actions for ${email}` }).click();
  await page.getByRole('button', { name: 'Reset password' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Send link' }).click();
  const link = await takeLink(visitor);

  await visitor.becomeNobody();
  const expectKeptToItself = watchAddresses(page, link);
  await page.goto(link);
  const field = page.getByLabel('New password', { exact: true });
  await field.fill('short');
  await expectKeptToItself();
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  const fresh = newPassword();
  await field.fill(fresh);
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByText('Your new password is set.')).toBeVisible();
  await page.waitForLoadState('networkidle');
  await visitor.signIn({ email, password: old });
  await expect(page.getByText('Email or password is not right.')).toBeVisible();
  await visitor.signIn({ email, password: fresh });
  await expect(page).toHaveURL(`${stage.origin}/overview`);

  await page.goto(link);
  await page.getByLabel('New password', { exact: true }).fill(newPassword());
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByRole('heading', { name: 'This link does not work' })).toBeVisible();
  await page.getByRole('link', { name: 'Ask for another link' }).click();
  await expect(page).toHaveURL(`${stage.origin}/forgot-password`);
});

test('one’s own sessions are seen, and ended one by one and all at once', async ({ visitor, browser }) => {
  const { page, stage } = visitor;
  await visitor.enter();
  const { email, password } = await visitor.haveMember('viewer');
  await visitor.becomeNobody();
  await visitor.enter({ email, password });
  await visitor.open('/overview');
  const elsewhere = await Promise.all(
    [1, 2].map(async () => {
      const context = await browser.newContext({
        userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0',
      });
      const other = await context.newPage();
      await other.goto(`${stage.origin}/login`);
      await other.getByLabel('Email').fill(email);
      await other.getByLabel('Password', { exact: true }).fill(password);
      await other.getByRole('button', { name: 'Sign in' }).click();
      await other.waitForURL('**/overview');
      return other;
    }),
  );
  const live = async () =>
    (
      await Promise.all(elsewhere.map((other) => other.request.get(`${stage.origin}/api/portal/session`)))
    ).filter((answer) => answer.ok()).length;

  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('link', { name: 'Account security' }).click();
  const sessions = page.getByRole('list', { name: 'Your sessions' }).getByRole('listitem');
  await expect(sessions).toHaveCount(3);
  await expect(sessions.filter({ hasText: 'This one' })).toHaveCount(1);
  await expect(sessions.filter({ hasText: 'Firefox on Windows' })).toHaveCount(2);
  await sessions
    .filter({ hasText: 'Firefox on Windows' })
    .first()
    .getByRole('button', { name: /^End the session of Firefox on Windows/ })
    .click();
  await expect(sessions).toHaveCount(2);
  expect(await live()).toBe(1);
  await page.getByRole('button', { name: 'End all others' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'End all others' }).click();
  await expect(sessions).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'End all others' })).toBeHidden();
  expect(await live()).toBe(0);
  for (const other of elsewhere) await other.context().close();
});

/** One element after the other, looked at in both schemes before the next is opened. */
test('what opens on the members page, and the form of an invitation, are accessible and fit a phone, light and dark', async ({
  visitor,
}) => {
  test.setTimeout(120_000);
  const { page, stage } = visitor;
  const inspectBoth = async (what: string) => {
    for (const scheme of SCHEMES) {
      await setScheme(visitor, scheme);
      await inspect(visitor, `${what}, ${scheme}`);
    }
  };
  await page.setViewportSize({ width: 375, height: 800 });
  await visitor.enter();
  await visitor.open('/members');
  await page.getByRole('button', { name: `Actions for ${stage.email}` }).click();
  await inspectBoth('the actions');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Email').fill('no address');
  await dialog.getByRole('button', { name: 'Send invitation' }).click();
  await expect(dialog.getByText('Enter an email address')).toBeVisible();
  await inspectBoth('the dialog of an invitation');
  await dialog.getByLabel('Email').fill(newAddress('a-long-name-for-somebody-of-the-claims-department'));
  await dialog.getByRole('button', { name: 'Send invitation' }).click();
  await expect(dialog.getByText('No mail server is set up here.')).toBeVisible();
  await inspectBoth('the dialog with the link');
  const link = await takeLink(visitor);
  await inspectBoth('the invitations');

  await page.goto(link);
  await page.getByLabel('Password', { exact: true }).fill('password12345');
  await expect(page.getByText(/to guess/)).toBeVisible();
  await inspectBoth('an opened invitation');
});
