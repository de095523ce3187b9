import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import { CHECKOUT } from '../harness/checkout';
import { newDataDir, removeDataDir } from '../harness/data-dir';
import { startService } from '../harness/service';
import { readWelcome } from '../harness/welcome';
import { prepare, type Scene } from './scene';

const FOLDER = join(CHECKOUT, 'screenshots');
const SCHEMES = ['light', 'dark'] as const;
const WIDTHS = [1280, 375];

/** Signed in once: an instance would rightly take a sign-in for every picture for an attack. */
type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

const test = base.extend<{ shot: Shot }, { scene: Scene; memory: { cookies?: Cookies } }>({
  scene: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
    async ({}, use) => {
      const dataDir = newDataDir();
      const service = await startService({ dataDir, env: { TRUSTED_PROXIES: '1' } });
      try {
        const welcome = readWelcome(service.stdout());
        if (!welcome) throw new Error('The first start printed no credentials.');
        await use(await prepare(service, welcome));
      } finally {
        await service.stop('SIGTERM');
        await removeDataDir(dataDir);
      }
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
  memory: [async ({}, use) => use({}), { scope: 'worker' }],
  shot: async ({ page, scene, memory }, use) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('response', (answer) => {
      if (answer.status() >= 500) faults.push(`${answer.status()} ${answer.url()}`);
    });
    await use(new Shot(page, scene, memory));
    expect(faults).toEqual([]);
  },
});

class Shot {
  constructor(
    readonly page: Page,
    readonly scene: Scene,
    private readonly memory: { cookies?: Cookies },
  ) {}

  async enter(): Promise<void> {
    const { page, scene, memory } = this;
    const context = page.context();
    if (memory.cookies) return context.addCookies(memory.cookies);
    await page.goto(`${scene.origin}/login`);
    await page.getByLabel('Email').fill(scene.email);
    await page.getByLabel('Password', { exact: true }).fill(scene.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/overview');
    memory.cookies = await context.cookies();
  }

  /** @param status what the page is to be answered with */
  async open(path: string, status = 200): Promise<void> {
    const answer = await this.page.goto(`${this.scene.origin}${path}`);
    if (answer) expect(answer.status(), path).toBe(status);
    await this.settled();
  }

  /** Nothing under way, and nothing that only stands in for what is to come. */
  private async settled(): Promise<void> {
    await this.page.waitForLoadState('networkidle');
    await expect(this.page.locator('[data-slot="skeleton"]')).toHaveCount(0);
    await this.page.evaluate(() => document.fonts.ready);
  }

  async take(name: string, { widths = WIDTHS, fullPage = true } = {}): Promise<void> {
    mkdirSync(FOLDER, { recursive: true });
    for (const width of widths)
      for (const colorScheme of SCHEMES) {
        const { page } = this;
        await page.setViewportSize({ width, height: width > 1000 ? 900 : 812 });
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await expect(page.locator('html')).toHaveClass(new RegExp(`\\b${colorScheme}\\b`));
        await this.settled();
        // What sticks to the top of a window would else stand in the middle of the picture.
        await page.evaluate(() => window.scrollTo(0, 0));
        const file = `${name}-${width}-${colorScheme}.png`;
        await page.screenshot({ path: join(FOLDER, file), fullPage, animations: 'disabled' });
        console.log(`screenshots/${file}`);
      }
  }
}

const SIGNED_OUT = {
  login: '/login',
  'single-sign-on': '/single-sign-on',
  'forgot-password': '/forgot-password',
  'reset-password': `/reset-password#${'A'.repeat(43)}`,
  'docs-signed-out': '/docs',
};

for (const [name, path] of Object.entries(SIGNED_OUT))
  test(name, async ({ shot }) => {
    await shot.open(path);
    await shot.take(name);
  });

const SIGNED_IN = {
  'overview-30d': '/overview?range=30d',
  secrets: '/secrets',
  evidence: `/secrets/evidence?from=${daysAgo(90)}&to=${daysAgo(0)}`,
  apps: '/apps',
  webhooks: '/webhooks',
  debugger: '/debugger',
  audit: '/audit',
  'signing-keys': '/signing-keys',
  members: '/members',
  settings: '/settings',
  account: '/account',
  docs: '/docs',
  'docs-authentication': '/docs/authentication',
  'docs-rotation': '/docs/rotation',
  'docs-reference': '/docs/reference',
  'docs-errors': '/docs/errors',
  'docs-limits': '/docs/limits',
  'docs-libraries': '/docs/libraries',
  'docs-verify': '/docs/verify',
  'docs-deploying': '/docs/deploying',
  'docs-configuration': '/docs/configuration',
  'create-client': '/clients?create=true',
  invite: '/members?invite=true',
  'add-webhook': '/webhooks?create=true',
  'register-app': '/apps?create=true',
  'docs-webhooks': '/docs/webhooks',
};

for (const [name, path] of Object.entries(SIGNED_IN))
  test(name, async ({ shot }) => {
    await shot.enter();
    await shot.open(path);
    await shot.take(name, { fullPage: !path.endsWith('=true') });
  });

for (const [name, path] of Object.entries({ overview: '/overview', clients: '/clients' }))
  test(name, async ({ shot }) => {
    await shot.enter();
    await shot.open(path);
    await shot.take(name, { widths: [...WIDTHS, 1920] });
  });

test('not-found', async ({ shot }) => {
  await shot.enter();
  await shot.open('/nowhere', 404);
  await shot.take('not-found');
});

for (const tab of ['overview', 'secrets', 'token', 'activity', 'danger'])
  test(`client-${tab}`, async ({ shot }) => {
    await shot.enter();
    await shot.open(`/clients/${shot.scene.clients.intake.client_id}?tab=${tab}`);
    await shot.take(`client-${tab}`);
  });

test('client-failing', async ({ shot }) => {
  await shot.enter();
  await shot.open(`/clients/${shot.scene.clients.legacy.client_id}`);
  await shot.take('client-failing');
});

test('rotation', async ({ shot }) => {
  await shot.enter();
  await shot.open(`/clients/${shot.scene.clients.payouts.client_id}?tab=secrets`);
  await expect(shot.page.getByText(/still in use/).first()).toBeVisible();
  await shot.take('rotation');
  await shot.page.getByRole('button', { name: 'Retire old secret' }).click();
  await shot.take('retire-dialog', { fullPage: false });
});

test('app', async ({ shot }) => {
  await shot.enter();
  await shot.open(`/apps/${shot.scene.app}`);
  await shot.take('app');
});

test('audit-entry', async ({ shot }) => {
  await shot.enter();
  await shot.open('/audit');
  await shot.page
    .getByRole('button', { name: /secret/i })
    .first()
    .click();
  await shot.take('audit-entry');
});

test('webhook', async ({ shot }) => {
  await shot.enter();
  await shot.open(`/webhooks/${shot.scene.webhook}`);
  await shot.page.getByRole('list', { name: 'Deliveries, newest first' }).getByRole('button').first().click();
  await expect(shot.page.getByRole('list', { name: 'Tries, newest first' })).toBeVisible();
  await shot.take('webhook');
});

test('rotate-dialog', async ({ shot }) => {
  await shot.enter();
  await shot.open(`/clients/${shot.scene.clients.fraud.client_id}?tab=secrets`);
  await shot.page.getByRole('button', { name: 'Rotate secret' }).click();
  await expect(shot.page.getByRole('dialog')).toBeVisible();
  await shot.take('rotate-dialog', { fullPage: false });
});

test('palette', async ({ shot }) => {
  await shot.enter();
  await shot.open('/clients');
  await shot.page.keyboard.press('Control+k');
  await shot.page.getByRole('dialog').getByRole('combobox').fill('claims');
  await shot.take('palette', { fullPage: false });
});

test('debugger-good', async ({ shot }) => {
  await shot.enter();
  await shot.open('/debugger');
  await shot.page
    .getByLabel('Token', { exact: true })
    .fill(`Authorization: Bearer ${shot.scene.tokens.good}`);
  await expect(shot.page.getByTestId('server-verdict').getByText('Active', { exact: true })).toBeVisible();
  await shot.take('debugger-good');
});

test('debugger-compared', async ({ shot }) => {
  await shot.enter();
  await shot.open('/debugger');
  await shot.page.getByLabel('Token', { exact: true }).fill(shot.scene.tokens.good);
  await shot.page.getByLabel('Compare with a second token').fill(shot.scene.tokens.other);
  await expect(shot.page.getByRole('table', { name: 'Claims that differ' })).toBeVisible();
  await shot.take('debugger-compared');
});

// Near the end: what is made here would be in the other pictures.
test('new-secrets', async ({ shot }) => {
  await shot.enter();
  await shot.open('/clients?create=true');
  const dialog = shot.page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Appeals desk');
  await dialog.getByRole('checkbox', { name: 'claims:read' }).check();
  await dialog.getByRole('button', { name: 'Create client' }).click();
  await expect(dialog.getByRole('button', { name: 'Copy secret' })).toBeVisible();
  await shot.page.keyboard.press('Escape');
  await shot.take('new-client-secret', { fullPage: false });
  await shot.open('/webhooks?create=true');
  await dialog.getByLabel('Address').fill('https://pager.northwind.test/gooclaim');
  await dialog.getByRole('button', { name: 'Choose all' }).click();
  await dialog.getByRole('button', { name: 'Add webhook' }).click();
  await expect(dialog.getByRole('button', { name: 'Copy secret' })).toBeVisible();
  await shot.take('new-webhook-secret', { fullPage: false });
});

// The last one: its token lives for a minute, which is over by now.
test('debugger-expired', async ({ shot }) => {
  await shot.enter();
  const { short } = shot.scene.tokens;
  const { exp } = JSON.parse(Buffer.from(short.split('.')[1] ?? '', 'base64url').toString());
  await expect.poll(() => Date.now() / 1000, { timeout: 90_000 }).toBeGreaterThan(exp);
  await shot.open('/debugger');
  await shot.page.getByLabel('Token', { exact: true }).fill(short);
  await expect(shot.page.getByTestId('server-verdict')).toContainText('Not active');
  await shot.take('debugger-expired');
});

/** A date as the evidence page takes it. */
function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
