import type { Page, Request } from '@playwright/test';
import { curlToken } from './curl-token';
import { inspect } from './inspect';
import { expect, test, type Visitor } from './portal-test';

/** A client's tokens, each with the words in it that must not turn up anywhere else. */
async function twoTokens(visitor: Visitor): Promise<[string, string]> {
  const { page, stage } = visitor;
  const answer = await page.request.post(`${stage.origin}/api/portal/clients`, {
    headers: { Origin: stage.origin },
    data: { name: 'Watched', scopes: ['workflow:read', 'audit:read'] },
  });
  const { client, client_secret: secret } = await answer.json();
  const token = () => String(curlToken(stage.origin, client.client_id, secret).body.access_token);
  return [token(), token()];
}

/** What would betray a token: its signature, its payload as it stands, and an id that only it has. */
function tracesOf(token: string): string[] {
  const [, payload = '', signature = ''] = token.split('.');
  const { jti } = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return [signature.slice(0, 40), payload.slice(60, 120), jti];
}

const wireTextOf = (request: Request): string =>
  [request.url(), JSON.stringify(request.headers()), request.postData() ?? ''].join('\n');

/** All that a browser keeps or shows to others of a page. */
const keptBy = (page: Page): Promise<string> =>
  page.evaluate(() =>
    JSON.stringify([
      location.href,
      history.state,
      document.cookie,
      { ...localStorage },
      { ...sessionStorage },
      window.name,
      document.title,
    ]),
  );

test('nothing pasted leaves the browser but in the one call that asks this service', async ({ visitor }) => {
  const { page, stage } = visitor;
  const context = page.context();
  await visitor.enter();
  const [first, second] = await twoTokens(visitor);
  const own = tracesOf(first);
  // One client's tokens begin alike: only what the second alone has tells of it.
  const other = tracesOf(second).filter((trace) => !own.includes(trace));
  expect(other).toHaveLength(2);

  const requests: { url: string; text: string }[] = [];
  const printed: string[] = [];
  page.on('request', (request) => requests.push({ url: request.url(), text: wireTextOf(request) }));
  page.on('console', (message) => printed.push(message.text()));

  await visitor.open('/debugger');
  await page.getByLabel('Token', { exact: true }).fill(`Authorization: Bearer ${first}`);
  await expect(page.getByTestId('server-verdict').getByText('Active', { exact: true })).toBeVisible();

  // Compared: same client, same secret, another token.
  await page.getByLabel('Compare with a second token').fill(second);
  const relations = page.getByRole('list', { name: 'Where both come from' });
  await expect(relations).toContainText('Same client');
  await expect(relations).toContainText('Same secret or key');
  await expect(relations).toContainText('Different token');
  await expect(page.getByRole('table', { name: 'Claims that differ' })).toContainText('jti');
  await expect(page.getByTestId('second-verdict').getByText('Active', { exact: true })).toBeVisible();

  await inspect(visitor, 'two tokens compared');

  // Another clock, for both.
  await page.getByRole('radio', { name: 'In 1 hour' }).check();
  await expect(page.getByTestId('local-verdict')).toContainText('Not active');
  await expect(page.getByTestId('second-verdict')).toContainText('Not active');
  await page.getByRole('radio', { name: 'Now' }).check();
  await page.getByLabel('Would this call pass?').fill('claims:write');
  await expect(page.getByText('No: the token does not hold claims:write.')).toBeVisible();
  await page.getByRole('link', { name: 'Its scopes' }).hover();

  // Copied: without the token, and with it when that is wished.
  await page.getByRole('button', { name: 'Copy as…' }).click();
  await page.getByRole('button', { name: 'Copy curl' }).click();
  await expect.poll(() => visitor.clipboard()).toContain('"token=$TOKEN"');
  expect(await visitor.clipboard()).not.toContain(first.split('.')[2]);
  await page.getByRole('switch', { name: 'Put the token itself in' }).click();
  await page.getByRole('button', { name: 'Copy curl' }).click();
  await expect.poll(() => visitor.clipboard()).toContain(`TOKEN='${first}'`);
  await page.keyboard.press('Escape');

  // Shared: without the signature, and without what is left out.
  await page.getByRole('button', { name: 'Share…' }).click();
  await inspect(visitor, 'sharing');
  await page.getByRole('checkbox', { name: 'jti' }).uncheck();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect.poll(() => visitor.clipboard()).toMatch(/\/debugger#shared=/);
  const link = await visitor.clipboard();
  const shared = new URLSearchParams(link.split('#')[1]).get('shared') ?? '';
  const readable = shared.split('.').map((part) => Buffer.from(part, 'base64url').toString());
  expect([readable.length, own.filter((trace) => `${link}${readable}`.includes(trace))]).toEqual([
    2,
    [own[1]],
  ]);
  await page.keyboard.press('Escape');

  const carriers = requests.filter(({ text }) => own.some((trace) => text.includes(trace)));
  expect(new Set(carriers.map(({ url }) => url))).toEqual(new Set([`${stage.origin}/api/portal/debugger`]));
  expect(carriers).toHaveLength(1);
  // The second is compared in the browser; the service never hears of it.
  expect(requests.filter(({ text }) => other.some((trace) => text.includes(trace)))).toEqual([]);
  const kept = `${await keptBy(page)}\n${printed.join('\n')}`;
  for (const trace of [...own, ...other]) expect(kept).not.toContain(trace);

  // The network goes away: decoding, comparing and the clock go on.
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Clear' }).first().click();
  await page.getByLabel('Token', { exact: true }).fill(second);
  await expect(page.getByTestId('local-verdict').getByText('Active', { exact: true })).toBeVisible();
  await expect(page.getByTestId('server-verdict')).toContainText('No answer');
  await expect(page.getByText('The service’s verdict was not reached.')).toBeVisible();
  await page.getByLabel('Compare with a second token').fill(first);
  await expect(relations).toContainText('Different token');
  await page.getByRole('radio', { name: 'In 1 hour' }).check();
  await expect(page.getByTestId('second-verdict')).toContainText('Expired');
  await context.setOffline(false);
  // Back again, it asks by itself.
  await page.getByRole('radio', { name: 'Now' }).check();
  await expect(page.getByTestId('server-verdict').getByText('Active', { exact: true })).toBeVisible();
});

test('a shared link opens without its signature, is taken out of the address bar, and is sent nowhere', async ({
  visitor,
}) => {
  const { page, stage } = visitor;
  await visitor.enter();
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = encode({ iss: stage.origin, scope: 'workflow:read', odd: '<img src=x onerror=alert(1)>' });
  const sent: string[] = [];
  page.on('request', (request) => sent.push(wireTextOf(request)));

  await visitor.open(`/debugger#shared=${encode({ alg: 'RS256', kid: 'k1' })}.${payload}&left_out=sub`);
  await expect(page.getByText('Shared without its signature', { exact: true })).toBeVisible();
  await expect(page.getByText('Left out by whoever shared it:')).toContainText('sub');
  await expect(page.getByRole('table', { name: 'Payload' })).toContainText('workflow:read');
  await expect(page.getByTestId('server-verdict')).toBeHidden();
  await page.setViewportSize({ width: 375, height: 900 });
  await inspect(visitor, 'a shared token, 375 px');
  await page.setViewportSize({ width: 1280, height: 900 });
  expect(page.url()).toBe(`${stage.origin}/debugger`);
  // Not after going elsewhere and coming back either, where the router writes addresses of its own.
  await page.getByRole('link', { name: 'Clients', exact: true }).first().click();
  await page.waitForURL('**/clients');
  await page.goBack();
  await expect(page.getByLabel('Token', { exact: true })).toBeVisible();
  expect(page.url()).toBe(`${stage.origin}/debugger`);
  expect(await keptBy(page)).not.toContain(payload.slice(0, 40));
  expect(sent.filter((text) => text.includes(payload.slice(0, 40)))).toEqual([]);

  await visitor.open('/debugger#shared=nothing');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Debugger' })).toBeVisible();
});
