import { beforeAll, describe, expect, test } from 'vitest';
import {
  type App,
  type AppTokens,
  codeFor,
  exchange,
  newChallenge,
  refresh,
  registerApp,
  revokeAtApp,
  signInAt,
} from '../harness/apps';
import { call } from '../harness/call';
import { decodeSegments } from '../harness/jwt';
import { repeat } from '../harness/limits';
import { join, newPassword, whoIs } from '../harness/people';
import type { Portal } from '../harness/portal';
import { demoPortal, doors, newClient, SERVER } from '../harness/shared';
import {
  bearer,
  expectInactive,
  expectRefusal,
  expectWireHeaders,
  getToken,
  inspect,
  introspect,
  JSON_TYPE,
} from '../harness/wire';

const USERINFO = '/v1/auth/userinfo';

describe('tokens of people at apps', () => {
  let owner: Portal;
  let app: App;
  let machine: string;
  /** Somebody for whatever leaves their portal session alone. */
  let anybody: Portal;

  beforeAll(async () => {
    owner = await demoPortal();
    anybody = await person();
    app = await registerApp(owner);
    machine = await getToken(SERVER, await newClient());
  });

  const person = (role: 'viewer' | 'developer' = 'viewer') => join(owner, role);
  const isActive = async ({ access_token }: Pick<AppTokens, 'access_token'>): Promise<boolean> =>
    (await inspect(SERVER, machine, access_token)).json.active;
  const userinfo = (token: string, origin = SERVER) =>
    call(`${origin}${USERINFO}`, { headers: bearer(token) });

  /** Nothing of a sign-in works any more. */
  async function expectEnded(tokens: AppTokens): Promise<void> {
    expectInactive(await inspect(SERVER, machine, tokens.access_token));
    expectRefusal(await refresh(SERVER, app, tokens.refresh_token), 400, 'invalid_grant');
    expectRefusal(await userinfo(tokens.access_token), 401, 'invalid_token');
  }

  describe('what an app gets', () => {
    let developer: Portal;
    let me: Awaited<ReturnType<typeof whoIs>>;
    let tokens: AppTokens;
    beforeAll(async () => {
      developer = await person('developer');
      me = await whoIs(developer);
      tokens = await signInAt(developer, app);
    });

    test('an access token of 15 minutes for the person, which introspection understands', async () => {
      expect(tokens).toMatchObject({
        token_type: 'Bearer',
        expires_in: 900,
        refresh_token: expect.stringMatching(/^gcr_[0-9A-Za-z]{43}$/),
        scope: 'openid profile email offline_access workflow:read audit:read claims:read',
      });
      const { header, payload } = decodeSegments(tokens.access_token);
      expect(header).toMatchObject({ alg: 'RS256', typ: 'JWT' });
      expect(payload).toMatchObject({
        iss: SERVER,
        sub: me.id,
        aud: 'gooclaim-api',
        client_id: app.id,
        token_use: 'human',
        scope: tokens.scope,
        sid: expect.stringMatching(/^ses_/),
      });
      expect(Number(payload.exp) - Number(payload.iat)).toBe(900);
      expect((await inspect(SERVER, machine, tokens.access_token)).json).toMatchObject({
        active: true,
        sub: me.id,
        client_id: app.id,
        token_use: 'human',
      });
    });

    test('an ID token that says who signed in, how and when', async () => {
      const { payload } = decodeSegments(tokens.id_token);
      expect(payload).toMatchObject({
        iss: SERVER,
        sub: me.id,
        aud: app.id,
        azp: app.id,
        nonce: 'the nonce',
        amr: ['pwd'],
        email: me.email,
        email_verified: true,
        name: me.email,
        role: 'developer',
        token_use: 'id',
        sid: decodeSegments(tokens.access_token).payload.sid,
      });
      expect(Math.abs(Number(payload.auth_time) - Date.now() / 1000)).toBeLessThan(60);
    });

    test('userinfo says the same, at both doors, by GET and POST', async () => {
      for (const { origin } of doors) {
        const answer = await userinfo(tokens.access_token, origin);
        expectWireHeaders(answer);
        expect(answer.json).toMatchObject({ sub: me.id, email: me.email, role: 'developer' });
      }
      const posted = await call(`${SERVER}${USERINFO}`, {
        method: 'POST',
        headers: bearer(tokens.access_token),
      });
      expect(posted.json.sub).toBe(me.id);
      const narrow = await signInAt(developer, app, { scope: 'openid' });
      expect((await userinfo(narrow.access_token)).json).not.toHaveProperty('email');
    });

    test('userinfo refuses what no person signed in for', async () => {
      expectRefusal(await call(`${SERVER}${USERINFO}`), 401, 'invalid_token');
      const none = await call(`${SERVER}${USERINFO}`);
      expect(none.headers['www-authenticate']).not.toContain('error=');
      const portals = (await developer.post('/session/token')).json.access_token;
      for (const token of [machine, portals]) {
        const answer = await userinfo(token);
        expectRefusal(answer, 403, 'insufficient_scope');
        expect(answer.headers['www-authenticate']).toContain('error="insufficient_scope"');
      }
      expectRefusal(
        await call(`${SERVER}${USERINFO}?access_token=${tokens.access_token}`, { method: 'PUT' }),
        405,
        'invalid_request',
      );
    });

    test('an ID token is no access token: not as a credential, not when inspected', async () => {
      const { id_token: token } = tokens;
      expectInactive(await inspect(SERVER, machine, token));
      expectRefusal(await userinfo(token), 401, 'invalid_token');
      const asCaller = { headers: { ...bearer(token), ...JSON_TYPE }, body: JSON.stringify({ token }) };
      expectRefusal(await introspect(SERVER, asCaller), 401, 'invalid_token');
    });

    test('the debugger names the app, and the app’s page its people', async () => {
      const verdict = await developer.post('/debugger', { token: tokens.access_token });
      expect(verdict.json).toMatchObject({
        active: true,
        user: { email: me.email },
        app: { id: app.id, name: 'App of a test' },
      });
      const { events } = (await owner.get(`/apps/${app.id}/activity`)).json;
      expect(events.map(({ action }: { action: string }) => action)).toContain('app.signed_in');
      expect((await owner.get(`/apps/${app.id}`)).json.app.sessions).toBeGreaterThan(0);
      const { sessions } = (await developer.get('/sessions')).json;
      expect(sessions.map(({ app_name }: { app_name: string | null }) => app_name)).toContain(
        'App of a test',
      );
    });
  });

  describe('a code', () => {
    test('is for one app, one address and whoever has the verifier; a wrong try does not use it up', async () => {
      const other = await registerApp(owner, 'Another app');
      const { code, code_verifier } = await codeFor(anybody, app);
      const wrong: [string, App, Record<string, string | undefined>][] = [
        ['another verifier', app, { code, code_verifier: newChallenge().verifier }],
        ['the challenge as verifier', app, { code, code_verifier: newChallenge().challenge }],
        ['another address', app, { code, code_verifier, redirect_uri: `${app.origin}/other?kept=1` }],
        ['another app', other, { code, code_verifier, redirect_uri: app.redirectUri }],
        ['another code', app, { code: `${code.slice(1)}0`, code_verifier }],
      ];
      for (const [what, asked, parameters] of wrong) {
        const answer = await exchange(SERVER, asked, parameters);
        expect({ what, error: answer.json.error }).toEqual({ what, error: 'invalid_grant' });
      }
      expectRefusal(await exchange(SERVER, app, { code }), 400, 'invalid_request');
      expectRefusal(
        await exchange(SERVER, app, { code, code_verifier, client_secret: 'x' }),
        400,
        'unauthorized_client',
      );
      expectRefusal(
        await exchange(SERVER, app, { code, code_verifier, client_id: 'app_unknown' }),
        401,
        'invalid_client',
      );
      // OAuth 2.1 does not repeat the address.
      const right = await exchange(SERVER, app, { code, code_verifier, redirect_uri: undefined });
      expect(right.status, right.text).toBe(200);
    });

    test('used twice: the second is refused, and what the first one got is ended', async () => {
      const used = await codeFor(anybody, app);
      const first = await exchange(SERVER, app, used);
      expect(await isActive(first.json)).toBe(true);
      expectRefusal(await exchange(SERVER, app, used), 400, 'invalid_grant');
      await expectEnded(first.json);
      const { events } = (await owner.get(`/apps/${app.id}/activity`)).json;
      expect(events.slice(0, 4).map(({ action }: { action: string }) => action)).toContain(
        'app.replay_detected',
      );
    });

    test('shown at both doors at once: never two live sessions', async () => {
      const used = await codeFor(anybody, app);
      const answers = await Promise.all(doors.map(({ origin }) => exchange(origin, app, used)));
      const won = answers.filter(({ status }) => status === 200);
      expect(won.length).toBeLessThanOrEqual(1);
      for (const answer of answers.filter(({ status }) => status !== 200))
        expectRefusal(answer, 400, 'invalid_grant');
      for (const { json } of won) expect(await isActive(json)).toBe(false);
    });

    test('of somebody who has signed out since is refused', async () => {
      const portal = await person();
      const unused = await codeFor(portal, app);
      await portal.signOut();
      expectRefusal(await exchange(SERVER, app, unused), 400, 'invalid_grant');
    });
  });

  describe('a refresh token', () => {
    test('is good once, and gets the next one; the person and the sign-in stay the same', async () => {
      const first = await signInAt(anybody, app);
      const second = (await refresh(SERVER, app, first.refresh_token)).json;
      const third = (await refresh(doors[1]?.origin ?? '', app, second.refresh_token)).json;
      expect(new Set([first, second, third].map((tokens) => tokens.refresh_token)).size).toBe(3);
      const of = (tokens: AppTokens) => decodeSegments(tokens.id_token).payload;
      expect(of(third)).toMatchObject({
        sub: of(first).sub,
        sid: of(first).sid,
        auth_time: of(first).auth_time,
      });
      expect(of(third)).not.toHaveProperty('nonce');
      expect(third.scope).toBe(first.scope);
      expect(await isActive(third)).toBe(true);
    });

    test('narrows, never widens, and narrows only the one token', async () => {
      const tokens = await signInAt(anybody, app, { scope: 'openid offline_access claims:read' });
      const wider = await refresh(SERVER, app, tokens.refresh_token, { scope: 'claims:read workflow:read' });
      expectRefusal(wider, 400, 'invalid_scope');
      const narrow = await refresh(SERVER, app, tokens.refresh_token, { scope: 'claims:read' });
      expect(narrow.json).toMatchObject({ scope: 'claims:read' });
      expect(narrow.json).not.toHaveProperty('id_token');
      const again = await refresh(SERVER, app, narrow.json.refresh_token);
      expect(again.json.scope).toBe('openid offline_access claims:read');
    });

    test('used twice: it may be stolen, so the whole sign-in ends', async () => {
      const first = await signInAt(anybody, app);
      const second = (await refresh(SERVER, app, first.refresh_token)).json;
      expect(await isActive(second)).toBe(true);
      expectRefusal(await refresh(SERVER, app, first.refresh_token), 400, 'invalid_grant');
      await expectEnded(second);
    });

    test('used at both doors at once: at most one wins, and the sign-in ends', async () => {
      const { refresh_token: token } = await signInAt(anybody, app);
      const answers = await Promise.all(doors.map(({ origin }) => refresh(origin, app, token)));
      const won = answers.filter(({ status }) => status === 200);
      expect(won).toHaveLength(1);
      await expectEnded(won[0]?.json);
    });

    test('of another app is refused, and nothing ends', async () => {
      const tokens = await signInAt(anybody, app);
      const other = await registerApp(owner, 'Yet another app');
      expectRefusal(await refresh(SERVER, other, tokens.refresh_token), 400, 'invalid_grant');
      expect((await revokeAtApp(SERVER, other, tokens.refresh_token)).status).toBe(200);
      expect(await isActive(tokens)).toBe(true);
    });

    test('can be revoked by its app, with the sign-in; an access token only by itself', async () => {
      const tokens = await signInAt(anybody, app);
      expect((await revokeAtApp(SERVER, app, tokens.access_token)).text).toBe('');
      expect(await isActive(tokens)).toBe(false);
      const next = (await refresh(SERVER, app, tokens.refresh_token)).json;
      expect(await isActive(next)).toBe(true);
      expect((await revokeAtApp(SERVER, app, next.refresh_token)).status).toBe(200);
      await expectEnded(next);
      expect((await revokeAtApp(SERVER, app, 'garbage')).status).toBe(200);
    });

    test('no more than sixty tokens a minute for one person, and a refusal uses up nothing', async () => {
      const portal = await person();
      const { refresh_token: token } = await signInAt(portal, app);
      await repeat(59, () => portal.post('/session/token'));
      expectRefusal(await refresh(SERVER, app, token), 429, 'rate_limited');
      expectRefusal(await refresh(SERVER, app, token), 429, 'rate_limited');
      // Their limit, and nobody else's.
      expect((await signInAt(anybody, app)).expires_in).toBe(900);
    });
  });

  describe('a sign-in at an app ends', () => {
    const ways: [string, (portal: Portal, tokens: AppTokens) => Promise<unknown>][] = [
      ['with the portal session it came from', (portal) => portal.signOut()],
      [
        'in the list of one’s own sessions',
        async (portal) => {
          const { sessions } = (await portal.get('/sessions')).json;
          const { id } = sessions.find(({ app_name }: { app_name: string | null }) => app_name !== null);
          expect((await portal.delete(`/sessions/${id}`)).status).toBe(200);
        },
      ],
      ['with all other sessions', (portal) => portal.delete('/sessions')],
      [
        'with a new password',
        (portal) =>
          portal.post('/password', { current_password: portal.password, new_password: newPassword() }),
      ],
      [
        'with the person',
        async (portal) => owner.patch(`/members/${(await whoIs(portal)).id}`, { status: 'disabled' }),
      ],
      [
        'with “end all tokens” of the person',
        async (portal) => owner.post(`/members/${(await whoIs(portal)).id}/end-tokens`),
      ],
    ];
    test.each(ways)('%s', async (_, end) => {
      const portal = await person();
      const tokens = await signInAt(portal, app);
      expect(await isActive(tokens)).toBe(true);
      await end(portal, tokens);
      await expectEnded(tokens);
    });

    test('with the app: disabled, it ends for good; deleted, too', async () => {
      const portal = await person();
      const own = await registerApp(owner, 'App to be ended');
      const tokens = await signInAt(portal, own);
      await owner.patch(`/apps/${own.id}`, { status: 'disabled' });
      expect(await isActive(tokens)).toBe(false);
      expectRefusal(await refresh(SERVER, own, tokens.refresh_token), 401, 'invalid_client');
      await owner.patch(`/apps/${own.id}`, { status: 'active' });
      expectRefusal(await refresh(SERVER, own, tokens.refresh_token), 400, 'invalid_grant');
      const again = await signInAt(portal, own);
      await owner.delete(`/apps/${own.id}`);
      expect(await isActive(again)).toBe(false);
    });

    test('and a new role is in the next token', async () => {
      const portal = await person('developer');
      const tokens = await signInAt(portal, app);
      await owner.patch(`/members/${(await whoIs(portal)).id}`, { role: 'viewer' });
      expect(await isActive(tokens)).toBe(false);
      const next = (await refresh(SERVER, app, tokens.refresh_token)).json;
      expect(next.scope).toBe('openid profile email offline_access workflow:read claims:read');
      expect(await isActive(next)).toBe(true);
    });
  });

  describe('signing out from an app', () => {
    const logout = (portal: Portal, parameters: { [name: string]: string }) =>
      portal.call(`/v1/auth/logout?${new URLSearchParams(parameters)}`);

    test('with its ID token: of the app, of the portal and of other apps, then back to the app', async () => {
      const portal = await person();
      const tokens = await signInAt(portal, app);
      const elsewhere = await signInAt(portal, await registerApp(owner, 'App beside'));
      const answer = await logout(portal, {
        id_token_hint: tokens.id_token,
        post_logout_redirect_uri: app.afterLogout,
        state: 'bye',
      });
      expect(answer.status).toBe(303);
      expect(answer.headers.location).toBe(`${app.afterLogout}&state=bye`);
      await expectEnded(tokens);
      expect(await isActive(elsewhere)).toBe(false);
      expect((await portal.get('/session')).status).toBe(401);
      // Once more: nothing to end, and the same way on.
      expect((await logout(portal, { id_token_hint: tokens.id_token })).headers.location).toBe('/login');
    });

    test('with somebody else’s ID token nobody here is signed out', async () => {
      const portal = await person();
      const { id_token } = await signInAt(anybody, app);
      await logout(portal, { id_token_hint: id_token });
      expect((await portal.get('/session')).status).toBe(200);
    });

    test('without one, or with a forged one, the person is asked, and nothing ends', async () => {
      const portal = anybody;
      const tokens = await signInAt(portal, app);
      const forged = `${tokens.id_token.slice(0, -6)}AAAAAA`;
      for (const hint of [
        {} as { [name: string]: string },
        { id_token_hint: forged },
        { id_token_hint: tokens.access_token },
      ]) {
        const answer = await logout(portal, {
          ...hint,
          client_id: app.id,
          post_logout_redirect_uri: app.afterLogout,
        });
        const page = new URL(answer.headers.location ?? '', SERVER);
        expect(page.pathname).toBe('/sign-out');
        expect([...page.searchParams.keys()].sort()).toEqual(['client_id', 'post_logout_redirect_uri']);
        const shown = await portal.call(`${page.pathname}${page.search}`);
        expect(shown.status).toBe(200);
        expect(shown.text).toContain('Sign out of Gooclaim?');
      }
      expect(await isActive(tokens)).toBe(true);
      expect((await portal.get('/session')).status).toBe(200);
    });

    test('an address that is not registered is refused, whatever proves the rest', async () => {
      const portal = anybody;
      const { id_token } = await signInAt(portal, app);
      for (const post_logout_redirect_uri of [
        'https://evil.example/',
        `${app.afterLogout}&x=1`,
        app.redirectUri,
      ]) {
        const answer = await logout(portal, { id_token_hint: id_token, post_logout_redirect_uri });
        expectRefusal(answer, 400, 'invalid_request');
      }
      expect((await portal.get('/session')).status).toBe(200);
      const page = await portal.call('/sign-out?post_logout_redirect_uri=https%3A%2F%2Fevil.example');
      expect(page.text).not.toMatch(/href="https:\/\/evil/);
    });
  });

  describe('scripts of other origins', () => {
    const preflight = (path: string, Origin: string) =>
      call(`${SERVER}${path}`, {
        method: 'OPTIONS',
        headers: { Origin, 'Access-Control-Request-Method': 'POST' },
      });

    test.each(['/v1/auth/token', '/v1/auth/revoke', USERINFO])(
      'may ask %s from an app’s origin',
      async (path) => {
        const answer = await preflight(path, app.origin);
        expect(answer.status).toBe(204);
        expect(answer.headers).toMatchObject({ 'access-control-allow-origin': app.origin, vary: 'Origin' });
        expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
        for (const origin of ['https://evil.example', 'null', `${app.origin}.evil.example`]) {
          const refused = await preflight(path, origin);
          expect(refused.status).toBe(405);
          expect(refused.headers).not.toHaveProperty('access-control-allow-origin');
        }
      },
    );

    test('read answers and refusals alike; from elsewhere neither', async () => {
      const parameters = await codeFor(anybody, app);
      const answer = await exchange(SERVER, app, parameters, { Origin: app.origin });
      expect(answer.status).toBe(200);
      const refused = await exchange(SERVER, app, { code: 'x', code_verifier: 'x' }, { Origin: app.origin });
      for (const { headers } of [answer, refused])
        expect(headers).toMatchObject({ 'access-control-allow-origin': app.origin, vary: 'Origin' });
      const foreign = await exchange(SERVER, app, { code: 'x' }, { Origin: 'https://evil.example' });
      expect(foreign.headers).not.toHaveProperty('access-control-allow-origin');
      expect((await preflight('/v1/auth/introspect', app.origin)).status).toBe(405);
      await owner.patch(`/apps/${app.id}`, { status: 'disabled' });
      expect((await preflight(USERINFO, app.origin)).status).toBe(405);
      await owner.patch(`/apps/${app.id}`, { status: 'active' });
    });
  });

  test('addresses an app may not have are refused at the field', async () => {
    const wrong = [
      'ftp://app.example.com/',
      'http://app.example.com/callback',
      'https://*.example.com/callback',
      'https://app.example.com/callback#x',
      'https://user@app.example.com/callback',
      'https://app.example.com:443/callback',
      'https://app.example.com/a/../callback',
      'https://APP.example.com/callback',
      'javascript:alert(1)',
      'com.example.app:/callback',
      'not an address',
      `${SERVER}/login`,
      `https://app.example.com/${'x'.repeat(500)}`,
    ];
    for (const address of wrong) {
      const answer = await owner.post('/apps', { name: 'Wrong', redirect_uris: [address] });
      expect({ address, status: answer.status }).toEqual({ address, status: 400 });
      expect(Object.keys(answer.json.fields), address).toEqual(['redirect_uris']);
    }
    expect((await owner.post('/apps', { name: 'None', redirect_uris: [] })).status).toBe(400);
  });
});
