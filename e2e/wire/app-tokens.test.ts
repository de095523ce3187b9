import { beforeAll, describe, expect, test } from 'vitest';
import { USERINFO, useAppScene, userinfo } from '../harness/app-scene';
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
import { whoIs } from '../harness/people';
import type { Portal } from '../harness/portal';
import { doors, SERVER } from '../harness/shared';
import {
  bearer,
  expectInactive,
  expectRefusal,
  expectWireHeaders,
  inspect,
  introspect,
  JSON_TYPE,
} from '../harness/wire';

describe('tokens of people at apps', () => {
  const scene = useAppScene();

  describe('what an app gets', () => {
    let developer: Portal;
    let me: Awaited<ReturnType<typeof whoIs>>;
    let tokens: AppTokens;
    beforeAll(async () => {
      developer = await scene.person('developer');
      me = await whoIs(developer);
      tokens = await signInAt(developer, scene.app);
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
        client_id: scene.app.id,
        token_use: 'human',
        scope: tokens.scope,
        sid: expect.stringMatching(/^ses_/),
      });
      expect(Number(payload.exp) - Number(payload.iat)).toBe(900);
      expect((await inspect(SERVER, scene.machine, tokens.access_token)).json).toMatchObject({
        active: true,
        sub: me.id,
        client_id: scene.app.id,
        token_use: 'human',
      });
    });

    test('an ID token that says who signed in, how and when', async () => {
      const { payload } = decodeSegments(tokens.id_token);
      expect(payload).toMatchObject({
        iss: SERVER,
        sub: me.id,
        aud: scene.app.id,
        azp: scene.app.id,
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
      const narrow = await signInAt(developer, scene.app, { scope: 'openid' });
      expect((await userinfo(narrow.access_token)).json).not.toHaveProperty('email');
    });

    test('userinfo refuses what no person signed in for', async () => {
      expectRefusal(await call(`${SERVER}${USERINFO}`), 401, 'invalid_token');
      const none = await call(`${SERVER}${USERINFO}`);
      expect(none.headers['www-authenticate']).not.toContain('error=');
      const portals = (await developer.post('/session/token')).json.access_token;
      for (const token of [scene.machine, portals]) {
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
      expectInactive(await inspect(SERVER, scene.machine, token));
      expectRefusal(await userinfo(token), 401, 'invalid_token');
      const asCaller = { headers: { ...bearer(token), ...JSON_TYPE }, body: JSON.stringify({ token }) };
      expectRefusal(await introspect(SERVER, asCaller), 401, 'invalid_token');
    });

    test('the debugger names the app, and the app’s page its people', async () => {
      const verdict = await developer.post('/debugger', { token: tokens.access_token });
      expect(verdict.json).toMatchObject({
        active: true,
        user: { email: me.email },
        app: { id: scene.app.id, name: 'App of a test' },
      });
      const { events } = (await scene.owner.get(`/apps/${scene.app.id}/activity`)).json;
      expect(events.map(({ action }: { action: string }) => action)).toContain('app.signed_in');
      expect((await scene.owner.get(`/apps/${scene.app.id}`)).json.app.sessions).toBeGreaterThan(0);
      const { sessions } = (await developer.get('/sessions')).json;
      expect(sessions.map(({ app_name }: { app_name: string | null }) => app_name)).toContain(
        'App of a test',
      );
    });
  });

  describe('a code', () => {
    test('is for one app, one address and whoever has the verifier; a wrong try does not use it up', async () => {
      const other = await registerApp(scene.owner, 'Another app');
      const { code, code_verifier } = await codeFor(scene.anybody, scene.app);
      const wrong: [string, App, Record<string, string | undefined>][] = [
        ['another verifier', scene.app, { code, code_verifier: newChallenge().verifier }],
        ['the challenge as verifier', scene.app, { code, code_verifier: newChallenge().challenge }],
        [
          'another address',
          scene.app,
          { code, code_verifier, redirect_uri: `${scene.app.origin}/other?kept=1` },
        ],
        ['another app', other, { code, code_verifier, redirect_uri: scene.app.redirectUri }],
        ['another code', scene.app, { code: `${code.slice(1)}0`, code_verifier }],
      ];
      for (const [what, asked, parameters] of wrong) {
        const answer = await exchange(SERVER, asked, parameters);
        expect({ what, error: answer.json.error }).toEqual({ what, error: 'invalid_grant' });
      }
      expectRefusal(await exchange(SERVER, scene.app, { code }), 400, 'invalid_request');
      expectRefusal(
        await exchange(SERVER, scene.app, { code, code_verifier, client_secret: 'x' }),
        400,
        'unauthorized_client',
      );
      expectRefusal(
        await exchange(SERVER, scene.app, { code, code_verifier, client_id: 'app_unknown' }),
        401,
        'invalid_client',
      );
      expectRefusal(
        await exchange(SERVER, scene.app, { code, code_verifier }, { DPoP: 'a proof' }),
        400,
        'invalid_request',
      );
      // OAuth 2.1 does not repeat the address.
      const right = await exchange(SERVER, scene.app, { code, code_verifier, redirect_uri: undefined });
      expect(right.status, right.text).toBe(200);
    });

    test('used twice: the second is refused, and what the first one got is ended', async () => {
      const used = await codeFor(scene.anybody, scene.app);
      const first = await exchange(SERVER, scene.app, used);
      expect(await scene.isActive(first.json)).toBe(true);
      expectRefusal(await exchange(SERVER, scene.app, used), 400, 'invalid_grant');
      await scene.expectEnded(first.json);
      const { events } = (await scene.owner.get(`/apps/${scene.app.id}/activity`)).json;
      expect(events.slice(0, 4).map(({ action }: { action: string }) => action)).toContain(
        'app.replay_detected',
      );
    });

    test('shown at both doors at once: never two live sessions', async () => {
      const used = await codeFor(scene.anybody, scene.app);
      const answers = await Promise.all(doors.map(({ origin }) => exchange(origin, scene.app, used)));
      const won = answers.filter(({ status }) => status === 200);
      expect(won.length).toBeLessThanOrEqual(1);
      for (const answer of answers.filter(({ status }) => status !== 200))
        expectRefusal(answer, 400, 'invalid_grant');
      for (const { json } of won) expect(await scene.isActive(json)).toBe(false);
    });

    test('of somebody who has signed out since is refused', async () => {
      const portal = await scene.person();
      const unused = await codeFor(portal, scene.app);
      await portal.signOut();
      expectRefusal(await exchange(SERVER, scene.app, unused), 400, 'invalid_grant');
    });
  });

  describe('a refresh token', () => {
    test('is good once, and gets the next one; the person and the sign-in stay the same', async () => {
      const first = await signInAt(scene.anybody, scene.app);
      const second = (await refresh(SERVER, scene.app, first.refresh_token)).json;
      const third = (await refresh(doors[1]?.origin ?? '', scene.app, second.refresh_token)).json;
      expect(new Set([first, second, third].map((tokens) => tokens.refresh_token)).size).toBe(3);
      const of = (tokens: AppTokens) => decodeSegments(tokens.id_token).payload;
      expect(of(third)).toMatchObject({
        sub: of(first).sub,
        sid: of(first).sid,
        auth_time: of(first).auth_time,
      });
      expect(of(third)).not.toHaveProperty('nonce');
      expect(third.scope).toBe(first.scope);
      expect(await scene.isActive(third)).toBe(true);
    });

    test('narrows, never widens, and narrows only the one token', async () => {
      const tokens = await signInAt(scene.anybody, scene.app, { scope: 'openid offline_access claims:read' });
      const wider = await refresh(SERVER, scene.app, tokens.refresh_token, {
        scope: 'claims:read workflow:read',
      });
      expectRefusal(wider, 400, 'invalid_scope');
      const narrow = await refresh(SERVER, scene.app, tokens.refresh_token, { scope: 'claims:read' });
      expect(narrow.json).toMatchObject({ scope: 'claims:read' });
      expect(narrow.json).not.toHaveProperty('id_token');
      const again = await refresh(SERVER, scene.app, narrow.json.refresh_token);
      expect(again.json.scope).toBe('openid offline_access claims:read');
    });

    test('used twice: it may be stolen, so the whole sign-in ends', async () => {
      const first = await signInAt(scene.anybody, scene.app);
      const second = (await refresh(SERVER, scene.app, first.refresh_token)).json;
      expect(await scene.isActive(second)).toBe(true);
      expectRefusal(await refresh(SERVER, scene.app, first.refresh_token), 400, 'invalid_grant');
      await scene.expectEnded(second);
    });

    test('used at both doors at once: at most one wins, and the sign-in ends', async () => {
      const { refresh_token: token } = await signInAt(scene.anybody, scene.app);
      const answers = await Promise.all(doors.map(({ origin }) => refresh(origin, scene.app, token)));
      const won = answers.filter(({ status }) => status === 200);
      expect(won).toHaveLength(1);
      await scene.expectEnded(won[0]?.json);
    });

    test('of another app is refused, and nothing ends', async () => {
      const tokens = await signInAt(scene.anybody, scene.app);
      const other = await registerApp(scene.owner, 'Yet another app');
      expectRefusal(await refresh(SERVER, other, tokens.refresh_token), 400, 'invalid_grant');
      expect((await revokeAtApp(SERVER, other, tokens.refresh_token)).status).toBe(200);
      expect(await scene.isActive(tokens)).toBe(true);
    });

    test('can be revoked by its app, with the sign-in; an access token only by itself', async () => {
      const tokens = await signInAt(scene.anybody, scene.app);
      expect((await revokeAtApp(SERVER, scene.app, tokens.access_token)).text).toBe('');
      expect(await scene.isActive(tokens)).toBe(false);
      const next = (await refresh(SERVER, scene.app, tokens.refresh_token)).json;
      expect(await scene.isActive(next)).toBe(true);
      expect((await revokeAtApp(SERVER, scene.app, next.refresh_token)).status).toBe(200);
      await scene.expectEnded(next);
      expect((await revokeAtApp(SERVER, scene.app, 'garbage')).status).toBe(200);
    });

    test('no more than sixty tokens a minute for one person, and a refusal uses up nothing', async () => {
      const portal = await scene.person();
      const { refresh_token: token } = await signInAt(portal, scene.app);
      await repeat(59, () => portal.post('/session/token'));
      expectRefusal(await refresh(SERVER, scene.app, token), 429, 'rate_limited');
      expectRefusal(await refresh(SERVER, scene.app, token), 429, 'rate_limited');
      // Their limit, and nobody else's.
      expect((await signInAt(scene.anybody, scene.app)).expires_in).toBe(900);
    });
  });
});
