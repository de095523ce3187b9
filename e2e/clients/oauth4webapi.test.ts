import * as oauth from 'oauth4webapi';
import { beforeAll, describe, expect, test } from 'vitest';
import { newClient, SERVER } from '../harness/shared';
import type { Credentials } from '../harness/wire';

const plainHttp = { [oauth.allowInsecureRequests]: true };

describe('oauth4webapi 3, as it comes', () => {
  let credentials: Credentials;
  beforeAll(async () => {
    credentials = await newClient(['workflow:read', 'audit:read']);
  });

  async function discover(algorithm: 'oidc' | 'oauth2'): Promise<oauth.AuthorizationServer> {
    const issuer = new URL(SERVER);
    const response = await oauth.discoveryRequest(issuer, { algorithm, ...plainHttp });
    return oauth.processDiscoveryResponse(issuer, response);
  }

  describe.each(['oidc', 'oauth2'] as const)('discovered as %s', (algorithm) => {
    test.each([
      ['client_secret_post', oauth.ClientSecretPost],
      ['client_secret_basic', oauth.ClientSecretBasic],
    ])('gets a token and introspects it with %s', async (_, authenticate) => {
      const as = await discover(algorithm);
      const client = { client_id: credentials.client_id };
      const authentication = authenticate(credentials.client_secret);

      const granted = await oauth.clientCredentialsGrantRequest(
        as,
        client,
        authentication,
        new URLSearchParams({ scope: 'workflow:read' }),
        plainHttp,
      );
      const token = await oauth.processClientCredentialsResponse(as, client, granted);
      expect(token).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'workflow:read' });

      const inspected = await oauth.introspectionRequest(
        as,
        client,
        authentication,
        token.access_token,
        plainHttp,
      );
      const verdict = await oauth.processIntrospectionResponse(as, client, inspected);
      expect(verdict).toMatchObject({
        active: true,
        iss: SERVER,
        sub: client.client_id,
        aud: 'gooclaim-api',
      });
    });
  });

  test('reads a refusal with its challenge', async () => {
    const as = await discover('oauth2');
    const client = { client_id: credentials.client_id };
    const refused = await oauth.clientCredentialsGrantRequest(
      as,
      client,
      oauth.ClientSecretBasic('wrong'),
      new URLSearchParams(),
      plainHttp,
    );
    await expect(oauth.processClientCredentialsResponse(as, client, refused)).rejects.toMatchObject({
      status: 401,
      cause: [{ scheme: 'basic', parameters: { realm: expect.any(String) } }],
    });
  });
});
