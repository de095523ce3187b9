import { ClientCredentials } from 'simple-oauth2';
import { beforeAll, describe, expect, test } from 'vitest';
import { newClient, SERVER } from '../harness/shared';
import { basic, type Credentials, FORM_TYPE, introspect } from '../harness/wire';

describe('simple-oauth2 5, as it comes', () => {
  let client: Credentials;
  beforeAll(async () => {
    client = await newClient(['workflow:read', 'audit:read']);
  });

  // It knows no discovery: the address of the token endpoint is given.
  const configured = (secret: string, options: object = {}) =>
    new ClientCredentials({
      client: { id: client.client_id, secret },
      auth: { tokenHost: SERVER, tokenPath: '/v1/auth/token' },
      options,
    });

  test.each([
    ['Basic and a form, its default', {}],
    ['Basic, loosely encoded', { credentialsEncodingMode: 'loose' }],
    ['the body, as a form', { authorizationMethod: 'body' }],
    ['the body, as JSON', { authorizationMethod: 'body', bodyFormat: 'json' }],
    ['Basic and JSON', { bodyFormat: 'json' }],
  ])('gets a token by %s, and it is active', async (_, options) => {
    const { token, expired } = await configured(client.client_secret, options).getToken({
      scope: ['audit:read'],
    });
    expect(token).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'audit:read' });
    expect(typeof expired).toBe('function');
    // It cannot introspect: what it would send by hand, with its own credentials.
    const verdict = await introspect(SERVER, {
      headers: { ...basic(client.client_id, client.client_secret), ...FORM_TYPE },
      body: `token=${token.access_token}`,
    });
    expect(verdict.json).toMatchObject({ active: true, scope: 'audit:read' });
  });

  test('reads a refusal', async () => {
    await expect(configured('wrong').getToken({})).rejects.toMatchObject({
      output: { statusCode: 401 },
      data: { payload: { error: 'invalid_client' } },
    });
  });
});
