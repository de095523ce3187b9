import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Client as NewClient,
  StreamableHTTPClientTransport as NewTransport,
} from '@modelcontextprotocol/client';
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { ClientCredentialsProvider } from '@modelcontextprotocol/sdk/client/auth-extensions.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { registerApp, target } from '../harness/apps';
import { CHECKOUT } from '../harness/checkout';
import { openDatabase } from '../harness/database';
import { decodeSegments } from '../harness/jwt';
import { type Agent, agentOf, agentWith, MCP, mcpToken, newRecipient, PING, post } from '../harness/mcp';
import { join as joinTenant, whoIs } from '../harness/people';
import type { Portal } from '../harness/portal';
import { demoPortal, doors, newClient, SERVER } from '../harness/shared';
import { bearer, type Credentials, getToken, requestToken } from '../harness/wire';

const MANAGER = ['workflow:read', 'audit:read', 'clients:read', 'clients:write'];

let owner: Portal;
let manager: Credentials;
beforeAll(async () => {
  owner = await demoPortal();
  manager = await newClient(MANAGER);
});

const eventsOf = async (clientId: string) => (await owner.get(`/clients/${clientId}/activity`)).json.events;

describe.each(doors)('the MCP server, with the client of the protocol, $name', ({ origin }) => {
  test('says what its tools take and answer, and each does it', async () => {
    const token = await mcpToken(manager);
    const client = new Client({ name: 'test', version: '1' });
    const transport = new StreamableHTTPClientTransport(new URL(`${origin}/mcp`), {
      requestInit: { headers: bearer(token) },
    });
    await client.connect(transport);
    expect(transport.sessionId).toBeUndefined();
    expect(client.getServerCapabilities()).toEqual({ tools: { listChanged: false } });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'search_docs',
      'get_doc_page',
      'explain_error',
      'decode_token',
      'explain_token',
      'list_clients',
      'prepare_rotation',
      'start_rotation',
    ]);
    for (const { name, annotations, outputSchema } of tools) {
      expect(annotations).toMatchObject({ readOnlyHint: name !== 'start_rotation', openWorldHint: false });
      expect(outputSchema?.type).toBe('object');
    }

    // The client holds what comes to the tool's own schema.
    const agent = agentOf(client);
    const { found } = (await agent('search_docs', { query: 'Idempotency-Key' })).json;
    expect(found).toContainEqual(
      expect.objectContaining({ page: 'management', url: `${SERVER}/docs/management#idempotency` }),
    );
    expect((await agent('get_doc_page', { page: 'rotation' })).json.markdown).toContain('# Rotating secrets');
    const error = JSON.stringify({ error: 'invalid_target', error_description: 'x', request_id: 'req_x' });
    expect((await agent('explain_error', { error })).json).toMatchObject({
      error: 'invalid_target',
      mend: expect.stringContaining('resource'),
      documentation: `${SERVER}/docs/errors#invalid_target`,
    });
    const { payload } = decodeSegments(token);
    expect((await agent('decode_token', { token })).json).toMatchObject({ verified: false, payload });
    const explained = (await agent('explain_token', { token })).json;
    expect(explained).toMatchObject({
      active: true,
      client: { client_id: manager.client_id },
      secret_id: payload.cred,
      request_id: expect.stringMatching(/^req_/),
    });
    const { clients } = (await agent('list_clients', { q: manager.client_id })).json;
    expect(clients).toEqual([expect.objectContaining({ client_id: manager.client_id, live_secrets: 1 })]);
    await client.close();
  });
});

test('the client of the newest protocol is understood as well', async () => {
  const client = new NewClient(
    { name: 'test', version: '1' },
    { versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  await client.connect(
    new NewTransport(new URL(MCP), { requestInit: { headers: bearer(await mcpToken(manager)) } }),
  );
  const answer = await client.callTool({ name: 'explain_error', arguments: { error: 'rate_limited' } });
  expect(answer.structuredContent).toMatchObject({ status: '429' });
  const refused = await client.callTool({ name: 'explain_error', arguments: { error: 'no_such_error' } });
  expect(refused.isError).toBe(true);
  await client.close();
});

describe('what a token may', () => {
  test('without the scopes: read the documentation, and be told what is missing', async () => {
    const poor = await newClient(['workflow:read']);
    const token = await mcpToken(poor);
    const agent = await agentWith(token);
    expect((await agent('search_docs', { query: 'limits' })).refused).toBe(false);
    const { key } = await newRecipient();
    const rotation = { client_id: poor.client_id, encrypt_to: key };
    for (const [tool, scope, input] of [
      ['explain_token', 'clients:read', { token }],
      ['list_clients', 'clients:read', {}],
      ['prepare_rotation', 'clients:write', rotation],
      ['start_rotation', 'clients:write', { ...rotation, current_secret_id: null, confirmation: 'x' }],
    ] as const) {
      const { refused, json } = await agent(tool, input);
      expect({ refused, error: json.error }).toEqual({ refused: true, error: 'insufficient_scope' });
      expect(json.error_description).toContain(scope);
    }
    const rows = (await eventsOf(poor.client_id)).filter(
      ({ action }: { action: string }) => action === 'mcp.refused',
    );
    expect(rows.map(({ detail }: { detail: { tool: string } }) => detail.tool)).toContain('start_rotation');
    expect(JSON.stringify(rows)).not.toContain(token.split('.')[2]);
  });

  test('with clients:read alone: look, and change nothing', async () => {
    const reader = await newClient(['clients:read']);
    const agent = await agentWith(await mcpToken(reader));
    expect((await agent('list_clients')).json.matching).toBeGreaterThan(1);
    const { key } = await newRecipient();
    const { json } = await agent('prepare_rotation', { client_id: manager.client_id, encrypt_to: key });
    expect(json).toMatchObject({ error: 'insufficient_scope' });
  });

  test('only a token made for this server is let in, and it is good for nothing else', async () => {
    const plain = await getToken(SERVER, manager);
    const answer = await post(PING, plain);
    expect({ status: answer.status, error: answer.json.error }).toEqual({
      status: 401,
      error: 'invalid_token',
    });
    expect(answer.json.error_description).toContain(`resource=${MCP}`);
    const own = await mcpToken(manager);
    const management = await fetch(`${SERVER}/v1/tenants/self/clients`, { headers: bearer(own) });
    expect(management.status).toBe(401);
    // Introspection knows it all the same.
    const asked = await fetch(`${SERVER}/v1/auth/introspect`, {
      method: 'POST',
      headers: bearer(plain),
      body: new URLSearchParams({ token: own }),
    });
    expect(await asked.json()).toMatchObject({ active: true, aud: MCP });
    expect(
      (await eventsOf(manager.client_id)).map(({ detail }: { detail: object }) => detail),
    ).toContainEqual(expect.objectContaining({ reason: 'wrong_audience' }));
  });

  test('a disabled client, and one of another network, are shut out at once', async () => {
    const client = await newClient(['clients:read']);
    const token = await mcpToken(client);
    expect((await post(PING, token)).status).toBe(200);
    await owner.changeClient(client.client_id, { allowed_networks: ['203.0.113.0/24'] });
    expect((await post(PING, token)).json.error).toBe('forbidden');
    await owner.changeClient(client.client_id, { allowed_networks: [] });
    expect((await owner.post(`/clients/${client.client_id}/disable`)).status).toBe(200);
    expect((await post(PING, token)).json.error).toBe('invalid_token');
  });
});

describe('a rotation', () => {
  let client: Credentials;
  let agent: Agent;
  let recipient: Awaited<ReturnType<typeof newRecipient>>;
  beforeAll(async () => {
    client = await newClient(['workflow:read']);
    agent = await agentWith(await mcpToken(manager));
    recipient = await newRecipient();
  });

  test('is prepared, confirmed, and its secret opened by the owner of the key alone', async () => {
    const asked = { client_id: client.client_id, overlap_seconds: 3600, encrypt_to: recipient.key };
    const prepared = await agent('prepare_rotation', asked);
    expect(prepared.refused, JSON.stringify(prepared.json)).toBe(false);
    const { confirmation, current_secret_id, current_secret_hint } = prepared.json;
    expect(client.client_secret.endsWith(current_secret_hint)).toBe(true);
    expect((await agent('list_clients', { q: client.client_id })).json.clients[0].live_secrets).toBe(1);
    const wanted = { ...asked, current_secret_id, confirmation };

    // For nothing but exactly this, and for nobody else.
    const foreign = await agentWith(await mcpToken(await newClient(MANAGER)));
    const other = await newClient(['workflow:read']);
    const { key } = await newRecipient();
    for (const [who, changed] of [
      [agent, { overlap_seconds: 86_400 }],
      [agent, { client_id: other.client_id }],
      [agent, { encrypt_to: key }],
      [agent, { current_secret_id: null }],
      [agent, { confirmation: `${confirmation}x` }],
      [agent, { confirmation: '' }],
      [foreign, {}],
    ] as const) {
      const { refused, json } = await who('start_rotation', { ...wanted, ...changed });
      expect({ refused, error: json.error }).toEqual({ refused: true, error: 'invalid_request' });
    }

    // Once, however often it comes at the same time.
    const answers = await Promise.all([1, 2, 3].map(() => agent('start_rotation', wanted)));
    const [done, ...more] = answers.filter(({ refused }) => !refused);
    expect(more).toEqual([]);
    expect((await agent('start_rotation', wanted)).json).toMatchObject({
      error: 'conflict',
      error_description: expect.stringContaining('used'),
    });
    const { encrypted_secret, secret_id, encrypted_to_thumbprint } = done?.json ?? {};
    expect(encrypted_to_thumbprint).toBe(prepared.json.encrypt_to_thumbprint);
    const fresh = await recipient.open(encrypted_secret);
    for (const client_secret of [fresh, client.client_secret])
      expect((await requestToken(SERVER, { ...client, client_secret })).status).toBe(200);

    const rows = (await eventsOf(client.client_id)).filter(
      ({ action }: { action: string }) => action === 'secret.rotated',
    );
    expect(rows).toEqual([
      expect.objectContaining({
        actor: expect.objectContaining({ type: 'client', id: manager.client_id }),
        jti: expect.stringMatching(/^tok_/),
        detail: expect.objectContaining({
          ...{ by: 'mcp', secret_id, encrypted_to: encrypted_to_thumbprint, overlap_seconds: 3600 },
        }),
      }),
    ]);
    for (const secret of [fresh, encrypted_secret, confirmation])
      expect(JSON.stringify(rows)).not.toContain(secret);
    // Under way: there is nothing to prepare.
    expect((await agent('prepare_rotation', asked)).json.error).toBe('conflict');
  });

  test('is not for clients with more, for those that manage, of other tenants or without end', async () => {
    const more = await newClient(['workflow:write']);
    const asked = (client_id: string, extra: object = {}) =>
      agent('prepare_rotation', { client_id, encrypt_to: recipient.key, ...extra });
    expect((await asked(more.client_id)).json).toMatchObject({
      error: 'forbidden',
      error_description: expect.stringContaining('workflow:write'),
    });
    expect((await asked(manager.client_id)).json.error).toBe('forbidden');
    expect((await asked('client_0000000000000000000000')).json.error).toBe('not_found');
    const now = await asked(client.client_id, { overlap_seconds: 0 });
    expect(now.refused).toBe(true);
    const shown = await asked(client.client_id, { encrypt_to: recipient.privateJwk });
    expect(shown).toMatchObject({ refused: true, json: expect.stringContaining('private key') });
    const x = 'A'.repeat(43);
    const idle = await newClient(['workflow:read']);
    const nowhere = await asked(idle.client_id, { encrypt_to: { ...recipient.key, x, y: x } });
    expect(nowhere.json).toMatchObject({
      error: 'invalid_request',
      fields: { encrypt_to: expect.anything() },
    });
  });
});

describe('people', () => {
  /** A person who signed in to an app, as a host does it: from the refusal to the tools, by metadata alone. */
  async function signIn(portal: Portal, appId: string, redirectUri: string, scope?: string) {
    let verifier = '';
    let saved: { access_token: string } | undefined;
    let sentTo: URL | undefined;
    const provider = {
      redirectUrl: redirectUri,
      clientMetadata: { redirect_uris: [redirectUri], ...(scope === undefined ? {} : { scope }) },
      clientInformation: () => ({ client_id: appId }),
      tokens: () => saved as never,
      saveTokens: (tokens: { access_token: string }) => {
        saved = tokens;
      },
      redirectToAuthorization: (address: URL) => {
        sentTo = address;
      },
      saveCodeVerifier: (text: string) => {
        verifier = text;
      },
      codeVerifier: () => verifier,
    };
    const open = () => new StreamableHTTPClientTransport(new URL(MCP), { authProvider: provider });
    const first = open();
    await expect(new Client({ name: 'test', version: '1' }).connect(first)).rejects.toThrow(
      UnauthorizedError,
    );
    expect(sentTo?.searchParams.get('resource')).toBe(MCP);
    const answer = await portal.call(`${sentTo?.pathname}${sentTo?.search}`);
    const back = target(answer);
    const code = back.searchParams.get('code');
    if (code === null) return { refused: back.searchParams.get('error'), agent: undefined, token: '' };
    await first.finishAuth(code);
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(open());
    return { refused: null, agent: agentOf(client), token: saved?.access_token ?? '' };
  }

  const newApp = async (mcp_access: boolean) => {
    const app = await registerApp(owner);
    const changed = await owner.patch(`/apps/${app.id}`, { mcp_access });
    expect(changed.json.app.mcp_access, changed.text).toBe(mcp_access);
    return app;
  };

  test('act within their role, by an app that was allowed', async () => {
    const app = await newApp(true);
    const rotated = await newClient(['workflow:write']);
    const { key, open } = await newRecipient();
    const rotation = { client_id: rotated.client_id, encrypt_to: key };

    const viewer = await signIn(await joinTenant(owner, 'viewer'), app.id, app.redirectUri);
    expect(decodeSegments(viewer.token).payload).toMatchObject({ aud: MCP, scope: 'clients:read' });
    expect((await viewer.agent?.('list_clients'))?.json.matching).toBeGreaterThan(0);
    expect((await viewer.agent?.('prepare_rotation', rotation))?.json).toMatchObject({
      error: 'forbidden',
      error_description: expect.stringContaining('viewer'),
    });

    const person = await joinTenant(owner, 'developer');
    const me = await whoIs(person);
    const { agent, token } = await signIn(person, app.id, app.redirectUri);
    if (!agent) throw new Error('The developer was refused.');
    expect(decodeSegments(token).payload.scope).toBe('clients:read clients:write');
    const prepared = (await agent('prepare_rotation', rotation)).json;
    const { confirmation, current_secret_id } = prepared;
    const wanted = { ...rotation, current_secret_id, confirmation };

    // As in the portal, only somebody who was there a moment ago.
    const db = openDatabase(inject('dataDir'));
    const proven = (minutesAgo: number) =>
      db`UPDATE sessions SET authenticated_at = now() - make_interval(mins => ${minutesAgo}) WHERE user_id = ${me.id}`;
    try {
      await proven(6);
      expect((await agent('start_rotation', wanted)).json.error).toBe('step_up_required');
      await proven(0);
    } finally {
      await db.end();
    }
    const done = await agent('start_rotation', wanted);
    expect(done.refused, JSON.stringify(done.json)).toBe(false);
    const client_secret = await open(done.json.encrypted_secret);
    expect((await requestToken(SERVER, { ...rotated, client_secret })).status).toBe(200);
    expect(await eventsOf(rotated.client_id)).toContainEqual(
      expect.objectContaining({
        action: 'secret.rotated',
        actor: expect.objectContaining({ type: 'user', id: me.id }),
        detail: expect.objectContaining({ by: 'mcp', through: app.id }),
      }),
    );

    // What is taken from the app or the person ends at once.
    expect((await owner.patch(`/apps/${app.id}`, { mcp_access: false })).status).toBe(200);
    expect((await post(PING, token)).json.error).toBe('forbidden');
    await person.signOut();
    expect((await post(PING, token)).json.error).toBe('invalid_token');
  });

  test('are not led there by an app that was not, and its other tokens are none for it', async () => {
    const app = await newApp(false);
    const person = await joinTenant(owner, 'developer');
    expect((await signIn(person, app.id, app.redirectUri)).refused).toBe('invalid_target');
    const { access_token } = (await person.post('/session/token')).json;
    expect((await post(PING, access_token)).json.error).toBe('invalid_token');
  });

  test('give away as little as the app asks for', async () => {
    const app = await newApp(true);
    const { agent, token } = await signIn(
      await joinTenant(owner, 'developer'),
      app.id,
      app.redirectUri,
      'clients:read',
    );
    expect(decodeSegments(token).payload.scope).toBe('clients:read');
    const { key } = await newRecipient();
    const refused = await agent?.('prepare_rotation', { client_id: manager.client_id, encrypt_to: key });
    expect(refused?.json.error).toBe('insufficient_scope');
  });
});

test('a client of the protocol finds the way to a token by itself', async () => {
  const reader = await newClient(['clients:read']);
  const authProvider = new ClientCredentialsProvider({
    clientId: reader.client_id,
    clientSecret: reader.client_secret,
    expectedIssuer: SERVER,
  });
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(new URL(MCP), { authProvider }));
  expect((await agentOf(client)('list_clients')).refused).toBe(false);
  await client.close();
});

test('what the page says works as typed, from the token to the opened secret', async () => {
  const page = await (await fetch(`${SERVER}/docs/mcp.md`)).text();
  const sampleWith = (text: string): string => {
    const found = [...page.matchAll(/^ *```\w+\n([\s\S]*?)\n *```$/gm)].find(([, code]) =>
      code?.includes(text),
    );
    return (found?.[1] ?? '').replace(/^ {3}/gm, '');
  };
  const folder = mkdtempSync(join(tmpdir(), 'gooclaim-mcp-'));
  symlinkSync(join(CHECKOUT, 'node_modules'), join(folder, 'node_modules'));
  const run = (command: string, args: string[], input = '') => {
    const { stdout, stderr, status } = spawnSync(command, args, { cwd: folder, input, encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    return stdout;
  };
  try {
    const reader = await newClient(['clients:read']);
    if (spawnSync('sh', ['-c', 'command -v jq']).status === 0) {
      const token = run(
        'bash',
        ['-c', sampleWith('resource=')],
        `${reader.client_id}\n${reader.client_secret}\n`,
      );
      expect((await post(PING, token.trim())).status).toBe(200);
    }
    writeFileSync(join(folder, 'make-key.mjs'), sampleWith('generateKeyPair'));
    writeFileSync(join(folder, 'open-secret.mjs'), sampleWith('compactDecrypt'));
    const encrypt_to = JSON.parse(run(process.execPath, ['make-key.mjs']));
    const client = await newClient(['workflow:read']);
    const agent = await agentWith(await mcpToken(manager));
    const asked = { client_id: client.client_id, encrypt_to };
    const { confirmation, current_secret_id } = (await agent('prepare_rotation', asked)).json;
    const { json } = await agent('start_rotation', { ...asked, confirmation, current_secret_id });
    const client_secret = run(process.execPath, ['open-secret.mjs', json.encrypted_secret]);
    expect((await requestToken(SERVER, { ...client, client_secret })).status).toBe(200);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
