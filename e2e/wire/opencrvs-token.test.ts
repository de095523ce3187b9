import { beforeAll, describe, expect, test } from 'vitest';
import { type Call, call } from '../harness/call';
import { decodeSegments } from '../harness/jwt';
import { demoPortal, doors, newClient } from '../harness/shared';
import {
  basic,
  type Credentials,
  expectInactive,
  expectRefusal,
  expectWireHeaders,
  FORM_TYPE,
  getToken,
  inspect,
  JSON_TYPE,
  requestToken,
} from '../harness/wire';

const GRANT = { grant_type: 'client_credentials' };

describe.each(doors)('POST /token, $name', ({ origin }) => {
  let client: Credentials;
  beforeAll(async () => {
    client = await newClient(['recordsearch', 'health']);
    await (await demoPortal()).changeClient(client.client_id, { profile: 'opencrvs' });
  });

  const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
  async function ask(query: Record<string, string> | string, options: Call = {}) {
    const text = typeof query === 'string' ? query : form(query);
    const answer = await call(`${origin}/token${text && `?${text}`}`, { method: 'POST', ...options });
    expectWireHeaders(answer);
    return answer;
  }
  const activity = async (id: string) =>
    (await (await demoPortal()).get(`/clients/${id}/activity`)).json.events as {
      action: string;
      detail: Record<string, unknown>;
    }[];

  test.each([
    ['in the query', () => [{ ...GRANT, ...client }]],
    ['in a form', () => ['', { headers: FORM_TYPE, body: form({ ...GRANT, ...client }) }]],
    ['in JSON', () => ['', { headers: JSON_TYPE, body: JSON.stringify({ ...GRANT, ...client }) }]],
    ['by Basic', () => [GRANT, { headers: basic(client.client_id, client.client_secret) }]],
    [
      'in part in the query, in part in the body, which wins',
      () => [
        { ...GRANT, client_id: 'client_other', client_secret: 'other' },
        { headers: FORM_TYPE, body: form({ ...client }) },
      ],
    ],
  ] as [string, () => [Record<string, string> | string, Call?]][])(
    'takes credentials %s',
    async (_, request) => {
      const answer = await ask(...request());
      expect(answer.status, answer.text).toBe(200);
      expect(Object.keys(answer.json)).toEqual(['access_token', 'token_type']);
      expect(decodeSegments(answer.json.access_token).payload.scope).toEqual(['recordsearch', 'health']);
    },
  );

  test.each([
    ['an empty grant_type before the right one', 'grant_type=&grant_type=client_credentials', 200],
    ['an empty grant_type after the right one', 'grant_type=client_credentials&grant_type=', 200],
    ['two grant types', 'grant_type=client_credentials&grant_type=password', 400, 'invalid_request'],
    ['no grant_type', '', 400, 'unsupported_grant_type'],
    ['another grant_type', 'grant_type=password', 400, 'unsupported_grant_type'],
  ] as [string, string, number, string?][])('%s', async (_, query, status, error) => {
    const answer = await ask(`${form({ ...client })}&${query}`);
    if (error) expectRefusal(answer, status, error);
    else expect(answer.status, answer.text).toBe(status);
  });

  test('no client_secret, no client_id', async () => {
    expectRefusal(await ask({ ...GRANT, client_id: client.client_id }), 400, 'invalid_request');
    expectRefusal(await ask(GRANT), 400, 'invalid_request');
  });

  test('an unknown client, a wrong secret: 401 invalid_client, as everywhere', async () => {
    expectRefusal(await ask({ ...GRANT, ...client, client_secret: 'wrong' }), 401, 'invalid_client');
    expectRefusal(
      await ask({ ...GRANT, client_id: 'client_0000000000000000000000', client_secret: 'x' }),
      401,
      'invalid_client',
    );
  });

  test('scope narrows, and what was not granted is refused; resource has no place', async () => {
    const narrowed = await ask({ ...GRANT, ...client, scope: 'health' });
    expect(decodeSegments(narrowed.json.access_token).payload.scope).toEqual(['health']);
    expectRefusal(await ask({ ...GRANT, ...client, scope: 'claims:write' }), 400, 'invalid_scope');
    expectRefusal(await ask({ ...GRANT, ...client, resource: 'https://a.example' }), 400, 'invalid_target');
  });

  test('the secret of a client of this profile is not flagged: its place is there', async () => {
    await ask({ ...GRANT, ...client });
    const { client: seen } = (await (await demoPortal()).get(`/clients/${client.client_id}`)).json;
    expect(seen.secrets[0].exposed_at).toBeNull();
  });

  test('GET is 405: a token is not something to prefetch', async () => {
    const answer = await call(`${origin}/token?${form({ ...GRANT, ...client })}`);
    expectRefusal(answer, 405, 'invalid_request');
    expect(answer.headers.allow).toBe('POST');
  });

  test('a client of the standard profile is refused, and its secret in the URL is flagged', async () => {
    const standard = await newClient();
    expectRefusal(await ask({ ...GRANT, ...standard }), 400, 'unauthorized_client');
    expect((await activity(standard.client_id)).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['secret.exposed', 'token.refused']),
    );
    const { secrets } = (await (await demoPortal()).get(`/clients/${standard.client_id}`)).json.client;
    expect(secrets[0]).toMatchObject({ exposed_in: 'url', exposed_at: expect.any(String) });
    // Whatever else is wrong with the request.
    for (const [method, query] of [
      ['GET', { ...GRANT }],
      ['POST', { grant_type: 'password' }],
      ['POST', { ...GRANT, client_id: 'client_other' }],
      ['POST', { ...GRANT, client_id: '' }],
    ] as const) {
      const leaked = await newClient();
      await ask({ ...leaked, ...query }, { method });
      const { client: seen } = (await (await demoPortal()).get(`/clients/${leaked.client_id}`)).json;
      expect(seen.secrets[0].exposed_in).toBe('url');
    }
    // In the body it has leaked nowhere.
    const other = await newClient();
    expectRefusal(
      await ask('', { headers: FORM_TYPE, body: form({ ...GRANT, ...other }) }),
      400,
      'unauthorized_client',
    );
    const view = (await (await demoPortal()).get(`/clients/${other.client_id}`)).json.client;
    expect(view.secrets[0].exposed_at).toBeNull();
  });

  test('a client of this profile has no tokens at /v1/auth/token', async () => {
    expectRefusal(await requestToken(origin, client), 400, 'unauthorized_client');
  });

  test('its tokens are nothing at introspection, as credentials or as what is asked about', async () => {
    const { access_token: token } = (await ask({ ...GRANT, ...client })).json;
    const own = await getToken(origin, await newClient());
    expectInactive(await inspect(origin, own, token));
    expectRefusal(await inspect(origin, token, own), 401, 'invalid_token');
  });

  test('issuer, audience and life are the admin’s', async () => {
    const portal = await demoPortal();
    await portal.changeClient(client.client_id, {
      opencrvs_issuer: 'registry.auth',
      opencrvs_audience: ['registry.auth', 'registry.search'],
      token_life_seconds: 120,
    });
    const { payload } = decodeSegments((await ask({ ...GRANT, ...client })).json.access_token);
    expect(payload).toMatchObject({ iss: 'registry.auth', aud: ['registry.auth', 'registry.search'] });
    expect((payload.exp as number) - (payload.iat as number)).toBe(120);
    for (const [field, value] of [
      ['opencrvs_audience', ['gooclaim-api']],
      ['opencrvs_audience', []],
      ['opencrvs_issuer', payload.iss === 'x' ? '' : 'with space'],
      ['token_life_seconds', 59],
      ['token_life_seconds', 86_401],
    ] as const) {
      const answer = await portal.patch(`/clients/${client.client_id}`, { [field]: value });
      expect(answer.status, answer.text).toBe(400);
      expect(Object.keys(answer.json.fields)).toEqual([field]);
    }
    await portal.changeClient(client.client_id, {
      opencrvs_issuer: 'opencrvs.auth',
      opencrvs_audience: ['opencrvs.auth'],
      token_life_seconds: null,
    });
  });

  test('it never names this service as its issuer', async () => {
    const { issuer } = (await call(`${origin}/.well-known/oauth-authorization-server`)).json;
    const answer = await (await demoPortal()).patch(`/clients/${client.client_id}`, {
      opencrvs_issuer: issuer,
    });
    expect(answer.json.fields, answer.text).toHaveProperty('opencrvs_issuer');
  });
});
