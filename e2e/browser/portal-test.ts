import { test as base, expect, type Page } from '@playwright/test';
import { newAddress, newPassword, type Role } from '../harness/people';
import { type Stage, withStage } from './stage';

/** Someone at the portal. Every page it opens is watched for what must never happen. */
export class Visitor {
  constructor(
    readonly page: Page,
    readonly stage: Stage,
  ) {}

  async open(path: string, origin = this.stage.origin): Promise<void> {
    await this.page.goto(`${origin}${path}`);
  }

  async signIn({ email = this.stage.email, password = this.stage.password } = {}): Promise<void> {
    await this.open('/login');
    await this.page.getByLabel('Email').fill(email);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  /** Waits until the open page is whole: nothing is on its way, and nothing stands in for what is to come. */
  async settle(): Promise<void> {
    await this.page.waitForLoadState('networkidle');
    await expect(this.page.locator('[data-slot="skeleton"]')).toHaveCount(0);
  }

  /** Signed in as the form does it, which its own spec looks at, and with no page open yet: two less to load. */
  async enter({ email = this.stage.email, password = this.stage.password } = {}): Promise<void> {
    const { origin } = this.stage;
    const { request } = this.page.context();
    const { csrfToken } = await (await request.get(`${origin}/api/auth/csrf`)).json();
    await request.post(`${origin}/api/auth/callback/credentials`, {
      headers: { Origin: origin },
      form: { csrfToken, email, password, json: 'true' },
    });
    const session = await request.get(`${origin}/api/portal/session`);
    expect((await session.json()).user?.email).toBe(email);
  }

  /** What a page of whoever is signed in would send, without the page. */
  private async send(path: string, data: unknown) {
    const { origin } = this.stage;
    const answer = await this.page.request.post(`${origin}/api${path}`, {
      headers: { Origin: origin },
      data,
    });
    expect(answer.ok(), path).toBe(true);
    return answer.json();
  }

  /** A client that is there already; how one is made by hand, `createClient` shows. */
  async haveClient(name: string, scopes = ['workflow:read']): Promise<{ id: string; secret: string }> {
    const { client, client_secret: secret } = await this.send('/portal/clients', { name, scopes });
    return { id: client.client_id, secret };
  }

  /** Somebody whom whoever is signed in has invited, and who has joined; `people.spec` shows how. */
  async haveMember(role: Role, email = newAddress(role)): Promise<{ email: string; password: string }> {
    const password = newPassword();
    const { delivery } = await this.send('/portal/members/invitations', { email, role });
    await this.send('/account/invitation/accept', { token: delivery.link.split('#')[1], password });
    return { email, password };
  }

  /**
   * As in a new browser. A page that is left where it was would meet the loss of its cookie at its next call, and leave
   * by itself in the middle of what comes then.
   */
  async becomeNobody(): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.context().clearCookies();
  }

  /** Creates a client by hand. @returns its credentials, the secret as the clipboard got it */
  async createClient(name: string, scopes = ['workflow:read']): Promise<{ id: string; secret: string }> {
    const { page } = this;
    await this.open('/clients');
    await page.getByRole('button', { name: 'Create client' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill(name);
    for (const scope of scopes) await dialog.getByRole('checkbox', { name: new RegExp(scope) }).check();
    await dialog.getByRole('button', { name: 'Create client' }).click();
    return this.takeSecret();
  }

  /** The one-time dialog: copies both values and says so. */
  async takeSecret(): Promise<{ id: string; secret: string }> {
    const { page } = this;
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Copy client ID' }).click();
    const id = await this.clipboard();
    await dialog.getByRole('button', { name: 'Copy secret' }).click();
    await expect.poll(() => this.clipboard()).toMatch(/^gcs_/);
    const secret = await this.clipboard();
    await dialog.getByRole('button', { name: 'I have stored it' }).click();
    await expect(dialog).toBeHidden();
    return { id, secret };
  }

  clipboard = (): Promise<string> => this.page.evaluate(() => navigator.clipboard.readText());
}

export const test = base.extend<{ visitor: Visitor }, { stage: Stage }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
  stage: [async ({}, use) => withStage(use), { scope: 'worker', timeout: 120_000 }],
  visitor: async ({ page, context, stage }, use) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      // A blocked script or style, or a page that differs from what the server sent.
      if (/Content Security Policy|hydrat/i.test(message.text())) faults.push(message.text());
    });
    // What a library tries and catches is a violation all the same.
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) =>
        console.error(`Content Security Policy: ${event.violatedDirective} ${event.blockedURI}`),
      );
    });
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      if (/^https?:$/.test(protocol) && !host.startsWith('localhost:'))
        faults.push(`left the service: ${request.url()}`);
    });
    await use(new Visitor(page, stage));
    expect(faults).toEqual([]);
  },
});

export { expect };
