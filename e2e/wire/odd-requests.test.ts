import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { newClient, SERVER } from '../harness/shared';

/** What the server says to a request written as it is; only the server's own listener is asked, not Next's. */
function say(...lines: string[]): Promise<string> {
  const { port } = new URL(SERVER);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), 'localhost');
    let read = '';
    socket.setTimeout(5000, () => socket.destroy(new Error('no answer within 5 s')));
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      read += chunk;
    });
    socket.on('close', () => resolve(read));
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  });
}

const CLOSE = 'Connection: close';

// Load balancers of the older kind ask for health like this.
test('an HTTP/1.0 request without a Host is answered', async () => {
  expect(await say('GET /healthz HTTP/1.0')).toMatch(/^HTTP\/1\.1 200 /);
  expect(await say('GET /readyz HTTP/1.0')).toMatch(/^HTTP\/1\.1 200 /);
});

test('the absolute form of an address is understood (RFC 9112 §3.2.2)', async () => {
  const { host } = new URL(SERVER);
  const answer = await say(`GET http://${host}/healthz HTTP/1.1`, `Host: ${host}`, CLOSE);
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
});

test.each([
  ['an asterisk', 'OPTIONS * HTTP/1.1'],
  ['another host in the address', 'GET http://attacker.invalid/v1/auth/token HTTP/1.1'],
  ['no path', 'GET ? HTTP/1.1'],
  ['two slashes', 'GET // HTTP/1.1'],
  ['a backslash', 'GET /\\attacker.invalid HTTP/1.1'],
  ['two slashes and a host', 'GET //attacker.invalid/%2e%2e HTTP/1.1'],
  ['a broken percent sign', 'GET /%zz HTTP/1.1'],
  ['a NUL', 'GET /%00 HTTP/1.1'],
])('%s: an answer below 500, that leads nowhere else', async (_, line) => {
  const answer = await say(line, 'Host: localhost', CLOSE);
  expect(answer).toMatch(/^HTTP\/1\.1 [1-4]\d\d /);
  expect(/^location: (.*)$/im.exec(answer)?.[1] ?? '').not.toMatch(/^(https?:)?[/\\]{2}(?!localhost)/i);
});

test('a Host that is none: 400 in the usual form', async () => {
  const answer = await say('POST /v1/auth/token HTTP/1.1', 'Host: a b', 'Content-Length: 0', CLOSE);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toMatch(/^cache-control: no-store\r$/im);
});

test.each(['/v1/auth/token', '/login', '/healthz'])(
  'an expectation that nobody meets is refused in the usual form: %s (RFC 9110 §10.1.1)',
  async (path) => {
    const answer = await say(`POST ${path} HTTP/1.1`, 'Host: localhost', 'Expect: nonsense', CLOSE);
    expect(answer).toMatch(/^HTTP\/1\.1 417 /);
    expect(answer).toMatch(/^cache-control: no-store\r$/im);
    expect(answer).toMatch(/"error":"invalid_request"/);
  },
);

test.each(['/login', '/api/docs/search?q=x', '/', '/v1/auth/token'])(
  'TRACE repeats nothing, at a page or elsewhere: %s',
  async (path) => {
    const answer = await say(`TRACE ${path} HTTP/1.1`, 'Host: localhost', 'Cookie: a=canary', CLOSE);
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(answer).not.toContain('canary');
  },
);

test.each(['/token/', '/token//', '/token/%00', '/token/./x'])(
  'beside the address that takes credentials in its query nobody repeats them: %s',
  async (path) => {
    const answer = await say(
      `POST ${path}?client_secret=canary HTTP/1.1`,
      'Host: localhost',
      'Content-Length: 0',
      CLOSE,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer).toMatch(/"error":"invalid_request"/);
    expect(answer).not.toContain('canary');
  },
);

// To Next it is a call of an action, which it looks for, and says in the log that there is none.
test('a page takes nothing that is sent to it: 405', async () => {
  const answer = await say(
    'POST /login HTTP/1.1',
    'Host: localhost',
    'Next-Action: x',
    'Content-Length: 0',
    CLOSE,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 405 /);
  expect(answer).toMatch(/^allow: GET, HEAD\r$/im);
});

// To a program a page would say nothing, and Next would look for an action here as well.
test.each([
  ['GET', '/api'],
  ['GET', '/api/portal/nothing'],
  ['DELETE', '/api/nothing/at/all'],
  ['OPTIONS', '/api/account/nothing'],
  ['POST', '/api/portal/clients/x/nothing'],
])('what is not below /api is not found, in the usual form: %s %s', async (method, path) => {
  const form = '--x\r\nContent-Disposition: form-data; name="1_$ACTION_ID_x"\r\n\r\n[]\r\n--x--';
  const answer = await say(
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    'Next-Action: x',
    'Content-Type: multipart/form-data; boundary=x',
    `Content-Length: ${form.length}`,
    CLOSE,
    '',
    form,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  expect(answer).toMatch(/^content-type: application\/json\r$/im);
  expect(answer).toMatch(/"error":"invalid_request","error_description":"There is no such endpoint\."/);
});

test.each(['/_global-error', '/_global-error/', '/%5fglobal-error', '/login.rsc', '/_next/webpack-hmr.rsc'])(
  'what Next keeps for itself is not there: %s',
  async (path) => {
    const answer = await say(`GET ${path} HTTP/1.1`, 'Host: localhost', 'Next-Router-State-Tree: 1', CLOSE);
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  },
);

test.each(['/login', '/api/auth/providers', '/api/portal/session'])(
  'an empty Host is refused by pages: %s',
  async (path) => {
    expect(await say(`GET ${path} HTTP/1.1`, 'Host: ', CLOSE)).toMatch(/^HTTP\/1\.1 400 /);
  },
);

test.each(['/login', '/api/auth/providers', '/api/portal/session', '/healthz'])(
  'a Host that is none is refused by pages as well: %s',
  async (path) => {
    for (const host of ['a b', '[::1', '%00', 'x:99999'])
      expect(await say(`GET ${path} HTTP/1.1`, `Host: ${host}`, CLOSE)).toMatch(/^HTTP\/1\.1 400 /);
  },
);

// Node would drop all but two thousand, unread.
test('what comes after two thousand headers is read like the rest', async () => {
  const many = Array.from({ length: 2_500 }, () => 'a:');
  const answer = await say(
    'GET /healthz HTTP/1.1',
    'Host: localhost',
    ...many,
    'Host: attacker.invalid',
    CLOSE,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(await say('GET /healthz HTTP/1.1', 'Host: localhost', ...many, CLOSE)).toMatch(/^HTTP\/1\.1 200 /);
});

// A page's address to Next, which would send whoever asks on to the endpoint.
test.each(['/\\v1/auth/token', '\\v1/auth/token', '/v1\\auth/token', '/clients\\'])(
  'a backslash in the path is refused, not led elsewhere: %s',
  async (path) => {
    const answer = await say(`POST ${path} HTTP/1.1`, 'Host: localhost', 'Content-Length: 0', CLOSE);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toMatch(/^cache-control: no-store\r$/im);
    expect(answer).not.toMatch(/^location:/im);
  },
);

// Node keeps the first; what stands in front of it may have looked at the second.
test.each(['/v1/auth/token', '/healthz', '/login'])(
  '%s with two Hosts: 400 (RFC 9112 §3.2)',
  async (path) => {
    const answer = await say(`GET ${path} HTTP/1.1`, 'Host: localhost', 'host: attacker.invalid', CLOSE);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  },
);

test('two lengths for one body are refused (request smuggling)', async () => {
  const answer = await say(
    'POST /v1/auth/token HTTP/1.1',
    'Host: localhost',
    'Content-Length: 5',
    'Transfer-Encoding: chunked',
    CLOSE,
    '',
    '0',
  );
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
});

// Node keeps the first of two; what stands in front of it may have looked at the second.
test('two Authorization headers are none, though each is right by itself', async () => {
  const { client_id, client_secret } = await newClient();
  const credentials = Buffer.from(`${client_id}:${client_secret}`).toString('base64');
  const ask = (...headers: string[]) =>
    say(
      'POST /v1/auth/introspect HTTP/1.1',
      'Host: localhost',
      'Content-Type: application/x-www-form-urlencoded',
      'Content-Length: 7',
      ...headers,
      CLOSE,
      '',
      'token=x',
    );
  const header = `Authorization: Basic ${credentials}`;
  expect(await ask(header)).toMatch(/^HTTP\/1\.1 200 /);
  expect(await ask(header, header)).toMatch(/^HTTP\/1\.1 401 /);
});

// Node reads nothing of what is sent behind it: the answer to a third request would be taken for the second one's.
test.each(['/healthz', '/login', '/v1/auth/token'])(
  'a wish to change protocols is answered as ever, and ends the connection: %s',
  async (path) => {
    const answer = await say(
      `GET ${path} HTTP/1.1`,
      'Host: localhost',
      'Connection: Upgrade, HTTP2-Settings',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABk',
      '',
      'GET /readyz HTTP/1.1',
      'Host: localhost',
    );
    expect([...answer.matchAll(/HTTP\/1\.1 (\d+) /g)]).toHaveLength(1);
    expect(answer).toMatch(/^connection: close\r$/im);
  },
);

test('requests sent at once are answered in turn, also behind a body that nobody reads', async () => {
  const answers = await say(
    'POST /healthz HTTP/1.1',
    'Host: localhost',
    'Content-Length: 3',
    '',
    'abcGET /readyz HTTP/1.1',
    'Host: localhost',
    '',
    'DELETE /v1/auth/token HTTP/1.1',
    'Host: localhost',
    CLOSE,
  );
  expect([...answers.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status)).toEqual([
    '405',
    '200',
    '405',
  ]);
});
