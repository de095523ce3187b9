import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import {
  createIntrospect,
  createKeySet,
  createTokenClient,
  OAuthError,
  type TokenClientOptions,
  UnavailableError,
  verifyToken,
} from '@gooclaim/auth';
import { fileSecretStore } from '@gooclaim/auth/file-secret-store';
import { afterAll, describe, expect, test } from 'vitest';
import { createKeyClient, newAssertionKey } from '../harness/assertions';
import { decodeSegments } from '../harness/jwt';
import { demoPortal, doors, newClient, SERVER } from '../harness/shared';
import {
  basic,
  expectRefusal,
  FORM_TYPE,
  getToken,
  requestToken,
  token as tokenRequest,
} from '../harness/wire';

const folder = mkdtempSync(join(tmpdir(), 'gooclaim-sdk-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A client of the service through one of its doors, and the requests it made. */
function sdk(options: Partial<TokenClientOptions> & { client_id: string }, issuer = SERVER) {
  const requests: { path: string; status: number; headers: Headers }[] = [];
  const client = createTokenClient({
    issuer,
    async fetch(input, init) {
      const response = await fetch(input, init);
      requests.push({ path: new URL(input).pathname, status: response.status, headers: response.headers });
      return response;
    },
    ...options,
  });
  return { client, requests };
}

const keyOptions = { issuer: SERVER, audience: 'gooclaim-api' };
const revoke = async (
  token: string,
  { client_id, client_secret }: { client_id: string; client_secret: string },
) => {
  const answer = await fetch(`${SERVER}/v1/auth/revoke`, {
    method: 'POST',
    headers: { ...basic(client_id, client_secret), ...FORM_TYPE },
    body: `token=${token}`,
  });
  expect(answer.status).toBe(200);
};

describe.each(doors)('tokens by the SDK, $name', ({ origin }) => {
  test('1,000 callers are one request, and the token verifies', async () => {
    const { client, requests } = sdk(await newClient(['workflow:read', 'audit:read']), origin);
    const all = await Promise.all(Array.from({ length: 1_000 }, () => client.getToken()));
    expect(new Set(all.map(({ access_token }) => access_token)).size).toBe(1);
    expect(requests.map(({ path, status }) => [path, status])).toEqual([['/v1/auth/token', 200]]);
    expect(requests[0]?.headers.get('ratelimit-remaining')).toBe('59');
    const [token] = all;
    expect(token).toMatchObject({ token_type: 'Bearer', scope: 'workflow:read audit:read' });
    const claims = await verifyToken(token?.access_token ?? '', { ...keyOptions, scope: 'audit:read' });
    expect(claims).toMatchObject({ client_id: client.client_id, token_use: 'machine' });
    // Counted from before it was asked for: never later than it truly ends.
    expect(token?.expires_at).toBeLessThanOrEqual(claims.exp);
    expect(token?.expires_at).toBeGreaterThan(claims.exp - 10);
  });
});

describe('a refusal', () => {
  test('is an error in the words of the RFC, with the request_id, without the secret, and not asked for again', async () => {
    const { client_id } = await newClient();
    const secret = `gcs_local_${'x'.repeat(49)}`;
    const { client, requests } = sdk({ client_id, client_secret: secret });
    const cause = await client.getToken().catch((cause) => cause);
    expect(cause).toBeInstanceOf(OAuthError);
    expect(cause).toMatchObject({
      error: 'invalid_client',
      status: 401,
      request_id: expect.stringMatching(/^req_/),
    });
    // Whatever is printed of either.
    expect(inspect([cause, client], { depth: 9, showHidden: true })).not.toContain('xxxx');
    await expect(client.getToken()).rejects.toBe(cause);
    expect(requests).toHaveLength(1);
  });

  test('of a limit is waited for as it says, and no longer than the caller has time', async () => {
    const credentials = await newClient();
    await Promise.all(Array.from({ length: 60 }, () => getToken(SERVER, credentials)));
    expectRefusal(await requestToken(SERVER, credentials), 429, 'rate_limited');
    const slept: number[] = [];
    let moved = 0;
    const { client, requests } = sdk({
      ...credentials,
      maxWaitMs: 90_000,
      now: () => Date.now() + moved,
      async sleep(milliseconds) {
        slept.push(milliseconds);
        moved += milliseconds;
      },
    });
    await expect(client.getToken()).rejects.toMatchObject({ error: 'rate_limited', status: 429 });
    const told = Number(requests[0]?.headers.get('retry-after')) * 1_000;
    expect(told).toBeGreaterThan(30_000);
    expect(slept).toEqual([expect.closeTo(told, -3)]);
    expect(requests).toHaveLength(2);
  });

  test('of a service that is not there is no verdict', async () => {
    const { client } = sdk({ ...(await newClient()), maxWaitMs: 0 }, 'http://127.0.0.1:9');
    await expect(client.getToken()).rejects.toBeInstanceOf(UnavailableError);
  });
});

describe('other credentials', () => {
  test.each(['ES256', 'RS256', 'Ed25519'] as const)('private_key_jwt with %s', async (alg) => {
    const key = newAssertionKey(alg);
    const client_id = await createKeyClient(await demoPortal(), { jwks: { keys: [key.jwk] } });
    const { client } = sdk({ client_id, privateKey: { key: key.privateKey, alg, kid: key.kid } });
    const first = await client.getToken();
    // Each assertion is taken once: the next token needs another.
    expect(client.invalidate(first.access_token)).toBe(true);
    expect((await client.getToken()).access_token).not.toBe(first.access_token);
    const jwk = key.privateKey.export({ format: 'jwk' });
    const { client: other } = sdk({
      client_id,
      privateKey: { key: { ...jwk, kty: jwk.kty ?? '' }, alg, kid: key.kid },
    });
    await other.getToken();
  });

  test('DPoP: nonces are learned, and bound tokens are introspected with them', async () => {
    const { client_id, client_secret } = await newClient();
    await (await demoPortal()).changeClient(client_id, { dpop_bound_access_tokens: true });
    const { client, requests } = sdk({ client_id, client_secret, dpop: true });
    const token = await client.getToken();
    expect(token.token_type).toBe('DPoP');
    expect(requests.map(({ status }) => status)).toEqual([400, 200]);
    const introspect = createIntrospect({ tokens: client });
    expect(await introspect(token.access_token)).toMatchObject({
      active: true,
      cnf: { jkt: expect.any(String) },
    });
    client.invalidate(token.access_token);
    await client.getToken();
    expect(requests.map(({ status }) => status)).toEqual([400, 200, 200, 200]);
    await expect(verifyToken(token.access_token, keyOptions)).rejects.toMatchObject({ reason: 'bound' });
  });
});

describe('a token that was ended', () => {
  test('is replaced once, by one request for all who met the 401', async () => {
    const credentials = await newClient();
    const { client, requests } = sdk(credentials);
    const { access_token } = await client.getToken();
    const asked = await getToken(SERVER, credentials);
    await revoke(access_token, credentials);
    const question = () =>
      client.fetch(`${SERVER}/v1/auth/introspect`, {
        method: 'POST',
        body: new URLSearchParams({ token: asked }),
      });
    const answers = await Promise.all(Array.from({ length: 20 }, question));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(requests.filter(({ path }) => path === '/v1/auth/token')).toHaveLength(2);
    const introspect = createIntrospect({ tokens: client, maxAgeMs: 0 });
    expect(await introspect(asked)).toMatchObject({ active: true });
    await revoke(asked, credentials);
    expect(await introspect(asked)).toEqual({ active: false });
    expect(await introspect('garbage')).toEqual({ active: false });
  });
});

describe('the signing key changes in mid-flight', () => {
  test('verifyToken goes on without an error, and without asking for every token', async () => {
    // Enough of them that none meets its limit.
    const clients = await Promise.all(Array.from({ length: 6 }, () => newClient()));
    let fetches = 0;
    let moved = 0;
    const keys = createKeySet({
      issuer: SERVER,
      now: () => Date.now() + moved,
      fetch: (input, init) => {
        fetches++;
        return fetch(input, init);
      },
    });
    const verified = new Set<unknown>();
    let turn = 0;
    async function verify() {
      for (const { origin } of doors) {
        const token = await getToken(
          origin,
          clients[turn++ % clients.length] ?? { client_id: '', client_secret: '' },
        );
        await verifyToken(token, { ...keyOptions, keys });
        verified.add(decodeSegments(token).header.kid);
      }
    }
    const portal = await demoPortal();
    const rotate = async () =>
      expect((await portal.post('/signing-keys/rotate', { at_once: true })).status).toBe(200);

    let going = true;
    const traffic = (async () => {
      for (; going; await pause(50)) await verify();
    })();
    await Promise.all([traffic, rotate().finally(() => (going = false))]);
    await verify();
    expect([verified.size, fetches]).toEqual([2, 1]);
    // Twice within hours, against the rules: the new key is one that nobody could know.
    moved += 31_000;
    await rotate();
    await verify();
    expect([verified.size, fetches]).toEqual([3, 2]);
  });
});

describe('a client that rotates its own secret', () => {
  const stored = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
  /** Waits for what the client does in the background. */
  const background = async (done: () => boolean) => expect.poll(done, { timeout: 10_000 }).toBe(true);

  test('replaces the one it was given, finds the new one after a restart, and replaces that in time', async () => {
    const credentials = await newClient();
    const path = join(folder, 'first.json');
    const errors: unknown[] = [];
    const options = {
      ...credentials,
      secretStore: fileSecretStore(path),
      onError: (cause: unknown) => errors.push(cause),
    };
    const { client, requests } = sdk(options);
    await client.getToken();
    await background(() => requests.length === 3);
    expect(requests.map(({ path, status }) => `${path} ${status}`)).toEqual([
      '/v1/auth/token 200',
      '/v1/auth/clients/self/secret 201',
      // The new secret is used at once: from now on no lost answer can be asked for.
      '/v1/auth/token 200',
    ]);
    expect(stored(path)).toMatchObject({ previous_secret: credentials.client_secret });
    expect(stored(path).client_secret).not.toBe(credentials.client_secret);

    const again = sdk(options);
    await again.client.getToken();
    expect(again.requests[0]?.status).toBe(200);
    expect(errors).toEqual([]);
    // While both live the service refuses a third.
    await expect(again.client.rotateSecret()).rejects.toMatchObject({
      error: 'invalid_request',
      status: 400,
    });

    // The overlap comes to its end, and 60 days pass: nobody does anything.
    const second = stored(path).client_secret;
    const portal = await demoPortal();
    const address = `/clients/${credentials.client_id}`;
    const [, old] = (await portal.get(address)).json.client.secrets;
    expect((await portal.delete(`${address}/secrets/${old.id}`)).status).toBe(200);
    const later = sdk({ ...options, now: () => Date.now() + 60 * 86_400_000 });
    await later.client.getToken();
    await background(() => later.requests.length === 3);
    expect(later.requests.map(({ status }) => status)).toEqual([200, 201, 200]);
    expect(stored(path)).toMatchObject({ previous_secret: second });
    expect(errors).toEqual([]);
  });

  test('survives a lost answer: it asks again, and the secret that nobody got is ended', async () => {
    const credentials = await newClient();
    const path = join(folder, 'lost.json');
    let lost = '';
    const { client } = sdk({
      ...credentials,
      secretStore: fileSecretStore(path),
      rotateAfterDays: 36_500,
      async fetch(input, init) {
        const response = await fetch(input, init);
        if (lost || !input.endsWith('/self/secret')) return response;
        lost = (await response.json()).client_secret;
        throw new TypeError('socket hang up');
      },
    });
    await client.rotateSecret();
    expect(lost).toMatch(/^gcs_/);
    const { client_secret } = stored(path);
    expect(client_secret).not.toBe(lost);
    await getToken(SERVER, { ...credentials, client_secret });
    expectRefusal(await requestToken(SERVER, { ...credentials, client_secret: lost }), 401, 'invalid_client');
  });

  test('of several processes with one store, one rotates and all go on', async () => {
    const credentials = await newClient();
    const path = join(folder, 'shared.json');
    const all = Array.from({ length: 3 }, () => sdk({ ...credentials, secretStore: fileSecretStore(path) }));
    await Promise.all(all.map(({ client }) => client.getToken()));
    const rotations = () =>
      all.flatMap(({ requests }) => requests).filter(({ path }) => path.endsWith('/self/secret'));
    await background(() => rotations().length > 0);
    await Promise.all(all.map(({ client }) => client.getToken()));
    expect(rotations().map(({ status }) => status)).toEqual([201]);
    const answer = await tokenRequest(SERVER, {
      headers: { ...FORM_TYPE, ...basic(credentials.client_id, stored(path).client_secret) },
      body: 'grant_type=client_credentials',
    });
    expect(answer.status).toBe(200);
  });
});
