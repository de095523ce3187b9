import { beforeAll, describe, expect, inject, test } from 'vitest';
import { codeFor, exchange, refresh, registerApp } from '../harness/apps';
import { call } from '../harness/call';
import { hashOf, makeProof, newProofKey, requestBoundToken } from '../harness/dpop';
import { decodeSegments, encode } from '../harness/jwt';
import { agentWith, MCP, mcpToken, newRecipient, PING, post } from '../harness/mcp';
import { onboard } from '../harness/onboard';
import { firstSignIn } from '../harness/portal';
import { demoPortal, doors, newClient, SERVER } from '../harness/shared';
import {
  bearer,
  type Credentials,
  expectRefusal,
  expectWireHeaders,
  getToken,
  JSON_TYPE,
  requestToken,
} from '../harness/wire';

let reader: Credentials;
let token: string;
beforeAll(async () => {
  reader = await newClient(['clients:read']);
  token = await mcpToken(reader);
});

const METADATA = `${SERVER}/.well-known/oauth-protected-resource/mcp`;

describe.each(doors)('POST /mcp, $name', ({ origin }) => {
  test('tells whoever has no token where to get one', async () => {
    for (const headers of [{}, bearer('nonsense'), bearer(`${token}x`)]) {
      const answer = await call(`${origin}/mcp`, {
        method: 'POST',
        headers: { ...JSON_TYPE, ...headers },
        body: JSON.stringify(PING),
      });
      expectWireHeaders(answer);
      expectRefusal(answer, 401, 'invalid_token');
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="gooclaim", resource_metadata="/);
      expect(answer.headers['www-authenticate']).toContain(`resource_metadata="${METADATA}"`);
    }
    for (const path of ['', '/mcp']) {
      const answer = await call(`${origin}/.well-known/oauth-protected-resource${path}`);
      expect(answer.json).toMatchObject({ resource: MCP, authorization_servers: [SERVER] });
      expect(answer.headers['access-control-allow-origin']).toBe('*');
    }
  });

  test.each<[string, string, number, number]>([
    ['no JSON', '{', 400, -32700],
    ['nothing', '', 400, -32700],
    ['a text', '"ping"', 400, -32600],
    ['a batch', JSON.stringify([PING, PING]), 400, -32600],
    ['an empty batch', '[]', 400, -32600],
    ['an older JSON-RPC', '{"jsonrpc": "1.0", "id": 1, "method": "ping"}', 400, -32600],
    ['an unknown method', '{"jsonrpc": "2.0", "id": 1, "method": "no/such"}', 200, -32601],
    ['a subscription', '{"jsonrpc": "2.0", "id": 1, "method": "subscriptions/listen"}', 400, -32601],
    ['a tool that is not there', toolCall('no_such_tool', {}), 200, -32602],
    [
      'params of the wrong type',
      '{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": 1}',
      400,
      -32600,
    ],
    [
      'deeply nested',
      `{"jsonrpc": "2.0", "id": 1, "method": "no/such", "params": {"a": ${'['.repeat(7000)}${']'.repeat(7000)}}}`,
      200,
      -32601,
    ],
  ])('%s is a clear error', async (_, body, status, code) => {
    const answer = await post(body, token, {}, origin);
    expectWireHeaders(answer);
    expect({ status: answer.status, code: answer.json.error?.code }, answer.text).toEqual({ status, code });
    expect(answer.json.jsonrpc).toBe('2.0');
  });

  test('a notification is taken, without a body', async () => {
    const answer = await post({ jsonrpc: '2.0', method: 'notifications/initialized' }, token, {}, origin);
    expect({ status: answer.status, text: answer.text }).toEqual({ status: 202, text: '' });
  });

  test('refuses other methods, media types, sizes, versions and queries', async () => {
    for (const method of ['GET', 'DELETE', 'PUT', 'OPTIONS']) {
      const answer = await call(`${origin}/mcp`, { method, headers: bearer(token) });
      expectRefusal(answer, 405, 'invalid_request');
      expect(answer.headers.allow).toBe('POST');
    }
    expectRefusal(await post(PING, token, { 'Content-Type': 'text/plain' }, origin), 415, 'invalid_request');
    expectRefusal(await post('x'.repeat(16_385), token, {}, origin), 413, 'invalid_request');
    const version = await post(PING, token, { 'MCP-Protocol-Version': '1999-01-01' }, origin);
    expect({ status: version.status, message: version.json.error.message }).toEqual({
      status: 400,
      message: expect.stringContaining('protocol version'),
    });
    const query = await call(`${origin}/mcp?token=${token}`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: '{}',
    });
    expectRefusal(query, 400, 'invalid_request');
  });

  test('counts calls, per caller', async () => {
    const other = await mcpToken(await newClient(['clients:read']));
    const answers = [await post(PING, other, {}, origin), await post(PING, other, {}, origin)];
    expect(answers.map(({ headers }) => headers['ratelimit-remaining'])).toEqual(['299', '298']);
    expect(answers[0]?.headers['ratelimit-limit']).toBe('300');
  });
});

const toolOf = (name: string, input: object) => ({
  ...{ jsonrpc: '2.0', id: 1, method: 'tools/call' },
  params: { name, arguments: input },
});
function toolCall(name: string, input: object): string {
  return JSON.stringify(toolOf(name, input));
}

test('pages of registered apps may call, and no others', async () => {
  const app = await registerApp(await demoPortal());
  for (const [origin, status] of [
    [app.origin, 200],
    [SERVER, 200],
    ['https://evil.example', 403],
    ['null', 403],
  ] as const)
    expect((await post(PING, token, { Origin: origin })).status, origin).toBe(status);
  const asked = {
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'authorization',
  };
  const preflight = (origin: string) =>
    call(MCP, { method: 'OPTIONS', headers: { Origin: origin, ...asked } });
  const allowed = await preflight(app.origin);
  expect(allowed.status).toBe(204);
  expect(allowed.headers['access-control-allow-headers']).toContain('MCP-Protocol-Version');
  expect((await preflight('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
});

test('a bound token needs its proof, made for this address', async () => {
  const key = newProofKey();
  const htu = `${SERVER}/v1/auth/token`;
  const client = await newClient(['clients:read']);
  const credentials = { ...client, resource: MCP };
  const asked = await requestBoundToken(SERVER, credentials, makeProof(key, { htu }));
  const { 'dpop-nonce': nonce } = asked.headers;
  const issued = await requestBoundToken(SERVER, credentials, makeProof(key, { htu, nonce }));
  expect(issued.status, issued.text).toBe(200);
  const bound: string = issued.json.access_token;
  const stolen = await post(PING, bound);
  expectRefusal(stolen, 401, 'invalid_token');
  const proven = (address: string) =>
    post(PING, '', {
      Authorization: `DPoP ${bound}`,
      DPoP: makeProof(key, { htu: address, nonce, ath: hashOf(bound) }),
    });
  expectRefusal(await proven(`${SERVER}/v1/auth/userinfo`), 401, 'invalid_dpop_proof');
  expect((await proven(MCP)).status).toBe(200);
});

test('what another tenant has is as unknown as what nobody has', async () => {
  const strange = await firstSignIn(
    SERVER,
    await onboard(inject('dataDir'), 'Strange', `admin@strange-${Date.now()}.test`),
  );
  const theirs = await strange.createClient('Theirs', ['workflow:read', 'clients:write']);
  const foreign = await getToken(SERVER, theirs);
  const agent = await agentWith(token);
  const invented = `${foreign.slice(0, -6)}AAAAAA`;
  for (const text of [foreign, invented]) {
    const { json } = await agent('explain_token', { token: text });
    expect(json).toMatchObject({
      active: false,
      client: null,
      secret_id: null,
      issued_at: null,
      request_id: null,
    });
    expect(JSON.stringify(json)).not.toMatch(/Theirs|sec_/);
  }
  expect((await agent('list_clients', { q: theirs.client_id })).json.matching).toBe(0);
  const { key } = await newRecipient();
  const manager = await agentWith(
    await mcpToken(await newClient(['workflow:read', 'clients:read', 'clients:write'])),
  );
  const { json } = await manager('prepare_rotation', { client_id: theirs.client_id, encrypt_to: key });
  expect(json.error).toBe('not_found');
});

test('no other audience than this one is had by asking', async () => {
  for (const resource of [`${MCP}/`, `${SERVER}/MCP`, SERVER, 'https://auth.example.com/mcp'])
    expectRefusal(await requestToken(SERVER, reader, { resource }), 400, 'invalid_target');
});

test('a token is data, whatever stands in it', async () => {
  const nested = `${encode({ alg: 'RS256' })}.${Buffer.from(`{"a":${'['.repeat(3000)}${']'.repeat(3000)}}`).toString('base64url')}.x`;
  const agent = await agentWith(token);
  for (const text of [nested, 'abc', 'a.b.c', 'e30.e30.', `${'e30'}.${'A'.repeat(11_000)}.`]) {
    expect((await post(toolOf('decode_token', { token: text }), token)).status).toBe(200);
    const { json } = await agent('explain_token', { token: text });
    expect(json.active).toBe(false);
  }
});

test('a sign-in for this server gives tokens for it alone, and so does its refresh token', async () => {
  const owner = await demoPortal();
  const app = await registerApp(owner);
  expect((await owner.patch(`/apps/${app.id}`, { mcp_access: true })).status).toBe(200);
  const forMcp = { resource: MCP, scope: 'openid offline_access clients:read' };
  expectRefusal(
    await exchange(SERVER, app, { ...(await codeFor(owner, app, forMcp)), resource: 'gooclaim-api' }),
    400,
    'invalid_target',
  );
  let { json: tokens } = await exchange(SERVER, app, await codeFor(owner, app, forMcp));
  for (const resource of [undefined, MCP]) {
    tokens = (await refresh(SERVER, app, tokens.refresh_token, { resource })).json;
    expect(decodeSegments(tokens.access_token).payload).toMatchObject({ aud: MCP, scope: forMcp.scope });
  }
  // The other way round too: an app's tokens for APIs never become one.
  const other = await exchange(SERVER, app, {
    ...(await codeFor(owner, app, { scope: 'offline_access' })),
    resource: 'gooclaim-api',
  });
  expect(decodeSegments(other.json.access_token).payload.aud).toBe('gooclaim-api');
  expectRefusal(
    await refresh(SERVER, app, other.json.refresh_token, { resource: MCP }),
    400,
    'invalid_target',
  );
});
