import { beforeAll, describe, expect, test } from 'vitest';
import {
  type App,
  authorizePath,
  codeFor,
  exchange,
  newChallenge,
  refresh,
  registerApp,
  signInAt,
  target,
} from '../harness/apps';
import { call } from '../harness/call';
import { decodeSegments } from '../harness/jwt';
import { useLab } from '../harness/lab';
import { onboard } from '../harness/onboard';
import { join, newAddress } from '../harness/people';
import { firstSignIn, Portal } from '../harness/portal';
import { operate } from '../harness/tenant';
import { readWelcome } from '../harness/welcome';
import { bearer, expectRefusal, expectWireHeaders, FORM_TYPE } from '../harness/wire';

const HTML = { Accept: 'text/html,application/xhtml+xml' };

describe('the authorization endpoint', () => {
  const lab = useLab();
  const dataDir = lab.dataDir();
  let origin: string;
  let owner: Portal;
  let stranger: Portal;
  let app: App;
  let nobody: Portal;
  const { challenge } = newChallenge();
  const path = (extra: Record<string, string | undefined> = {}) => authorizePath(app, challenge, extra);

  beforeAll(async () => {
    const service = await lab.start(dataDir);
    ({ origin } = service);
    const welcome = readWelcome(service.stdout());
    owner = new Portal(origin);
    owner.password = welcome?.password ?? '';
    expect(await owner.signIn(welcome?.email ?? '', owner.password)).toBe(true);
    stranger = await firstSignIn(origin, await onboard(dataDir, 'Stranger TPA', newAddress('stranger')));
    app = await registerApp(owner);
    nobody = new Portal(origin);
  });

  test('303 to the app, with a code, the state and the issuer, for whoever is signed in', async () => {
    const answer = await owner.call(path());
    expectWireHeaders(answer);
    expect(answer.headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    });
    const back = target(answer);
    expect(`${back.origin}${back.pathname}`).toBe(app.redirectUri);
    expect([...back.searchParams.keys()]).toEqual(['code', 'state', 'iss']);
    expect(back.searchParams.get('state')).toBe('the state');
    expect(back.searchParams.get('iss')).toBe(origin);
  });

  test('a registered query stays, and a second address works as the first', async () => {
    const back = target(await owner.call(path({ redirect_uri: `${app.origin}/other?kept=1` })));
    expect(back.href).toMatch(/\/other\?kept=1&code=\w{43}&state=the\+state&iss=/);
  });

  test('a POST leads to the same by GET, which a browser sends its cookie along with', async () => {
    const [where = '', parameters = ''] = path().split('?');
    const answer = await nobody.call(where, { method: 'POST', headers: FORM_TYPE, body: parameters });
    expect(answer.status).toBe(303);
    expect(target(await owner.call(answer.headers.location ?? '')).searchParams.get('code')).toBeTruthy();
  });

  describe('shown to the person, and sent nowhere', () => {
    const wrong = (): [string, Record<string, string | undefined>][] => [
      ['no client_id', { client_id: undefined }],
      ['an unknown client_id', { client_id: 'app_0000000000000000000000' }],
      ['no redirect_uri', { redirect_uri: undefined }],
      ['another host', { redirect_uri: 'https://evil.example/callback' }],
      ['a longer path', { redirect_uri: `${app.redirectUri}/more` }],
      ['a shorter path', { redirect_uri: app.origin }],
      ['another port', { redirect_uri: app.redirectUri.replace(/:\d+/, ':1') }],
      ['a query', { redirect_uri: `${app.redirectUri}?a=1` }],
      ['a fragment', { redirect_uri: `${app.redirectUri}#a` }],
      ['another case', { redirect_uri: app.redirectUri.toUpperCase() }],
      ['dots in the path', { redirect_uri: `${app.origin}/x/../callback` }],
      ['a user in front', { redirect_uri: app.redirectUri.replace('//', '//evil@') }],
      ['javascript:', { redirect_uri: 'javascript:alert(1)' }],
    ];

    test('400 for each wrong client_id and redirect_uri', async () => {
      for (const [what, extra] of wrong()) {
        const answer = await owner.call(path(extra));
        expect({ what, status: answer.status }).toEqual({ what, status: 400 });
        expect(answer.headers.location, what).toBeUndefined();
        expectRefusal(answer, 400, 'invalid_request');
      }
    });

    test('a browser gets a page that runs nothing', async () => {
      const answer = await owner.call(path({ redirect_uri: 'https://evil.example/<script>' }), {
        headers: HTML,
      });
      expect(answer.status).toBe(400);
      expect(answer.headers['content-type']).toMatch(/^text\/html\b/);
      expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'/);
      expect(answer.text).not.toContain('evil.example');
      expect(answer.text).toContain(answer.headers['x-request-id']);
    });

    test('a repeated parameter, one that is too long, a machine client’s id, a secret in the URL', async () => {
      expectRefusal(await owner.call(`${path()}&client_id=${app.id}`), 400, 'invalid_request');
      expectRefusal(await owner.call(path({ state: 'x'.repeat(5_000) })), 400, 'invalid_request');
      const { client_id, client_secret } = await owner.createClient();
      expectRefusal(await owner.call(path({ client_id })), 400, 'invalid_request');
      expectRefusal(await owner.call(`${path()}&client_secret=${client_secret}`), 400, 'invalid_request');
      expectRefusal(await owner.call(path(), { method: 'PUT' }), 405, 'invalid_request');
    });

    test('a disabled app, and one that is deleted', async () => {
      const gone = await registerApp(owner);
      expect((await owner.patch(`/apps/${gone.id}`, { status: 'disabled' })).status).toBe(200);
      expectRefusal(await owner.call(authorizePath(gone, challenge)), 400, 'invalid_request');
      expect((await owner.delete(`/apps/${gone.id}`)).status).toBe(200);
      expectRefusal(await owner.call(authorizePath(gone, challenge)), 400, 'invalid_request');
    });
  });

  describe('sent to the app', () => {
    test.each<[string, Record<string, string | undefined>, string]>([
      ['no code_challenge', { code_challenge: undefined }, 'invalid_request'],
      ['no code_challenge_method: plain', { code_challenge_method: undefined }, 'invalid_request'],
      ['plain', { code_challenge_method: 'plain' }, 'invalid_request'],
      ['a challenge of the wrong length', { code_challenge: 'a'.repeat(42) }, 'invalid_request'],
      ['response_type token', { response_type: 'token' }, 'unsupported_response_type'],
      ['response_type code id_token', { response_type: 'code id_token' }, 'unsupported_response_type'],
      ['no response_type', { response_type: undefined }, 'invalid_request'],
      ['response_mode fragment', { response_mode: 'fragment' }, 'invalid_request'],
      ['a scope beyond any role', { scope: 'openid everything' }, 'invalid_scope'],
      ['two spaces', { scope: 'openid  email' }, 'invalid_scope'],
      ['prompt none with another', { prompt: 'none login' }, 'invalid_request'],
      ['max_age in words', { max_age: 'soon' }, 'invalid_request'],
      ['a request object', { request: 'eyJ' }, 'request_not_supported'],
      ['a request_uri', { request_uri: 'https://evil.example' }, 'request_uri_not_supported'],
      ['another resource', { resource: 'https://claims.example.com' }, 'invalid_target'],
      ['a nonce without end', { nonce: 'n'.repeat(256) }, 'invalid_request'],
    ])('%s', async (_, extra, error) => {
      const back = target(await owner.call(path(extra)));
      expect(`${back.origin}${back.pathname}`).toBe(app.redirectUri);
      expect(Object.fromEntries(back.searchParams)).toEqual({
        error,
        error_description: expect.any(String),
        state: 'the state',
        iss: origin,
      });
    });

    test('access_denied for a person of another tenant, whose admins see no name', async () => {
      const back = target(await stranger.call(path()));
      expect(back.searchParams.get('error')).toBe('access_denied');
      const { text, json } = await owner.get(`/apps/${app.id}/activity`);
      expect(json.events[0]).toMatchObject({ action: 'app.sign_in_refused', actor: { type: 'anonymous' } });
      expect(text).not.toContain('stranger-');
    });

    test('a role’s own scopes are granted, more is refused, and none means all of the role', async () => {
      const viewer = await join(owner, 'viewer');
      const more = target(await viewer.call(path({ scope: 'openid claims:write' })));
      expect(more.searchParams.get('error')).toBe('invalid_scope');
      const narrow = await exchange(origin, app, await codeFor(viewer, app, { scope: 'openid claims:read' }));
      expect(narrow.json.scope).toBe('openid claims:read');
      const all = await exchange(origin, app, await codeFor(viewer, app, { scope: undefined }));
      expect(all.json.scope).toBe('workflow:read claims:read');
      expect(all.json).not.toHaveProperty('id_token');
      expect(all.json).not.toHaveProperty('refresh_token');
    });
  });

  describe('who is not signed in', () => {
    test('goes to the sign-in page, which leads back and nowhere else', async () => {
      const answer = await nobody.call(path({ login_hint: 'me@example.com' }));
      const page = target(answer);
      expect(page.pathname).toBe('/login');
      expect(page.searchParams.get('login_hint')).toBe('me@example.com');
      const back = page.searchParams.get('callbackUrl') ?? '';
      expect(back.startsWith('/v1/auth/authorize?')).toBe(true);
      expect(target(await owner.call(back)).searchParams.get('code')).toBeTruthy();
      expect((await nobody.call(answer.headers.location ?? '', { headers: HTML })).status).toBe(200);
    });

    test('prompt=none: login_required, and no page', async () => {
      const back = target(await nobody.call(path({ prompt: 'none' })));
      expect(back.searchParams.get('error')).toBe('login_required');
      expect(target(await owner.call(path({ prompt: 'none' }))).searchParams.get('code')).toBeTruthy();
    });

    test('prompt=login and max_age=0 ask once more, and once is enough', async () => {
      for (const extra of [{ prompt: 'login' }, { max_age: '0' }]) {
        const person = await join(owner, 'viewer');
        const { email } = (await person.get('/session')).json.user;
        const page = target(await person.call(path(extra)));
        expect(page.pathname).toBe('/login');
        expect(page.searchParams.get('reason')).toBe('confirm');
        // The page asks although somebody is signed in.
        expect((await person.call(`${page.pathname}${page.search}`, { headers: HTML })).status).toBe(200);
        const back = page.searchParams.get('callbackUrl') ?? '';
        // Not without having done so.
        expect(target(await person.call(back)).pathname).toBe('/login');
        expect(await person.signIn(email, person.password)).toBe(true);
        expect(target(await person.call(back)).searchParams.get('code')).toBeTruthy();
      }
      const silent = target(await owner.call(path({ prompt: 'none', max_age: '0' })));
      expect(silent.searchParams.get('error')).toBe('login_required');
    });

    test('a one-time password is changed first', async () => {
      const onboarded = await onboard(dataDir, 'Late TPA', newAddress('late'));
      const late = new Portal(origin);
      expect(await late.signIn(onboarded.admin.email, onboarded.admin.password)).toBe(true);
      const page = target(await late.call(path()));
      expect(page.pathname).toBe('/change-password');
      expect(page.searchParams.get('callbackUrl')).toMatch(/^\/v1\/auth\/authorize\?/);
    });

    test('an ID token of somebody else as a hint: login_required', async () => {
      const tokens = (await exchange(origin, app, await codeFor(await join(owner, 'viewer'), app))).json;
      expect(decodeSegments(tokens.id_token).payload.sub).toMatch(/^usr_/);
      const back = target(await owner.call(path({ prompt: 'none', id_token_hint: tokens.id_token })));
      expect(back.searchParams.get('error')).toBe('login_required');
    });
  });

  test('what ends a tenant’s tokens, or shuts the tenant out, ends its people’s sign-ins at apps', async () => {
    const own = await registerApp(stranger);
    const first = await signInAt(stranger, own);
    expect((await stranger.post('/tenant/end-tokens')).status).toBe(200);
    expectRefusal(await refresh(origin, own, first.refresh_token), 400, 'invalid_grant');
    // The portal session goes on, and leads to new ones.
    const second = await signInAt(stranger, own);
    await operate(dataDir, 'suspend', (await stranger.get('/session')).json.tenant.id);
    expectRefusal(await refresh(origin, own, second.refresh_token), 401, 'invalid_client');
    expectRefusal(
      await call(`${origin}/v1/auth/userinfo`, { headers: bearer(second.access_token) }),
      401,
      'invalid_token',
    );
    expectRefusal(await stranger.call(authorizePath(own, challenge)), 400, 'invalid_request');
  });

  test('both doors: Next alone answers the same', async () => {
    const door = await lab.startAppRouter(dataDir);
    const answer = await call(`${door.origin}${path()}`, { headers: { Cookie: owner.jar.header() } });
    expect(target(answer).searchParams.get('code')).toBeTruthy();
    expectRefusal(await call(`${door.origin}/v1/auth/authorize`), 400, 'invalid_request');
    expect(target(await call(`${door.origin}/v1/auth/logout`)).pathname).toBe('/sign-out');
  });
});
