import { join, newAddress, type Role } from '../harness/people';
import { Portal } from '../harness/portal';
import { expect, test } from './portal-test';

/** Of a client that everybody may see. */
const ITS_SECRETS = "a client's secrets";

const PAGES = [
  '/overview',
  '/clients',
  ITS_SECRETS,
  '/secrets',
  '/apps',
  '/webhooks',
  '/debugger',
  '/audit',
  '/signing-keys',
  '/members',
  '/settings',
  '/account',
];

/** What each role is offered, by page and the name of the button. */
const OFFERS: { page: string; button: RegExp; to: readonly Role[] }[] = [
  { page: '/clients', button: /^Create client$/, to: ['owner', 'admin', 'developer'] },
  { page: ITS_SECRETS, button: /^Rotate secret$/, to: ['owner', 'admin', 'developer'] },
  { page: ITS_SECRETS, button: /^Test a secret$/, to: ['owner', 'admin', 'developer'] },
  { page: '/apps', button: /^Register (an )?app$/, to: ['owner', 'admin'] },
  { page: '/webhooks', button: /^Add webhook$/, to: ['owner', 'admin'] },
  { page: '/members', button: /^Invite/, to: ['owner', 'admin'] },
  { page: '/signing-keys', button: /^Rotate/, to: ['owner', 'admin'] },
];

for (const role of ['owner', 'admin', 'developer', 'viewer'] as const) {
  test(`${role}: every page opens whole, and offers what this role may do and nothing else`, async ({
    visitor,
  }) => {
    test.setTimeout(120_000);
    const { page, stage } = visitor;
    const owner = new Portal(stage.origin);
    await owner.signIn(stage.email, stage.password);
    const { client_id } = await owner.createClient('Seen by every role');
    const email = newAddress(role);
    const { password } = await join(owner, role, email);
    await visitor.enter({ email, password });

    // A page asks for nothing that its reader may not have.
    const refused: string[] = [];
    page.on('response', (response) => {
      if (response.status() >= 400) refused.push(`${response.status()} ${response.url()}`);
    });
    for (const path of PAGES) {
      await visitor.open(path === ITS_SECRETS ? `/clients/${client_id}?tab=secrets` : path);
      await expect(page.locator('main h1').first(), path).toBeVisible();
      await visitor.settle();
      for (const { button, to } of OFFERS.filter((offer) => offer.page === path)) {
        const offered = await page.locator('main').getByRole('button', { name: button }).count();
        expect(offered > 0, `${role} at ${path}: ${button}`).toBe(to.includes(role));
      }
    }
    expect(refused).toEqual([]);
  });
}
