import { describe, expect, test } from 'vitest';
import { useAppScene } from '../harness/app-scene';
import { type AppTokens, refresh, registerApp, signInAt } from '../harness/apps';
import { newPassword, whoIs } from '../harness/people';
import type { Portal } from '../harness/portal';
import { SERVER } from '../harness/shared';
import { expectRefusal } from '../harness/wire';

describe('the end of a sign-in at an app', () => {
  const scene = useAppScene();

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
        async (portal) => scene.owner.patch(`/members/${(await whoIs(portal)).id}`, { status: 'disabled' }),
      ],
      [
        'with “end all tokens” of the person',
        async (portal) => scene.owner.post(`/members/${(await whoIs(portal)).id}/end-tokens`),
      ],
    ];
    test.each(ways)('%s', async (_, end) => {
      const portal = await scene.person();
      const tokens = await signInAt(portal, scene.app);
      expect(await scene.isActive(tokens)).toBe(true);
      await end(portal, tokens);
      await scene.expectEnded(tokens);
    });

    test('with the app: disabled, it ends for good; deleted, too', async () => {
      const portal = await scene.person();
      const own = await registerApp(scene.owner, 'App to be ended');
      const tokens = await signInAt(portal, own);
      await scene.owner.patch(`/apps/${own.id}`, { status: 'disabled' });
      expect(await scene.isActive(tokens)).toBe(false);
      expectRefusal(await refresh(SERVER, own, tokens.refresh_token), 401, 'invalid_client');
      await scene.owner.patch(`/apps/${own.id}`, { status: 'active' });
      expectRefusal(await refresh(SERVER, own, tokens.refresh_token), 400, 'invalid_grant');
      const again = await signInAt(portal, own);
      await scene.owner.delete(`/apps/${own.id}`);
      expect(await scene.isActive(again)).toBe(false);
    });

    test('and a new role is in the next token', async () => {
      const portal = await scene.person('developer');
      const tokens = await signInAt(portal, scene.app);
      await scene.owner.patch(`/members/${(await whoIs(portal)).id}`, { role: 'viewer' });
      expect(await scene.isActive(tokens)).toBe(false);
      const next = (await refresh(SERVER, scene.app, tokens.refresh_token)).json;
      expect(next.scope).toBe('openid profile email offline_access workflow:read claims:read');
      expect(await scene.isActive(next)).toBe(true);
    });
  });

  describe('signing out from an app', () => {
    const logout = (portal: Portal, parameters: { [name: string]: string }) =>
      portal.call(`/v1/auth/logout?${new URLSearchParams(parameters)}`);

    test('with its ID token: of the app, of the portal and of other apps, then back to the app', async () => {
      const portal = await scene.person();
      const tokens = await signInAt(portal, scene.app);
      const elsewhere = await signInAt(portal, await registerApp(scene.owner, 'App beside'));
      const answer = await logout(portal, {
        id_token_hint: tokens.id_token,
        post_logout_redirect_uri: scene.app.afterLogout,
        state: 'bye',
      });
      expect(answer.status).toBe(303);
      expect(answer.headers.location).toBe(`${scene.app.afterLogout}&state=bye`);
      await scene.expectEnded(tokens);
      expect(await scene.isActive(elsewhere)).toBe(false);
      expect((await portal.get('/session')).status).toBe(401);
      // Once more: nothing to end, and the same way on.
      expect((await logout(portal, { id_token_hint: tokens.id_token })).headers.location).toBe('/login');
    });

    test('with somebody else’s ID token nobody here is signed out', async () => {
      const portal = await scene.person();
      const { id_token } = await signInAt(scene.anybody, scene.app);
      await logout(portal, { id_token_hint: id_token });
      expect((await portal.get('/session')).status).toBe(200);
    });

    test('without one, or with a forged one, the person is asked, and nothing ends', async () => {
      const portal = scene.anybody;
      const tokens = await signInAt(portal, scene.app);
      const forged = `${tokens.id_token.slice(0, -6)}AAAAAA`;
      for (const hint of [
        {} as { [name: string]: string },
        { id_token_hint: forged },
        { id_token_hint: tokens.access_token },
      ]) {
        const answer = await logout(portal, {
          ...hint,
          client_id: scene.app.id,
          post_logout_redirect_uri: scene.app.afterLogout,
        });
        const page = new URL(answer.headers.location ?? '', SERVER);
        expect(page.pathname).toBe('/sign-out');
        expect([...page.searchParams.keys()].sort()).toEqual(['client_id', 'post_logout_redirect_uri']);
        const shown = await portal.call(`${page.pathname}${page.search}`);
        expect(shown.status).toBe(200);
        expect(shown.text).toContain('Sign out of Gooclaim?');
      }
      expect(await scene.isActive(tokens)).toBe(true);
      expect((await portal.get('/session')).status).toBe(200);
    });

    test('an address that is not registered is refused, whatever proves the rest', async () => {
      const portal = scene.anybody;
      const { id_token } = await signInAt(portal, scene.app);
      for (const post_logout_redirect_uri of [
        'https://evil.example/',
        `${scene.app.afterLogout}&x=1`,
        scene.app.redirectUri,
      ]) {
        const answer = await logout(portal, { id_token_hint: id_token, post_logout_redirect_uri });
        expectRefusal(answer, 400, 'invalid_request');
      }
      expect((await portal.get('/session')).status).toBe(200);
      const page = await portal.call('/sign-out?post_logout_redirect_uri=https%3A%2F%2Fevil.example');
      expect(page.text).not.toMatch(/href="https:\/\/evil/);
    });
  });
});
