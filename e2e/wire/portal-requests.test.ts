import { beforeAll, describe, expect, inject, test } from 'vitest';
import { call } from '../harness/call';
import { onboard } from '../harness/onboard';
import { firstSignIn, Portal, SESSION_COOKIE } from '../harness/portal';
import { demoPortal, newClient, portalDoors, SERVER } from '../harness/shared';
import { type Credentials, getToken, JSON_TYPE } from '../harness/wire';

let client: Credentials;
beforeAll(async () => {
  client = await newClient();
});

const reads = () => [
  '/session',
  '/clients',
  `/clients/${client.client_id}`,
  `/clients/${client.client_id}/activity`,
  '/activity',
  '/tenant',
  '/members',
];
const mutations = (): [string, string][] => [
  ['POST', '/clients'],
  ['PATCH', `/clients/${client.client_id}`],
  ['POST', `/clients/${client.client_id}/disable`],
  ['POST', `/clients/${client.client_id}/enable`],
  ['POST', `/clients/${client.client_id}/secrets`],
  ['DELETE', `/clients/${client.client_id}/secrets/sec_x`],
  ['POST', `/clients/${client.client_id}/end-tokens`],
  ['POST', `/clients/${client.client_id}/secrets/sec_x/end-tokens`],
  ['PATCH', '/tenant'],
  ['POST', '/tenant/end-tokens'],
  ['POST', '/members/usr_x/end-tokens'],
  ['POST', '/password'],
  ['POST', '/session/refresh'],
  ['POST', '/session/token'],
  ['POST', '/debugger'],
];

describe.each(portalDoors)('portal requests, $name', ({ origin }) => {
  /** The demo admin's session, which lives in the database, at this door. */
  async function here(): Promise<Portal> {
    const portal = new Portal(origin);
    const { email, password } = inject('demo');
    expect(await portal.signIn(email, password)).toBe(true);
    return portal;
  }

  test('without a session: 401 and no data, whatever is asked', async () => {
    const stranger = new Portal(origin);
    for (const path of reads()) {
      const answer = await stranger.get(path);
      expect({ path, status: answer.status, error: answer.json.error }).toEqual({
        path,
        status: 401,
        error: 'invalid_session',
      });
      expect(Object.keys(answer.json).sort()).toEqual(['error', 'error_description', 'request_id']);
    }
    for (const [method, path] of mutations()) {
      const answer = await stranger.call(`/api/portal${path}`, { method, headers: JSON_TYPE, body: '{}' });
      expect({ method, path, status: answer.status }).toEqual({ method, path, status: 401 });
    }
  });

  test('an invented session cookie is no session', async () => {
    for (const value of ['x', 'A'.repeat(43), '..', '%00', "' OR 1=1 --"]) {
      const answer = await call(`${origin}/api/portal/clients`, {
        headers: { Cookie: `${SESSION_COOKIE}=${value}` },
      });
      expect({ value, status: answer.status }).toEqual({ value, status: 401 });
    }
  });

  test('nothing of the answers is cached', async () => {
    const portal = await here();
    for (const path of reads()) expect((await portal.get(path)).headers['cache-control']).toBe('no-store');
  });

  // Cross-site request forgery: a page elsewhere can make the browser send the cookie, not choose the Origin.
  test.each([
    ['of another site', 'https://attacker.invalid'],
    ['null', 'null'],
    ['of another port', 'http://localhost:1'],
    ['that only begins alike', undefined],
    ['left out', ''],
  ])('a change with an Origin %s: 403, and nothing changed', async (_, foreign) => {
    const portal = await here();
    const value = foreign ?? `${origin}.attacker.invalid`;
    const before = (await portal.get(`/clients/${client.client_id}`)).json.client;
    for (const [method, path] of mutations()) {
      const answer = await call(`${origin}/api/portal${path}`, {
        method,
        headers: { ...JSON_TYPE, Cookie: portal.jar.header(), ...(value === '' ? {} : { Origin: value }) },
        body: JSON.stringify(path === '/clients' ? { name: 'Forged', scopes: ['audit:read'] } : {}),
      });
      expect({ method, path, status: answer.status }).toEqual({ method, path, status: 403 });
    }
    expect((await portal.get(`/clients/${client.client_id}`)).json.client).toEqual(before);
    expect((await portal.get('/clients?q=Forged')).json.matching).toBe(0);
  });

  test('a GET changes nothing: 405', async () => {
    const portal = await here();
    for (const path of ['disable', 'enable', 'secrets']) {
      const answer = await portal.get(`/clients/${client.client_id}/${path}`);
      expect({ path, status: answer.status }).toEqual({ path, status: 405 });
    }
    for (const path of ['/password', '/session/refresh', '/debugger'])
      expect({ path, status: (await portal.get(path)).status }).toEqual({ path, status: 405 });
    await getToken(origin, client);
  });

  test.each([
    ['no name', { scopes: ['audit:read'] }, 'name'],
    ['a blank name', { name: '  ', scopes: ['audit:read'] }, 'name'],
    ['a name that is too long', { name: 'x'.repeat(101), scopes: ['audit:read'] }, 'name'],
    ['a name that writes backwards', { name: 'a\u202eb', scopes: ['audit:read'] }, 'name'],
    ['a name of another type', { name: 1, scopes: ['audit:read'] }, 'name'],
    ['no scopes', { name: 'x', scopes: [] }, 'scopes'],
    ['a scope twice', { name: 'x', scopes: ['a', 'a'] }, 'scopes'],
    ['a scope with a blank', { name: 'x', scopes: ['a b'] }, 'scopes'],
    ['scopes of another type', { name: 'x', scopes: 'audit:read' }, 'scopes'],
  ])('a form with %s: 400 at the field, and nothing saved', async (_, body, field) => {
    const portal = await here();
    const before = (await portal.get('/clients')).json.counts.all;
    const answer = await portal.post('/clients', body);
    expect(answer.status).toBe(400);
    expect(answer.json.error).toBe('invalid_request');
    expect(answer.json.fields[field]).toMatch(/\w/);
    expect((await portal.get('/clients')).json.counts.all).toBe(before);
  });

  test.each([
    ['truncated', '{'],
    ['no object', '[]'],
    ['null', 'null'],
    ['deep', '['.repeat(8000)],
  ])('a body that is %s: 400, never 500', async (_, body) => {
    const portal = await here();
    const answer = await portal.call('/api/portal/clients', { method: 'POST', headers: JSON_TYPE, body });
    expect(answer.status).toBe(400);
  });

  test('a body over 16 KiB: 413', async () => {
    const portal = await here();
    const body = JSON.stringify({ name: 'x'.repeat(20_000) });
    expect(
      (await portal.call('/api/portal/clients', { method: 'POST', headers: JSON_TYPE, body })).status,
    ).toBe(413);
  });

  test('a session that was signed out is refused at once, here and at the other door', async () => {
    const portal = await here();
    const cookie = `${SESSION_COOKIE}=${portal.jar.get(SESSION_COOKIE)}`;
    const ask = (where: string) => call(`${where}/api/portal/session`, { headers: { Cookie: cookie } });
    expect((await ask(origin)).status).toBe(200);
    await portal.signOut();
    for (const door of portalDoors) expect((await ask(door.origin)).status).toBe(401);
  });

  test('a wrong password, an unknown address and odd input leave nobody signed in, in the same words', async () => {
    const attempts = [
      [inject('demo').email, 'wrong password'],
      ['nobody@nowhere.test', 'wrong password'],
      ['', ''],
      ["' OR 1=1 --", 'x'],
    ];
    const answers = [];
    for (const [email = '', password = ''] of attempts) {
      const portal = new Portal(origin);
      const { csrfToken } = (await portal.call('/api/auth/csrf')).json;
      const answer = await portal.call('/api/auth/callback/credentials', {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ csrfToken, email, password, json: 'true' }).toString(),
      });
      expect(portal.jar.get(SESSION_COOKIE)).toBeUndefined();
      answers.push({ status: answer.status, text: answer.text });
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  test('a sign-in without the CSRF token is no sign-in', async () => {
    const portal = new Portal(origin);
    const { email, password } = inject('demo');
    await portal.call('/api/auth/callback/credentials', {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrfToken: 'x', email, password, json: 'true' }).toString(),
    });
    expect(portal.jar.get(SESSION_COOKIE)).toBeUndefined();
  });

  // Left by something else on the same host, it would lock a person out: next-auth calls it a fault of the server.
  test('a cookie or a parameter of where to return to, whatever is in it, keeps nobody from signing in', async () => {
    const { email, password } = inject('demo');
    for (const odd of ['%zz', 'x', 'javascript:alert(1)', '//attacker.invalid']) {
      const portal = new Portal(origin);
      const { csrfToken } = (await portal.call('/api/auth/csrf')).json;
      // Of two by one name the last counts.
      const Cookie = `${portal.jar.header()}; next-auth.callback-url=${odd}; __Secure-next-auth.callback-url=${odd}`;
      const answer = await portal.call(`/api/auth/callback/credentials?callbackUrl=${odd}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', Cookie },
        body: new URLSearchParams({ csrfToken, email, password, json: 'true' }).toString(),
      });
      expect({ odd, status: answer.status }).toEqual({ odd, status: 200 });
      expect(portal.jar.get(SESSION_COOKIE)).toBeDefined();
    }
  });

  test.each(['{', '[1', 'null', '"x"', '7', ''])(
    'JSON that is no object signs nobody in: 400 to %j',
    async (body) => {
      const answer = await call(`${origin}/api/auth/callback/credentials`, {
        method: 'POST',
        headers: JSON_TYPE,
        body,
      });
      expect(answer.status).toBe(400);
      expect(answer.json.error).toBe('invalid_request');
    },
  );

  test('a sign-in never leads to another site', async () => {
    const portal = new Portal(origin);
    const { email, password } = inject('demo');
    const { csrfToken } = (await portal.call('/api/auth/csrf')).json;
    for (const callbackUrl of ['https://attacker.invalid/', '//attacker.invalid', 'javascript:alert(1)']) {
      const answer = await portal.call('/api/auth/callback/credentials', {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ csrfToken, email, password, callbackUrl, json: 'true' }).toString(),
      });
      expect(new URL(answer.json.url, origin).origin, answer.text).toBe(origin);
    }
  });

  test('the session cookie is out of reach of scripts and of other sites', async () => {
    const portal = new Portal(origin);
    const { email, password } = inject('demo');
    const { csrfToken } = (await portal.call('/api/auth/csrf')).json;
    const answer = await portal.call('/api/auth/callback/credentials', {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrfToken, email, password, json: 'true' }).toString(),
    });
    const line = (answer.headers['set-cookie'] ?? '')
      .split(/,\s*(?=[^;,=\s]+=)/)
      .find((one) => one.startsWith(SESSION_COOKIE));
    expect(line).toMatch(/;\s*httponly/i);
    expect(line).toMatch(/;\s*samesite=(lax|strict)/i);
    expect(line).not.toMatch(/;\s*domain=/i);
  });
});

test('a one-time password opens nothing but its own change', async () => {
  const onboarded = await onboard(inject('dataDir'), 'One-time', `one-time@${Date.now()}.test`);
  const portal = new Portal(SERVER);
  expect(await portal.signIn(onboarded.admin.email, onboarded.admin.password)).toBe(true);
  for (const path of ['/clients', '/activity', `/clients/${onboarded.client_id}`]) {
    const answer = await portal.get(path);
    expect({ status: answer.status, error: answer.json.error }).toEqual({
      status: 403,
      error: 'password_change_required',
    });
  }
  expect((await portal.post('/clients', { name: 'x', scopes: ['audit:read'] })).status).toBe(403);
});

test('a changed password ends the sessions that others had, and is the only one that opens', async () => {
  const onboarded = await onboard(inject('dataDir'), 'Changed', `changed@${Date.now()}.test`);
  const { email, password } = onboarded.admin;
  const elsewhere = new Portal(SERVER);
  expect(await elsewhere.signIn(email, password)).toBe(true);
  const portal = await firstSignIn(SERVER, onboarded);
  expect((await portal.get('/session')).status).toBe(200);
  expect((await elsewhere.get('/session')).status).toBe(401);
  expect(await new Portal(SERVER).signIn(email, password)).toBe(false);
});

test('a password is taken as it is typed, to its last blank, up to 128 characters', async () => {
  const { admin } = await onboard(inject('dataDir'), 'As typed', 'as-typed@requests.test');
  const portal = new Portal(SERVER);
  expect(await portal.signIn(admin.email, admin.password)).toBe(true);
  const typed = `${' Grüße aus dem Regenwald 🦜 '.padEnd(127, 'qwx7')} `;
  const change = { current_password: admin.password, new_password: typed };
  expect((await portal.post('/password', { ...change, new_password: `${typed}xx` })).status).toBe(400);
  expect((await portal.post('/password', change)).status).toBe(200);
  for (const other of [typed.trim(), typed.slice(0, 72), typed.toLowerCase()])
    expect(await new Portal(SERVER).signIn(admin.email, other)).toBe(false);
  expect(await new Portal(SERVER).signIn(admin.email, typed)).toBe(true);
});

test('a person has twenty sessions at most: one more ends the oldest', async () => {
  const onboarded = await onboard(inject('dataDir'), 'Sessions', 'sessions@requests.test');
  const first = await firstSignIn(SERVER, onboarded);
  const { email } = onboarded.admin;
  for (let more = 1; more < 20; more++)
    expect(await new Portal(SERVER).signIn(email, first.password)).toBe(true);
  expect((await first.get('/session')).status).toBe(200);
  const last = new Portal(SERVER);
  expect(await last.signIn(email, first.password)).toBe(true);
  expect((await first.get('/session')).status).toBe(401);
  expect((await last.get('/sessions')).json.sessions).toHaveLength(20);
});

test('the demo admin has seen none of the tenants that these tests made', async () => {
  const { text } = await (await demoPortal()).get('/clients');
  expect(text).not.toContain('First backend');
});
