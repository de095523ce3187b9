import * as openid from 'openid-client';
import { beforeAll, describe, expect, test } from 'vitest';
import { newClient, SERVER } from '../harness/shared';
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
