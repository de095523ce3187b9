import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { call } from '../harness/call';
import { decodeSegments } from '../harness/jwt';
import { demoPortal, doors, newClient } from '../harness/shared';
import {
  basic,
  expectInactive,
  expectRefusal,
  FORM_TYPE,
  getToken,
  inspect,
  requestToken,
} from '../harness/wire';

/** A resource nobody has registered yet. */
const newResource = () => `https://claims-${randomBytes(6).toString('hex')}.example/api`;

async function allowResource(clientId: string, resource: string): Promise<void> {
  const portal = await demoPortal();
  const { resources } = (await portal.get('/tenant')).json.tenant;
  const added = await portal.patch('/tenant', { resources: [...resources, resource].slice(-20) });
  expect(added.status, added.text).toBe(200);
  await portal.changeClient(clientId, { resources: [resource] });
}

describe.each(doors)('how tokens are made is a choice per client, $name', ({ origin }) => {
  test.each([60, 900, 86_400])('a life of %i s', async (life) => {
    const client = await newClient();
    await (await demoPortal()).changeClient(client.client_id, { token_life_seconds: life });
    const answer = await requestToken(origin, client);
    expect(answer.json.expires_in).toBe(life);
    const { payload } = decodeSegments(answer.json.access_token);
    expect((payload.exp as number) - (payload.iat as number)).toBe(life);
  });

  test('typ at+jwt (RFC 9068), which introspection takes as well', async () => {
    const client = await newClient();
    await (await demoPortal()).changeClient(client.client_id, { token_typ: 'at+jwt' });
    const token = await getToken(origin, client);
    expect(decodeSegments(token).header).toMatchObject({ alg: 'RS256', typ: 'at+jwt' });
    expect((await inspect(origin, token, token)).json.active).toBe(true);
  });

  test('a token for a second API (RFC 8707), for those who were given it', async () => {
    const client = await newClient();
    const resource = newResource();
    expectRefusal(await requestToken(origin, client, { resource }), 400, 'invalid_target');
    await allowResource(client.client_id, resource);
    const standard = await getToken(origin, client);
    expect(decodeSegments(standard).payload.aud).toBe('gooclaim-api');
    const token = await getToken(origin, client, { resource });
    expect(decodeSegments(token).payload.aud).toBe(resource);
    // The API it is for may ask about it; here it is no credential.
    expect((await inspect(origin, standard, token)).json).toMatchObject({ active: true, aud: resource });
    expectRefusal(await inspect(origin, token, standard), 401, 'invalid_token');
    // Another client of the tenant was not given it.
    expectRefusal(await requestToken(origin, await newClient(), { resource }), 400, 'invalid_target');
    expect(decodeSegments(await getToken(origin, client, { resource: 'gooclaim-api' })).payload.aud).toBe(
      'gooclaim-api',
    );
  });

  test.each(['https://nobody.example', 'urn:x', 'gooclaim-api ', '*'])(
    'no token for %j',
    async (resource) => {
      expectRefusal(await requestToken(origin, await newClient(), { resource }), 400, 'invalid_target');
    },
  );

  test('a token is ended for good though its API was off the list when it was', async () => {
    const client = await newClient();
    const asking = await getToken(origin, client);
    const resource = newResource();
    await allowResource(client.client_id, resource);
    const token = await getToken(origin, client, { resource });
    const portal = await demoPortal();
    const { resources } = (await portal.get('/tenant')).json.tenant;
    const without = resources.filter((one: string) => one !== resource);
    await portal.changeClient(client.client_id, { resources: [] });
    expect((await portal.patch('/tenant', { resources: without })).status).toBe(200);
    expectInactive(await inspect(origin, asking, token));
    const revoked = await call(`${origin}/v1/auth/revoke`, {
      method: 'POST',
      headers: { ...FORM_TYPE, ...basic(client.client_id, client.client_secret) },
      body: new URLSearchParams({ token }).toString(),
    });
    expect(revoked.status).toBe(200);
    await allowResource(client.client_id, resource);
    expect((await inspect(origin, asking, await getToken(origin, client, { resource }))).json.active).toBe(
      true,
    );
    expectInactive(await inspect(origin, asking, token));
  });

  test('a resource that is no string is a malformed request', async () => {
    expectRefusal(
      await requestToken(origin, await newClient(), { resource: ['https://a.example'] }),
      400,
      'invalid_request',
    );
  });
});

test('settings that do not go together are refused, each at its field', async () => {
  const portal = await demoPortal();
  const client = await newClient();
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
  for (const [change, field] of [
    [{ profile: 'opencrvs', dpop_bound_access_tokens: true }, 'dpop_bound_access_tokens'],
    [{ profile: 'opencrvs', token_typ: 'at+jwt' }, 'token_typ'],
    [{ profile: 'opencrvs', jwks: { keys: [jwk] } }, 'jwks'],
    [{ jwks: { keys: [jwk] }, jwks_uri: 'https://keys.example/jwks.json' }, 'jwks_uri'],
    [{ jwks: { keys: [{ ...jwk, d: 'private' }] } }, 'jwks'],
    [{ jwks: { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] } }, 'jwks'],
    [{ jwks_uri: 'http://keys.example/jwks.json' }, 'jwks_uri'],
    [{ resources: ['https://never-registered.example'] }, 'resources'],
    [{ resources: ['https://x.example/#part'] }, 'resources'],
    [{ allowed_networks: ['10.0.0.1/8'] }, 'allowed_networks'],
    [{ allowed_networks: ['everywhere'] }, 'allowed_networks'],
    [{ token_typ: 'jwt' }, 'token_typ'],
    [{ tenant_id: 'ten_x' }, ''],
  ] as [Record<string, unknown>, string][]) {
    const answer = await portal.patch(`/clients/${client.client_id}`, change);
    expect([answer.status, JSON.stringify(change)], answer.text).toEqual([400, JSON.stringify(change)]);
    expect(answer.json.fields).toHaveProperty([field]);
  }
});
