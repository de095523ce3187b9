import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { auth } from 'express-oauth2-jwt-bearer';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call } from '../harness/call';
import { demoPortal, newClient, SERVER } from '../harness/shared';
import { bearer, type Credentials } from '../harness/wire';

const plainHttp = { [oauth.allowInsecureRequests]: true };

/** What a client sends to ask about a token, whatever it authenticates with. */
const question = (token: string) =>
  [
    'POST',
    new URL(`${SERVER}/v1/auth/introspect`),
    new Headers({ 'Content-Type': 'application/x-www-form-urlencoded' }),
    new URLSearchParams({ token }).toString(),
  ] as const;

describe('oauth4webapi 3 with DPoP, as it comes', () => {
  let as: oauth.AuthorizationServer;
  let client: oauth.Client;
  let authentication: oauth.ClientAuth;
  beforeAll(async () => {
    const issuer = new URL(SERVER);
    as = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...plainHttp }),
    );
    const { client_id, client_secret } = await newClient();
    client = { client_id };
    authentication = oauth.ClientSecretPost(client_secret);
  });

  /** Asks, and asks once more when it was told to use a nonce: what the library leaves to its user. */
  async function withNonce<T>(ask: () => Promise<T>): Promise<{ answer: T; retried: boolean }> {
    try {
      return { answer: await ask(), retried: false };
    } catch (cause) {
      if (!oauth.isDPoPNonceError(cause)) throw cause;
      return { answer: await ask(), retried: true };
    }
  }

  const tokenFor = (DPoP: oauth.DPoPHandle) => async () =>
    oauth.processClientCredentialsResponse(
      as,
      client,
      await oauth.clientCredentialsGrantRequest(as, client, authentication, {}, { DPoP, ...plainHttp }),
    );

  test.each(['ES256', 'ES384', 'RS256', 'PS256', 'Ed25519'])(
    'gets a bound token with an %s key, has it introspected, and calls with it',
    async (alg) => {
      expect(as.dpop_signing_alg_values_supported).toContain(alg);
      const DPoP = oauth.DPoP(client, await oauth.generateKeyPair(alg));
      const first = await withNonce(tokenFor(DPoP));
      expect(first).toMatchObject({ retried: true, answer: { token_type: 'dpop', expires_in: 3600 } });
      // It keeps the nonce: no second round trip from now on.
      const second = await withNonce(tokenFor(DPoP));
      expect(second.retried).toBe(false);

      const jkt = await DPoP.calculateThumbprint();
      const token = second.answer.access_token;
      const inspected = await oauth.introspectionRequest(as, client, authentication, token, plainHttp);
      expect(await oauth.processIntrospectionResponse(as, client, inspected)).toMatchObject({
        active: true,
        token_type: 'DPoP',
        cnf: { jkt },
      });

      const used = await oauth.protectedResourceRequest(token, ...question(first.answer.access_token), {
        DPoP,
        ...plainHttp,
      });
      expect(await used.json()).toMatchObject({ active: true, cnf: { jkt } });
    },
  );

  test('reads the challenges: a nonce to learn, and a key that is not the token’s', async () => {
    const keyPair = await oauth.generateKeyPair('ES256');
    const { answer } = await withNonce(tokenFor(oauth.DPoP(client, keyPair)));
    const token = answer.access_token;
    const use = (DPoP: oauth.DPoPHandle) => () =>
      oauth.protectedResourceRequest(token, ...question(token), { DPoP, ...plainHttp });

    const afresh = await withNonce(use(oauth.DPoP(client, keyPair)));
    expect(afresh).toMatchObject({ retried: true, answer: { status: 200 } });

    const thief = oauth.DPoP(client, await oauth.generateKeyPair('ES256'));
    const refusal = { status: 401, cause: [{ scheme: 'dpop', parameters: { error: 'invalid_token' } }] };
    await expect(withNonce(use(thief))).rejects.toMatchObject(refusal);
    await expect(oauth.protectedResourceRequest(token, ...question(token), plainHttp)).rejects.toMatchObject({
      status: 401,
      cause: [{ scheme: 'bearer' }],
    });
  });
});

describe('openid-client 6 with DPoP, as it comes', () => {
  let credentials: Credentials;
  let config: openid.Configuration;
  beforeAll(async () => {
    credentials = await newClient();
    config = await openid.discovery(
      new URL(SERVER),
      credentials.client_id,
      credentials.client_secret,
      undefined,
      {
        execute: [openid.allowInsecureRequests],
      },
    );
  });

  test.each(['ES256', 'Ed25519'])('gets a bound token with an %s key, and uses it', async (alg) => {
    const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair(alg));
    const jkt = await DPoP.calculateThumbprint();
    const granted = await openid.clientCredentialsGrant(config, { scope: 'audit:read' }, { DPoP });
    expect(granted).toMatchObject({ token_type: 'dpop', scope: 'audit:read' });
    const token = granted.access_token;
    expect(await openid.tokenIntrospection(config, token)).toMatchObject({
      active: true,
      token_type: 'DPoP',
      cnf: { jkt },
    });
    const [method, url, headers, body] = question(token);
    const used = await openid.fetchProtectedResource(config, token, url, method, body, headers, { DPoP });
    expect(await used.json()).toMatchObject({ active: true, cnf: { jkt } });
    await expect(
      openid.fetchProtectedResource(config, token, url, method, body, headers),
    ).rejects.toMatchObject({ status: 401 });
  });

  test('learns the nonce by itself where a token is used', async () => {
    const keyPair = await openid.randomDPoPKeyPair();
    const { access_token: token } = await openid.clientCredentialsGrant(
      config,
      {},
      { DPoP: openid.getDPoPHandle(config, keyPair) },
    );
    const [method, url, headers, body] = question(token);
    const afresh = { DPoP: openid.getDPoPHandle(config, keyPair) };
    const used = await openid.fetchProtectedResource(config, token, url, method, body, headers, afresh);
    expect(used.status).toBe(200);
  });

  test('a client that must send proofs is told so when it does not', async () => {
    const portal = await demoPortal();
    await portal.changeClient(credentials.client_id, { dpop_bound_access_tokens: true });
    await expect(openid.clientCredentialsGrant(config)).rejects.toMatchObject({
      status: 400,
      error: 'invalid_request',
    });
    const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair());
    expect(await openid.clientCredentialsGrant(config, {}, { DPoP })).toMatchObject({ token_type: 'dpop' });
  });
});

describe('a resource server with express-oauth2-jwt-bearer that insists on DPoP', () => {
  let server: Server;
  let url: URL;
  beforeAll(async () => {
    const app = express();
    app.use(auth({ issuerBaseURL: SERVER, audience: 'gooclaim-api', dpop: { required: true } }));
    app.get('/me', (request, response) => {
      response.json({ sub: request.auth?.payload.sub });
    });
    server = await new Promise<Server>((resolve) => {
      const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
    });
    url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/me`);
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  test('takes our bound token from its owner, and from nobody else', async () => {
    const { client_id, client_secret } = await newClient();
    const config = await openid.discovery(new URL(SERVER), client_id, client_secret, undefined, {
      execute: [openid.allowInsecureRequests],
    });
    const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair());
    const { access_token: token } = await openid.clientCredentialsGrant(config, {}, { DPoP });

    const used = await openid.fetchProtectedResource(config, token, url, 'GET', null, undefined, { DPoP });
    expect(await used.json()).toEqual({ sub: client_id });
    const thief = { DPoP: openid.getDPoPHandle(config, await openid.randomDPoPKeyPair()) };
    await expect(
      openid.fetchProtectedResource(config, token, url, 'GET', null, undefined, thief),
    ).rejects.toMatchObject({ status: 401 });
    // The library calls that a malformed request.
    expect((await call(url.href, { headers: bearer(token) })).status).toBe(400);
  });
});
