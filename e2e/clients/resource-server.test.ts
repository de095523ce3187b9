import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { auth, requiredScopes } from 'express-oauth2-jwt-bearer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call } from '../harness/call';
import { forge } from '../harness/forgeries';
import { newClient, SERVER } from '../harness/shared';
import { bearer, type Credentials, getToken } from '../harness/wire';

const servers: Server[] = [];
afterAll(async () => {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
});

/** Somebody else's API that trusts this service, as the library's README sets it up. @returns its address */
async function resourceServer(audience: string): Promise<string> {
  const app = express();
  app.use(auth({ issuerBaseURL: SERVER, audience }));
  app.get('/me', (request, response) => {
    response.json({ sub: request.auth?.payload.sub, tenant: request.auth?.payload.tenant_id });
  });
  app.get('/audit', requiredScopes('audit:read'), (_, response) => {
    response.json({ rows: [] });
  });
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a resource server with express-oauth2-jwt-bearer, as it comes', () => {
  let client: Credentials;
  let ours: string;
  let others: string;
  beforeAll(async () => {
    client = await newClient(['workflow:read', 'audit:read']);
    ours = await resourceServer('gooclaim-api');
    others = await resourceServer('another-api');
  });

  test('accepts a token, by discovery and our keys', async () => {
    const answer = await call(`${ours}/me`, { headers: bearer(await getToken(SERVER, client)) });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.json).toEqual({ sub: client.client_id, tenant: expect.stringMatching(/^ten_/) });
  });

  test('refuses the same token where another audience is due', async () => {
    const token = await getToken(SERVER, client);
    expect((await call(`${ours}/me`, { headers: bearer(token) })).status).toBe(200);
    const answer = await call(`${others}/me`, { headers: bearer(token) });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
  });

  test('sees the scope that was asked for, and no more', async () => {
    const wide = await getToken(SERVER, client);
    const narrow = await getToken(SERVER, client, { scope: 'workflow:read' });
    expect((await call(`${ours}/audit`, { headers: bearer(wide) })).status).toBe(200);
    expect((await call(`${ours}/audit`, { headers: bearer(narrow) })).status).toBe(403);
  });

  test('refuses a forged one', async () => {
    const forged = forge(
      await getToken(SERVER, client),
      {},
      { scope: 'workflow:read audit:read claims:write' },
    );
    expect((await call(`${ours}/me`, { headers: bearer(forged) })).status).toBe(401);
  });
});
