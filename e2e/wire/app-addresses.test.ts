import { describe, expect, test } from 'vitest';
import { USERINFO, useAppScene } from '../harness/app-scene';
import { codeFor, exchange } from '../harness/apps';
import { call } from '../harness/call';
import { SERVER } from '../harness/shared';

describe('the addresses of an app', () => {
  const scene = useAppScene();

  describe('scripts of other origins', () => {
    const preflight = (path: string, Origin: string) =>
      call(`${SERVER}${path}`, {
        method: 'OPTIONS',
        headers: { Origin, 'Access-Control-Request-Method': 'POST' },
      });

    test.each(['/v1/auth/token', '/v1/auth/revoke', USERINFO])(
      'may ask %s from an app’s origin',
      async (path) => {
        const answer = await preflight(path, scene.app.origin);
        expect(answer.status).toBe(204);
        expect(answer.headers).toMatchObject({
          'access-control-allow-origin': scene.app.origin,
          vary: 'Origin',
        });
        expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
        for (const origin of ['https://evil.example', 'null', `${scene.app.origin}.evil.example`]) {
          const refused = await preflight(path, origin);
          expect(refused.status).toBe(405);
          expect(refused.headers).not.toHaveProperty('access-control-allow-origin');
        }
      },
    );

    test('read answers and refusals alike; from elsewhere neither', async () => {
      const parameters = await codeFor(scene.anybody, scene.app);
      const answer = await exchange(SERVER, scene.app, parameters, { Origin: scene.app.origin });
      expect(answer.status).toBe(200);
      const refused = await exchange(
        SERVER,
        scene.app,
        { code: 'x', code_verifier: 'x' },
        { Origin: scene.app.origin },
      );
      for (const { headers } of [answer, refused])
        expect(headers).toMatchObject({ 'access-control-allow-origin': scene.app.origin, vary: 'Origin' });
      const foreign = await exchange(SERVER, scene.app, { code: 'x' }, { Origin: 'https://evil.example' });
      expect(foreign.headers).not.toHaveProperty('access-control-allow-origin');
      expect((await preflight('/v1/auth/introspect', scene.app.origin)).status).toBe(405);
      await scene.owner.patch(`/apps/${scene.app.id}`, { status: 'disabled' });
      expect((await preflight(USERINFO, scene.app.origin)).status).toBe(405);
      await scene.owner.patch(`/apps/${scene.app.id}`, { status: 'active' });
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
      const answer = await scene.owner.post('/apps', { name: 'Wrong', redirect_uris: [address] });
      expect({ address, status: answer.status }).toEqual({ address, status: 400 });
      expect(Object.keys(answer.json.fields), address).toEqual(['redirect_uris']);
    }
    expect((await scene.owner.post('/apps', { name: 'None', redirect_uris: [] })).status).toBe(400);
  });
});
