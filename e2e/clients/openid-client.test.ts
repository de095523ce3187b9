import * as openid from 'openid-client';
import { beforeAll, describe, expect, test } from 'vitest';
import { registerApp, target } from '../harness/apps';
import { demoPortal, newClient, SERVER } from '../harness/shared';
import type { Credentials } from '../harness/wire';

describe('openid-client 6, as it comes', () => {
  let client: Credentials;
  beforeAll(async () => {
    client = await newClient(['workflow:read', 'audit:read']);
  });

  const authentications: [string, (secret: string) => openid.ClientAuth][] = [
    ['client_secret_post', openid.ClientSecretPost],
    ['client_secret_basic', openid.ClientSecretBasic],
  ];

  describe.each(['oidc', 'oauth2'] as const)('discovered as %s', (algorithm) => {
    test.each(authentications)('gets a token and introspects it with %s', async (_, authenticate) => {
      const config = await openid.discovery(
        new URL(SERVER),
        client.client_id,
        undefined,
        authenticate(client.client_secret),
        { algorithm, execute: [openid.allowInsecureRequests] },
      );
      expect(config.serverMetadata().token_endpoint).toBe(`${SERVER}/v1/auth/token`);

      const all = await openid.clientCredentialsGrant(config);
      expect(all).toMatchObject({ expires_in: 3600, scope: 'workflow:read audit:read' });
      const narrow = await openid.clientCredentialsGrant(config, { scope: 'audit:read' });
      expect(narrow.scope).toBe('audit:read');

      const verdict = await openid.tokenIntrospection(config, narrow.access_token, {
        token_type_hint: 'access_token',
      });
      expect(verdict).toMatchObject({ active: true, scope: 'audit:read', client_id: client.client_id });
      expect(await openid.tokenIntrospection(config, 'garbage')).toEqual({ active: false });
    });
  });

  test('signs a person in, asks who they are, refreshes and revokes', async () => {
    const portal = await demoPortal();
    const app = await registerApp(portal);
    const config = await openid.discovery(new URL(SERVER), app.id, undefined, openid.None(), {
      execute: [openid.allowInsecureRequests],
    });
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const [expectedState, expectedNonce] = [openid.randomState(), openid.randomNonce()];
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: app.redirectUri,
      scope: 'openid email offline_access',
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
      nonce: expectedNonce,
      max_age: '600',
    });
    const here = target(await portal.call(`${url.pathname}${url.search}`));
    const tokens = await openid.authorizationCodeGrant(config, here, {
      ...{ pkceCodeVerifier, expectedState, expectedNonce, maxAge: 600 },
      idTokenExpected: true,
    });
    const { sub = '' } = tokens.claims() ?? {};
    expect(await openid.fetchUserInfo(config, tokens.access_token, sub)).toMatchObject({ sub });
    const refreshed = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(refreshed.claims()?.sub).toBe(sub);
    await openid.tokenRevocation(config, refreshed.refresh_token ?? '');
    await expect(openid.fetchUserInfo(config, refreshed.access_token, sub)).rejects.toMatchObject({
      status: 401,
    });
    // A response that names another issuer is none of ours (RFC 9207).
    here.searchParams.set('iss', 'https://evil.example');
    await expect(
      openid.authorizationCodeGrant(config, here, { pkceCodeVerifier, expectedState }),
    ).rejects.toThrow();
  });

  test('reads our refusals as what they are', async () => {
    const discovered = (secret: string) =>
      openid.discovery(new URL(SERVER), client.client_id, secret, undefined, {
        execute: [openid.allowInsecureRequests],
      });
    await expect(openid.clientCredentialsGrant(await discovered('wrong'))).rejects.toMatchObject({
      status: 401,
      error: 'invalid_client',
    });
    const config = await discovered(client.client_secret);
    await expect(openid.clientCredentialsGrant(config, { scope: 'claims:write' })).rejects.toMatchObject({
      status: 400,
      error: 'invalid_scope',
    });
  });
});
