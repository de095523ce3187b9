import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { call } from '../harness/call';
import { onboard } from '../harness/onboard';
import { firstSignIn, Portal } from '../harness/portal';
import { demoPortal, newClient, SERVER } from '../harness/shared';
import { expectRefusal, FORM_TYPE, getToken, JSON_TYPE, requestToken } from '../harness/wire';

/** One request as it is on the wire, and all that comes back. */
const raw = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(SERVER);
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
    socket.setTimeout(10_000, () => socket.destroy());
  });

describe('what a stranger may do', () => {
  test('an offer to upgrade is ignored and answered, after pages were served too', async () => {
    await call(`${SERVER}/login`);
    for (const offer of ['h2c', 'websocket']) {
      const answer = await raw(
        `POST /v1/auth/token HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: ${offer}\r\nContent-Length: 2\r\n\r\n{}`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('invalid_request');
    }
  });

  test.each(['_log', 'session', 'error', 'verify-request', 'signin', 'signin/credentials', 'x'])(
    "next-auth's %s is not there",
    async (action) => {
      for (const method of ['GET', 'POST']) {
        const answer = await call(`${SERVER}/api/auth/${action}`, {
          method,
          headers: JSON_TYPE,
          body: '{"level":"error"}',
        });
        expect(answer.status).toBe(404);
      }
    },
  );

  test('a sign-in larger than 16 KiB is not read', async () => {
    const answer = await call(`${SERVER}/api/auth/callback/credentials`, {
      method: 'POST',
      headers: FORM_TYPE,
      body: `email=${'a'.repeat(20_000)}`,
    });
    expect(answer.status).toBe(413);
  });

  test.each([
    ['a number', { email: 1, password: 'x' }],
    ['a list', { email: ['a'], password: 'x' }],
    ['an object', { email: {}, password: {} }],
    ['a NUL', { email: 'a\u0000@b.test', password: 'x' }],
    ['nothing', {}],
  ])('a sign-in with %s is refused like any other', async (_, typed) => {
    const portal = new Portal(SERVER);
    const { csrfToken } = (await portal.call('/api/auth/csrf')).json;
    const answer = await portal.call('/api/auth/callback/credentials', {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({
        ...typed,
        csrfToken,
        json: 'true',
        callbackUrl: 'http://127.0.0.1:3900.evil.test',
      }),
    });
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('CredentialsSignin');
  });

  test('a burst of wrong passwords is cut at the limit, and the right one waits with them', async () => {
    const email = `burst-${randomBytes(4).toString('hex')}@b.test`;
    const { admin } = await onboard(inject('dataDir'), 'Burst', email);
    const attempt = async (password: string) => {
      const portal = new Portal(SERVER);
      const { csrfToken } = (await portal.call('/api/auth/csrf')).json;
      const answer = await portal.call('/api/auth/callback/credentials', {
        method: 'POST',
        headers: FORM_TYPE,
        body: new URLSearchParams({ csrfToken, email, password, json: 'true' }).toString(),
      });
      return /rate_limited/.test(answer.text) ? 'limited' : answer.status;
    };
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => attempt('wrong')));
    expect(outcomes.filter((outcome) => outcome === 401)).toHaveLength(10);
    expect(outcomes.filter((outcome) => outcome === 'limited')).toHaveLength(20);
    expect(await attempt(admin.password)).toBe('limited');
  });
});

describe('bad input at the portal is refused, never a 500', () => {
  let portal: Portal;
  beforeAll(async () => {
    portal = await demoPortal();
  });

  test.each(['%00', 'a%00b', '%20', 'a.b', 'x'.repeat(65)])('404 for the client %s', async (id) => {
    expect((await portal.get(`/clients/${id}`)).status).toBe(404);
    expect((await portal.patch(`/clients/${id}`, { name: 'x' })).status).toBe(404);
    expect((await portal.post(`/clients/${id}/disable`)).status).toBe(404);
    expect((await portal.get(`/clients/${id}/activity`)).status).toBe(404);
  });

  test('a path that is no UTF-8 is refused before Next sees it', async () => {
    for (const path of ['/clients/%ff', '/%ED%A0%80', '/api/portal/clients/%ff'])
      expectRefusal(await call(SERVER, { path }), 400, 'invalid_request');
  });

  test.each([
    ['name', 'a\u0000b'],
    ['name', '\ud800'],
    ['name', '\u200b'],
    ['name', ' '],
    ['description', 'a\u0000b'],
    ['description', '\udfff'],
  ])('400 at the field for %s %j', async (field, value) => {
    const answer = await portal.post('/clients', { name: 'ok', scopes: ['a:b'], [field]: value });
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.json.fields)).toEqual([field]);
  });

  test('a change of one field leaves the others as they are', async () => {
    const made = await portal.post('/clients', { name: 'Kept', description: 'important', scopes: ['a:b'] });
    const id = made.json.client.client_id;
    const renamed = await portal.patch(`/clients/${id}`, { name: 'Renamed' });
    expect(renamed.json.client).toMatchObject({ name: 'Renamed', description: 'important', scopes: ['a:b'] });
    expect((await portal.patch(`/clients/${id}`, {})).json.client.description).toBe('important');
  });

  test('an Origin of another scheme or with a user in it is a foreign one', async () => {
    for (const origin of [
      SERVER.replace('http:', 'https:'),
      SERVER.replace('//', '//u@'),
      `${SERVER}.evil.test`,
      'null',
    ]) {
      const answer = await portal.call('/api/portal/session/refresh', {
        method: 'POST',
        headers: { Origin: origin },
      });
      expect(answer.status, origin).toBe(403);
    }
  });

  test('a password may hold the letters of a short name', async () => {
    const email = `a@${randomBytes(4).toString('hex')}.test`;
    await firstSignIn(SERVER, await onboard(inject('dataDir'), 'Short name', email));
  });
});

describe('rotations begun and cancelled', () => {
  test('however many, the secret that stays is accepted', async () => {
    const portal = await demoPortal();
    const client = await newClient();
    const { secrets } = (await portal.get(`/clients/${client.client_id}`)).json.client;
    for (let round = 0; round < 15; round++) {
      const rotated = await portal.post(`/clients/${client.client_id}/secrets`, {
        overlap_seconds: 3600,
        current_secret_id: secrets[0].id,
      });
      expect(rotated.status).toBe(201);
      expect(
        (await portal.delete(`/clients/${client.client_id}/secrets/${rotated.json.secret_id}`)).status,
      ).toBe(200);
    }
    expect(await getToken(SERVER, client)).toMatch(/^eyJ/);
    expect((await requestToken(SERVER, { ...client, client_secret: 'x' })).status).toBe(401);
  });
});
