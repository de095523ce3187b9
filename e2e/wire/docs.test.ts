import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { firstLoad } from '../harness/page-weight';
import { Portal } from '../harness/portal';
import { demoPortal, newClient, SERVER } from '../harness/shared';

const PAGES = ['', '/authentication', '/rotation', '/reference', '/errors', '/limits', '/libraries'];

const ENTITIES: Record<string, string> = {
  '&quot;': '"',
  '&#x27;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};

/** A sample as a reader copies it, from the page's HTML. */
function sampleOf(html: string, label: string): string {
  const [, code] =
    new RegExp(`aria-label="${label}"[^>]*>\\s*<pre[^>]*><code>([^<]*)</code>`).exec(html) ?? [];
  if (!code) throw new Error(`There is no sample “${label}”.`);
  return code.replace(/&[#\w]+;/g, (entity) => ENTITIES[entity] ?? entity);
}

/** As typed into a shell, with what the page says to put into the environment. */
const typed = (sample: string, env: Record<string, string>) =>
  JSON.parse(
    execFileSync('sh', ['-c', `${sample} --silent --show-error`], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, NODE_ENV: 'test', ...env },
    }),
  );

test('the quick start works as typed: a token for the client it names, and what is known of it', async () => {
  const { client_id, client_secret } = await newClient();
  const { text } = await (await demoPortal()).call('/docs');
  const get = sampleOf(text, 'Get a token');
  expect(get).toContain(client_id);
  const token = typed(get, { CLIENT_SECRET: client_secret });
  expect(token).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
  const known = typed(sampleOf(text, 'Ask about it'), { TOKEN: token.access_token });
  expect(known).toMatchObject({ active: true, sub: client_id, client_id });
});

test('it is open to everybody, names no client to strangers, and an address without a page is 404', async () => {
  const nobody = new Portal(SERVER);
  const { client_id } = await newClient();
  for (const page of PAGES) {
    const answer = await nobody.call(`/docs${page}`);
    expect(answer.status, page).toBe(200);
    expect(answer.text).not.toContain(client_id);
    expect(answer.text).not.toMatch(/client_[A-Za-z0-9]{20}/);
  }
  expect((await nobody.call('/docs')).text).toContain('YOUR_CLIENT_ID');
  for (const page of ['/nothing', '/errors/codes', '/%00', `/${'x'.repeat(2000)}`])
    expect((await nobody.call(`/docs${page}`)).status, page).toBe(404);
});

test('whoever is not signed in loads little more than what copies a sample', async () => {
  expect(await firstLoad(new Portal(SERVER), '/docs')).toBeLessThan(185_000);
});
