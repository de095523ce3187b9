import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type TestContext, test } from 'vitest';
import { call } from '../harness/call';
import { sampleOf } from '../harness/page-sample';
import { Portal } from '../harness/portal';
import { runToEnd } from '../harness/processes';
import { pythonWith } from '../harness/python';
import { startRecordingProxy } from '../harness/recording-proxy';
import { plainEnvironment } from '../harness/service';
import { newClient, SERVER } from '../harness/shared';
import { basic, type Credentials, inspect } from '../harness/wire';

const ISSUER: string = (await call(`${SERVER}/.well-known/openid-configuration`)).json.issuer;
const PAGE = (await new Portal(SERVER).call('/docs/libraries')).text;

/** Where Debian puts the library. */
const GO = { GO111MODULE: 'off', GOPATH: '/usr/share/gocode' };
const BODY = 'grant_type=client_credentials';

/** A client, a proxy before the service, and the page's program with both filled in. */
async function staged(label: string, context: TestContext, lives: number[] = []) {
  const client = await newClient(['workflow:read']);
  const proxy = await startRecordingProxy(SERVER, lives);
  context.onTestFinished(proxy.close);
  const program = sampleOf(PAGE, label)
    .replaceAll(ISSUER, proxy.origin)
    .replaceAll('YOUR_CLIENT_ID', client.client_id);
  return { client, proxy, program };
}
type Proxy = Awaited<ReturnType<typeof staged>>['proxy'];

/** The program with one place of it changed as the page says. */
function changed(program: string, from: string, to: string): string {
  expect(program).toContain(from);
  return program.replace(from, to);
}

const python = (program: string, code: string, env: Record<string, string>) =>
  runToEnd(program, ['-c', code], {
    // Plain http, for this machine only, as the page has it of requests-oauthlib.
    env: plainEnvironment({ OAUTHLIB_INSECURE_TRANSPORT: '1', ...env }),
  });

async function go(context: TestContext, code: string, env: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'gooclaim-library-'));
  context.onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'main.go'), code);
  return runToEnd('go', ['run', 'main.go'], {
    cwd: folder,
    env: plainEnvironment({ ...GO, TMPDIR: folder, ...env }),
  });
}

function skipped(context: TestContext, library: string, debian: string): never {
  const reason = `the page's program for ${library}: it is not installed (Debian: ${debian})`;
  console.log(`skipped: ${reason}`);
  return context.skip(reason);
}

async function needGo(context: TestContext): Promise<void> {
  const { code } = await runToEnd('go', ['list', 'golang.org/x/oauth2'], { env: plainEnvironment(GO) }).catch(
    () => ({ code: 'no Go' }),
  );
  if (code !== 0) skipped(context, 'Go x/oauth2', 'golang-golang-x-oauth2-dev');
}

/** Every request for a token had the ID and the secret in its header, and nothing but the grant in its body. */
function expectHeaderOnly({ seen }: Proxy, { client_id, client_secret }: Credentials): void {
  for (const { headers, body } of seen) {
    expect(body).toBe(BODY);
    expect(headers['content-type']).toMatch(/^application\/x-www-form-urlencoded(;charset=UTF-8)?$/i);
    expect(headers.authorization).toBe(basic(client_id, client_secret).Authorization);
  }
}

/** The API saw these tokens, counted in the order they were handed out; the last of them is a good one. */
async function expectCalls({ api, issued }: Proxy, tokens: number[]): Promise<void> {
  expect(api).toEqual(tokens.map((number) => `Bearer ${issued[number - 1]}`));
  const last = issued.at(-1) ?? '';
  expect((await inspect(SERVER, last, last)).json.active).toBe(true);
}

test('Authlib: the secret in the header, a token kept, and renewed by itself', async (context) => {
  const program = await pythonWith('authlib');
  if (!program) return skipped(context, 'Authlib', 'python3-authlib');
  const ask = 'from authlib.oauth2.client import OAuth2Client as C; print(hasattr(C(None), "leeway"))';
  const { stdout } = await python(program, ask, {});
  // Less than a minute left, or none for a version that waits for the end; the next has more than a minute.
  const lives = [stdout === 'True\n' ? 55 : -5, 70];
  const { client, proxy, program: code } = await staged('Python, with Authlib', context, lives);
  const driver = `
session.get("${proxy.origin}/api")
session.get("${proxy.origin}/api")
from authlib.integrations.base_client import OAuthError
try:
    session.fetch_token(scope="claims:write")
except OAuthError as refused:
    print(refused.error)
`;
  const ran = await python(program, code + driver, { CLIENT_SECRET: client.client_secret });
  expect(ran).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^-?\d+ workflow:read\ninvalid_scope\n$/),
  });
  expect(proxy.seen.pop()?.body).toBe(`${BODY}&scope=claims%3Awrite`);
  expect(proxy.seen.length).toBe(2);
  expectHeaderOnly(proxy, client);
  await expectCalls(proxy, [2, 2]);
});

test('requests-oauthlib: the same, but the program renews it; in the body when told so', async (context) => {
  const program = await pythonWith('requests_oauthlib');
  if (!program) return skipped(context, 'requests-oauthlib', 'python3-requests-oauthlib');
  const { client, proxy, program: code } = await staged('Python, with requests-oauthlib', context, [55]);
  const env = { CLIENT_SECRET: client.client_secret };
  const address = `"${proxy.origin}/api"`;
  const ran = await python(
    program,
    `${code}\nsession.get(${address})\nget(${address})\nget(${address})\n`,
    env,
  );
  expect(ran).toMatchObject({ code: 0, stdout: "55 ['workflow:read']\n" });
  expect(proxy.seen.length).toBe(2);
  expectHeaderOnly(proxy, client);
  await expectCalls(proxy, [1, 2, 2]);

  const secret = 'client_secret=os.environ["CLIENT_SECRET"],';
  const inBody = changed(code, secret, `${secret} include_client_id=True,`);
  expect(await python(program, inBody, env)).toMatchObject({ code: 0 });
  const { headers, body = '' } = proxy.seen[2] ?? {};
  expect(headers?.authorization).toBeUndefined();
  expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
    grant_type: 'client_credentials',
    client_id: client.client_id,
    client_secret: client.client_secret,
  });

  const refused = await python(program, code, { ...env, OAUTHLIB_INSECURE_TRANSPORT: '' });
  expect(refused.stderr).toContain('InsecureTransportError');
  expect(proxy.seen.length).toBe(3);
});

test('Go x/oauth2: one source renews 10 seconds early and replaces no refused token', async (context) => {
  await needGo(context);
  const label = 'Go, with golang.org/x/oauth2';
  const { client, proxy, program } = await staged(label, context, [9, 30]);
  const printed = 'fmt.Println(token.Expiry)';
  // The first token is too old to be sent; the API refuses the second, which is sent again. `config.Token` keeps none.
  const driver = `${printed}
	client := oauth2.NewClient(context.Background(), tokens)
	for range [2]int{} {
		if _, err := client.Get("${proxy.origin}/api"); err != nil {
			log.Fatal(err)
		}
	}
	config.EndpointParams = url.Values{"resource": {"https://claims.example.com"}}
	_, err = config.Token(context.Background())
	fmt.Println(err)`;
  const code = changed(changed(program, printed, driver), '"log"', '"log"\n\t"net/url"');
  const ran = await go(context, code, { CLIENT_SECRET: client.client_secret });
  expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: '' });
  expect(ran.stdout).toContain('invalid_target');
  const resource = new URLSearchParams(proxy.seen.pop()?.body).get('resource');
  expect(resource).toBe('https://claims.example.com');
  expect(proxy.seen.length).toBe(2);
  expectHeaderOnly(proxy, client);
  await expectCalls(proxy, [2, 2]);
});

test('Go x/oauth2: without AuthStyle, a wrong secret is sent twice, form-encoded', async (context) => {
  await needGo(context);
  const { client, proxy, program } = await staged('Go, with golang.org/x/oauth2', context);
  const style = 'AuthStyle:    oauth2.AuthStyleInHeader,\n';
  const guessing = changed(changed(program, style, ''), '"golang.org/x/oauth2" //', '//');
  const wrong = 'wrong:+% secret';
  const [set, left] = [
    await go(context, program, { CLIENT_SECRET: wrong }),
    await go(context, guessing, { CLIENT_SECRET: wrong }),
  ];
  for (const { code, stderr } of [set, left]) {
    expect(code).toBe(1);
    expect(stderr).toContain('invalid_client');
    expect(stderr).not.toContain(wrong);
  }
  const sent = basic(client.client_id, new URLSearchParams({ wrong }).toString().slice('wrong='.length));
  const bodies = proxy.seen.map(({ headers, body }) => [headers.authorization, body]);
  expect(bodies).toEqual([
    [sent.Authorization, BODY],
    [sent.Authorization, BODY],
    [undefined, expect.stringContaining('client_secret=wrong%3A%2B%25+secret')],
  ]);
});
