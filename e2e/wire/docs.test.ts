import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { CHECKOUT } from '../harness/checkout';
import { eventually } from '../harness/eventually';
import { freePort } from '../harness/free-port';
import { decoded, sampleOf } from '../harness/page-sample';
import { firstLoad } from '../harness/page-weight';
import { Portal } from '../harness/portal';
import { start } from '../harness/processes';
import { addressOf } from '../harness/routes';
import { plainEnvironment } from '../harness/service';
import { demoPortal, newClient, SERVER } from '../harness/shared';
import { PAGE_TABLE } from './role-table';

const run = promisify(execFile);

/** What a program prints, with what the page says to put into the environment. Beside our packages, as if installed. */
async function printed(command: string, args: string[], env: Record<string, string>): Promise<string> {
  const { stdout } = await run(command, args, {
    cwd: CHECKOUT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'test', ...env },
  });
  return stdout;
}

const inShell = async (sample: string, env: Record<string, string> = {}) =>
  JSON.parse(await printed('sh', ['-c', `${sample} --silent --show-error`], env));
const inNode = (sample: string, env: Record<string, string> = {}) =>
  printed(process.execPath, ['--input-type=module', '-e', sample], env);

const has = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;

/** The addresses of all pages, as the list for programs has them. */
async function pages(): Promise<string[]> {
  const { status, text, headers } = await new Portal(SERVER).call('/llms.txt');
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/plain; charset=utf-8');
  const names = [...text.matchAll(/^- \[[^\]]+\]\(\S+\/docs\/([\w-]+)\.md\): ./gm)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(12);
  return names.map((name) => (name === 'quick-start' ? '/docs' : `/docs/${name}`));
}

test('the quick start works as typed: a token for the client it names, and what is known of it', async () => {
  const { client_id, client_secret } = await newClient();
  const { text } = await (await demoPortal()).call('/docs');
  const get = sampleOf(text, 'Get a token');
  expect(get).toContain(client_id);
  const token = await inShell(get, { CLIENT_SECRET: client_secret });
  expect(token).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
  const known = await inShell(sampleOf(text, 'Ask about it'), { TOKEN: token.access_token });
  expect(known).toMatchObject({ active: true, sub: client_id, client_id });
});

test('it keeps a token and verifies it with the samples of its pages; the reference has the same', async () => {
  const { client_id, client_secret } = await newClient();
  const owner = await demoPortal();
  const start = (await owner.call('/docs')).text;
  const reference = (await owner.call('/docs/reference')).text;
  const env = { CLIENT_SECRET: client_secret };
  const own = (html: string, label: string) => {
    const sample = sampleOf(html, label);
    expect(sample).toContain(client_id);
    return sample;
  };

  // `samples.test.ts` runs them in every language there is here.
  for (const language of ['curl', 'Python', 'JavaScript', 'Go', 'Ruby', 'Java', 'PHP', 'C#', 'Swift'])
    expect(own(start, `One token (${language})`)).toBe(own(reference, `POST /v1/auth/token (${language})`));
  const kept = own(start, 'A kept token (JavaScript)');
  expect(kept).toBe(own(reference, 'POST /v1/auth/token, kept (JavaScript)'));
  expect(await inNode(kept, env)).toMatch(/^eyJhbGciOiJSUzI1NiIs/);
  const libraries = (await owner.call('/docs/libraries')).text;
  const program = sampleOf(libraries, 'JavaScript, with openid-client');
  expect(await inNode(program, env)).toMatch(/^eyJhbGciOiJSUzI1NiIs/);

  const token = (await inShell(own(start, 'One token (curl)'), env)).access_token;
  const verify = (await owner.call('/docs/verify')).text;
  const whose = (await owner.get('/session')).json.tenant.id;
  expect(await inNode(sampleOf(verify, 'Verify a token (JavaScript)'), { TOKEN: token })).toBe(`${whose}\n`);
  await expect(
    inNode(sampleOf(verify, 'Verify a token (JavaScript)'), { TOKEN: `${token.slice(0, -8)}AAAAAAAA` }),
  ).rejects.toThrow('signature verification failed');
  const asked = await inShell(own(verify, 'Ask the service'), { ...env, TOKEN: token });
  expect(asked).toMatchObject({ active: true, client_id });
});

test('a client rotates its own secret, and gets a token the OpenCRVS way, as the pages show it', async () => {
  const owner = await demoPortal();
  const { client_id, client_secret } = await newClient(['recordsearch']);
  const run = async (page: string, label: string) => {
    const { text } = await new Portal(SERVER).call(page);
    return inShell(sampleOf(text, label).replaceAll('YOUR_CLIENT_ID', client_id), {
      CLIENT_SECRET: client_secret,
    });
  };
  expect(await run('/docs/rotation', 'Rotate its own secret')).toMatchObject({
    client_id,
    client_secret: expect.stringMatching(/^gcs_/),
  });
  await owner.changeClient(client_id, { profile: 'opencrvs' });
  expect(Object.keys(await run('/docs/opencrvs', 'A token, the OpenCRVS way'))).toEqual([
    'access_token',
    'token_type',
  ]);
});

test('a program makes and rotates a client as the page on managing shows it, step by step', async ({
  skip,
}) => {
  if (!has('jq', '--version')) {
    console.log('skipped: the samples of the management page: jq is not installed');
    skip('jq is not installed');
  }
  const manager = await newClient(['workflow:read', 'clients:read', 'clients:write']);
  const { text } = await new Portal(SERVER).call('/docs/management');
  const steps = [
    'Set up',
    'Make a client',
    'Rotate its secret',
    'Watch both secrets',
    'Retire the old secret',
    'Change a client that was read',
  ];
  const folder = mkdtempSync(join(tmpdir(), 'gooclaim-managing-'));
  try {
    const script = ['set -e', ...steps.map((label) => sampleOf(text, label)), 'printf "\\n%s" "$CLIENT"'];
    const shell = spawnSync('bash', ['-c', script.join('\n')], {
      cwd: folder,
      encoding: 'utf8',
      input: `${manager.client_id}\n${manager.client_secret}\n`,
    });
    expect({ code: shell.status, stderr: shell.stderr }, shell.stdout).toEqual({ code: 0, stderr: '' });
    const made = shell.stdout.split('\n').at(-1);
    const { client } = (await (await demoPortal()).get(`/clients/${made}`)).json;
    expect(client).toMatchObject({ name: 'Claims intake', token_life_seconds: 900 });
    expect(client.secrets.map(({ state }: { state: string }) => state)).toEqual(['current', 'retired']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('its receivers of webhooks take what is signed and refuse what is not', async () => {
  const { text } = await new Portal(SERVER).call('/docs/webhooks');
  const secret = `whsec_${btoa('the signing secret of this test..')}`;
  const body = JSON.stringify({ type: 'client.disabled', timestamp: '2026-01-01T00:00:00.000Z', data: {} });
  const receivers: [string, string, string[]][] = [
    ['JavaScript', process.execPath, ['--input-type=module', '-e']],
    ['Python', 'python3', ['-c']],
  ];
  for (const [language, program, args] of receivers) {
    if (!has(program, '--version')) continue;
    const port = await freePort();
    const receiver = start(program, [...args, sampleOf(text, `Receive webhooks (${language})`)], {
      cwd: CHECKOUT,
      env: plainEnvironment({ WEBHOOK_SECRET: secret, PORT: String(port) }),
    });
    const send = (signedWith: string) => {
      const at = new Date();
      return fetch(`http://127.0.0.1:${port}/`, {
        method: 'POST',
        headers: {
          'webhook-id': 'evt_1',
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          // The old secret of a rotation, and the one that the receiver knows.
          'webhook-signature': `v1,AAAA ${new Webhook(signedWith).sign('evt_1', at, body)}`,
        },
        body,
      }).then(({ status }) => status);
    };
    try {
      expect(await eventually(language, () => send(secret).catch(() => undefined)), language).toBe(204);
      expect(await send(`whsec_${btoa('another signing secret, not its.')}`)).toBe(401);
      await eventually(language, () => receiver.stdout().includes('evt_1 client.disabled'));
    } finally {
      receiver.child.kill('SIGKILL');
    }
  }
});

test('every link leads to a page and a part that there are, and every page is Markdown too', async () => {
  const nobody = new Portal(SERVER);
  const html = new Map<string, string>();
  for (const page of await pages()) {
    const answer = await nobody.call(page);
    expect(answer.status, page).toBe(200);
    html.set(page, answer.text);
    const markdown = await nobody.call(page === '/docs' ? '/docs/quick-start.md' : `${page}.md`);
    expect(markdown.headers['content-type'], page).toBe('text/markdown; charset=utf-8');
    expect(markdown.text).toMatch(/^> .*\n\n# \S/);
  }
  const portal = new Set(Object.keys(PAGE_TABLE).map(addressOf));
  let checked = 0;
  for (const [page, text] of html) {
    const main = text.slice(text.indexOf('<main'), text.indexOf('</main>'));
    for (const [, href = ''] of main.matchAll(/<a [^>]*href="([/#][^"]*)"/g)) {
      const [path = '', part] = decoded(href).split('#');
      const target = path === '' ? page : (path.split('?')[0] ?? '');
      const there = html.get(target);
      const known = there !== undefined || portal.has(target) || /^\/docs\/[\w-]+\.md$/.test(target);
      expect({ page, href, known }).toEqual({ page, href, known: true });
      if (part) expect(there, `${page}: ${href}`).toContain(` id="${part}"`);
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(300);
  expect((await nobody.call('/docs.md')).text).toBe((await nobody.call('/docs/quick-start.md')).text);
  expect((await nobody.call('/llms-full.txt')).text).toContain('# Security model\n');
  const { found } = (await nobody.call('/api/docs/search?q=private_key_jwt')).json;
  for (const { url } of found) {
    const [path, part = 'content'] = url.split('#');
    expect(html.get(path), url).toContain(` id="${part}"`);
  }
  expect(found.length).toBeGreaterThan(2);
  const fields = (await nobody.call('/api/docs/search?q=previous_secret_expires_at')).json.found;
  expect(fields.map(({ url }: { url: string }) => url)).toContain('/docs/management-reference#rotate-secret');
});

test('it is open to everybody, names no client to strangers, and an address without a page is 404', async () => {
  const nobody = new Portal(SERVER);
  const { client_id } = await newClient();
  for (const page of [...(await pages()), '/docs/quick-start.md', '/llms-full.txt']) {
    const answer = await nobody.call(page);
    expect(answer.status, page).toBe(200);
    expect(answer.text).not.toContain(client_id);
    expect(answer.text).not.toMatch(/client_[A-Za-z0-9]{20}/);
  }
  expect((await nobody.call('/docs')).text).toContain('YOUR_CLIENT_ID');
  for (const page of [
    '/nothing',
    '/errors/codes',
    '/%00',
    `/${'x'.repeat(2000)}`,
    '/nothing.md',
    '/..%2fpeople.md',
  ])
    expect((await nobody.call(`/docs${page}`)).status, page).toBe(404);
});

test('whoever is not signed in loads little more than what copies a sample', async () => {
  expect(await firstLoad(new Portal(SERVER), '/docs')).toBeLessThan(185_000);
});
