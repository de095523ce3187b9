import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createIntrospect, createTokenClient } from '@gooclaim/auth';
import * as forExpress from '@gooclaim/auth/express';
import * as forFastify from '@gooclaim/auth/fastify';
import * as forHono from '@gooclaim/auth/hono';
import * as forNext from '@gooclaim/auth/next';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { NextRequest } from 'next/server';
import { afterAll, describe, expect, test } from 'vitest';
import { call } from '../harness/call';
import { eventually } from '../harness/eventually';
import { forge } from '../harness/forgeries';
import { newClient, SERVER } from '../harness/shared';
import { basic, bearer, FORM_TYPE, getToken } from '../harness/wire';

const ours = { issuer: SERVER, audience: 'gooclaim-api', realm: 'claims' };

/** What every framework is given. */
type Options = forExpress.ProtectOptions;
/** Answers a request to `/claims`. @returns what closes it */
type Framework = (options: Options) => Promise<{ origin: string; close(): Promise<unknown> }>;

const listening = (server: Server) => ({
  origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  close: () => new Promise((done) => server.close(done).closeAllConnections()),
});

/** A handler of web requests behind Node's server. */
async function webServer(handle: (request: Request) => Response | Promise<Response>) {
  const server = createServer(async (incoming, outgoing) => {
    const headers = new Headers(
      Object.entries(incoming.headersDistinct).flatMap(([name, values]) =>
        (values ?? []).map((value): [string, string] => [name, value]),
      ),
    );
    const response = await handle(
      new Request(`http://${incoming.headers.host}${incoming.url}`, { headers, method: incoming.method }),
    );
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(await response.text());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return listening(server);
}

const FRAMEWORKS = {
  async Express(options: Options) {
    const app = express();
    app.use(forExpress.protect(options));
    app.get('/claims', (request, response) => {
      response.json({ sub: forExpress.claimsOf(request).sub });
    });
    const server = await new Promise<Server>((done) => {
      const started = app.listen(0, '127.0.0.1', () => done(started));
    });
    return listening(server);
  },
  async Fastify(options: Options) {
    const app = fastify();
    app.addHook('onRequest', forFastify.protect(options));
    app.get('/claims', async (request) => ({ sub: forFastify.claimsOf(request).sub }));
    return { origin: await app.listen({ port: 0, host: '127.0.0.1' }), close: () => app.close() };
  },
  async Hono(options: Options) {
    const app = new Hono();
    app.use(forHono.protect(options));
    app.get('/claims', (c) => c.json({ sub: forHono.claimsOf(c).sub }));
    return webServer(app.fetch);
  },
  async Next(options: Options) {
    // What a route.ts exports, with the parameters that Next hands over.
    const GET = forNext.protect(
      options,
      async (request: NextRequest, { params }: { params: Promise<{ id: string }> }) =>
        Response.json({ sub: forNext.claimsOf(request).sub, ...((await params).id ? {} : { params }) }),
    );
    return webServer((request) => GET(new NextRequest(request), { params: Promise.resolve({ id: '1' }) }));
  },
} satisfies Record<string, Framework>;

const closing: (() => Promise<unknown>)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

/** An API, closed when the file is done. */
async function start(framework: Framework, options: Partial<Options> = {}) {
  const { origin, close } = await framework({ ...ours, ...options });
  closing.push(close);
  const ask = (headers: Record<string, string>) => call(`${origin}/claims?open=1`, { headers });
  return { origin, ask };
}

describe.each(Object.entries(FRAMEWORKS))('an API with %s', (_, framework) => {
  const api = (options?: Partial<Options>) => start(framework, options);

  test('lets a good token in, and says of the others what RFC 6750 says', async () => {
    const { ask } = await api({ scope: 'audit:read' });
    const client = await newClient(['workflow:read', 'audit:read']);
    const token = await getToken(SERVER, client);
    const good = await ask(bearer(token));
    expect([good.status, good.text]).toEqual([200, JSON.stringify({ sub: client.client_id })]);
    expect((await ask({ Authorization: `bearer  ${token}` })).status).toBe(200);

    for (const headers of [{}, { Authorization: 'Bearer' }, basic('a', 'b'), { Authorization: token }]) {
      const answer = await ask(headers as Record<string, string>);
      expect(answer.status).toBe(401);
      expect(answer.headers).toMatchObject({
        'www-authenticate': 'Bearer realm="claims"',
        'cache-control': 'no-store',
      });
    }
    const forged = await ask(bearer(forge(token, {}, { scope: 'audit:read claims:write' })));
    expect(forged.status).toBe(401);
    expect(forged.headers['www-authenticate']).toBe(
      'Bearer realm="claims", error="invalid_token", error_description="The signature of the token is wrong."',
    );
    expect(forged.json).toEqual({
      error: 'invalid_token',
      error_description: 'The signature of the token is wrong.',
    });

    const narrow = await ask(bearer(await getToken(SERVER, client, { scope: 'workflow:read' })));
    expect(narrow.status).toBe(403);
    expect(narrow.headers['www-authenticate']).toBe(
      'Bearer realm="claims", error="insufficient_scope", error_description="This needs the scope audit:read.", scope="audit:read"',
    );
  });

  test('gives no verdict where the keys cannot be had', async () => {
    const { ask } = await api({ issuer: 'http://127.0.0.1:9' });
    const answer = await ask(bearer(await getToken(SERVER, await newClient())));
    expect(answer.status).toBe(503);
    expect(answer.json.error).toBe('temporarily_unavailable');
    expect(answer.headers['retry-after']).toBe('1');
  });

  test('takes a bound token from its owner with a fresh proof, and in no other way', async () => {
    // Its public name: callers do not know what it is behind.
    const home = 'https://claims.test';
    const { ask, origin } = await api({ dpop: { origin: home } });
    const proofs: string[] = [];
    const client = createTokenClient({
      issuer: SERVER,
      ...(await newClient()),
      dpop: true,
      fetch(input, init) {
        if (input.startsWith(home)) proofs.push(new Headers(init.headers).get('dpop') ?? '');
        return fetch(input.replace(home, origin), init);
      },
    });
    for (let n = 0; n < 2; n++) expect((await client.fetch(`${home}/claims?open=1`)).status).toBe(200);
    const { access_token } = await client.getToken();
    const bound = { Authorization: `DPoP ${access_token}` };
    const last = proofs.at(-1) ?? '';
    for (const headers of [bearer(access_token), bound, { ...bound, DPoP: last }, { ...bound, DPoP: 'x' }]) {
      const answer = await ask(headers as Record<string, string>);
      expect([answer.status, answer.json.error]).toEqual([401, 'invalid_token']);
    }
    const unbound = await getToken(SERVER, await newClient());
    expect((await ask({ Authorization: `DPoP ${unbound}`, DPoP: last })).status).toBe(401);
    const { ask: askPlain } = await api();
    const refused = await askPlain(bearer(access_token));
    expect([refused.status, refused.json.error]).toEqual([401, 'invalid_token']);
  });
});

test('an API hears of a revoked token by introspection; the SDK comes back with another, once', async () => {
  const introspect = createIntrospect({
    tokens: createTokenClient({ issuer: SERVER, ...(await newClient()) }),
    maxAgeMs: 0,
  });
  const { ask, origin } = await start(FRAMEWORKS.Express, { introspect });
  const credentials = await newClient();
  const client = createTokenClient({ issuer: SERVER, ...credentials });
  const before = await client.getToken();
  expect((await client.fetch(`${origin}/claims`)).status).toBe(200);
  await call(`${SERVER}/v1/auth/revoke`, {
    method: 'POST',
    headers: { ...basic(credentials.client_id, credentials.client_secret), ...FORM_TYPE },
    body: `token=${before.access_token}`,
  });
  await eventually(
    'the revocation is heard of',
    async () => (await ask(bearer(before.access_token))).status === 401,
  );
  const answers = await Promise.all(Array.from({ length: 10 }, () => client.fetch(`${origin}/claims`)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
});

test('an API that refuses every token is asked twice, and costs one more token', async () => {
  const { origin } = await start(FRAMEWORKS.Express, { audience: 'another-api' });
  const seen: string[] = [];
  const client = createTokenClient({
    issuer: SERVER,
    ...(await newClient()),
    fetch(input, init) {
      seen.push(new URL(input).pathname);
      return fetch(input, init);
    },
  });
  for (let n = 0; n < 5; n++) expect((await client.fetch(`${origin}/claims`)).status).toBe(401);
  const count = (path: string) => seen.filter((each) => each === path).length;
  expect([count('/v1/auth/token'), count('/claims')]).toEqual([2, 6]);
});
