import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import {
  ALGS,
  type AssertionKey,
  createKeyClient,
  makeAssertion,
  newAssertionKey,
  presenting,
  thumbprint,
} from '../harness/assertions';
import { type Answer, call } from '../harness/call';
import { startHttpsHost } from '../harness/https-host';
import { decodeSegments, encode } from '../harness/jwt';
import { onboard } from '../harness/onboard';
import { firstSignIn } from '../harness/portal';
import { demoPortal, doors, newClient, SERVER } from '../harness/shared';
import {
  basic,
  bearer,
  expectRefusal,
  expectWireHeaders,
  fingerprint,
  getToken,
  introspect,
  JSON_TYPE,
  token,
} from '../harness/wire';

type Json = Record<string, unknown>;
type Form = [what: string, assertion: () => string];

/** The issuer is that of the first door, whichever is asked. */
const ISSUER = SERVER;
const TOKEN = `${ISSUER}/v1/auth/token`;
const INTROSPECT = `${ISSUER}/v1/auth/introspect`;
const REVOKE = `${ISSUER}/v1/auth/revoke`;
const UNKNOWN_ID = 'client_0000000000000000000000';

const json = (body: Json, headers: Record<string, string> = {}) => ({
  headers: { ...JSON_TYPE, ...headers },
  body: JSON.stringify(body),
});
const ask = (origin: string, assertion: unknown, more: Json = {}, headers: Record<string, string> = {}) =>
  token(origin, json({ grant_type: 'client_credentials', ...presenting(assertion), ...more }, headers));

async function revoke(origin: string, body: Json): Promise<Answer> {
  const answer = await call(`${origin}/v1/auth/revoke`, { method: 'POST', ...json(body) });
  expectWireHeaders(answer);
  return answer;
}

// RateLimit-Remaining counts the caller's own failures for that id, known or not, so it may differ.
function bytesOf(answer: Answer): unknown {
  const { 'ratelimit-remaining': _, 'ratelimit-reset': __, ...headers } = answer.headers;
  return fingerprint({ ...answer, headers });
}

const key = newAssertionKey();
const rsa = newAssertionKey('RS256');
const stranger = newAssertionKey();
/** Of the door that is tested now: its own minute of limits. */
let clientId: string;

/** The attacker's own host. */
let host: Server;
let connections = 0;
const base = () => `http://127.0.0.1:${(host.address() as AddressInfo).port}`;

beforeAll(async () => {
  host = createServer((_, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ keys: [{ ...stranger.jwk, kid: key.kid }] }));
  });
  host.on('connection', () => connections++);
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await new Promise((resolve) => host.close(resolve));
});

const good = (claims: Json = {}, header: Json = {}, by: AssertionKey = key) =>
  makeAssertion(by, { sub: clientId, aud: ISSUER, ...claims }, header);
const seconds = (from: number) => Math.floor(Date.now() / 1000) + from;
const unsigned = (header: Json, signature = '') => {
  const { payload } = decodeSegments(good());
  return `${encode(header)}.${encode(payload)}.${signature}`;
};
const keyed = (secret: string | Buffer) => {
  const { payload } = decodeSegments(good());
  const input = `${encode({ alg: 'HS256', kid: rsa.kid })}.${encode(payload)}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
};

const algorithms: Form[] = [
  ...['none', 'None', 'NONE', ''].map((alg): Form => [`alg ${JSON.stringify(alg)}`, () => unsigned({ alg })]),
  ['no third segment', () => unsigned({ alg: 'none' }).replace(/\.$/, '')],
  ['HS256 keyed with the PEM', () => keyed(rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString())],
  ['HS256 keyed with the DER', () => keyed(rsa.publicKey.export({ type: 'spki', format: 'der' }))],
  ['HS256 keyed with the JWK', () => keyed(JSON.stringify(rsa.jwk))],
  ['HS256 keyed with nothing', () => keyed('')],
  ['RS512', () => good({}, { alg: 'RS512' }, rsa)],
  ['RS384', () => good({}, { alg: 'RS384' }, rsa)],
  ['ES512', () => good({}, { alg: 'ES512' })],
  ['es256', () => good({}, { alg: 'es256' })],
  ['an alg that is an array', () => good({}, { alg: ['ES256'] })],
  ['no alg', () => good({}, { alg: undefined })],
  ['PS256 over a signature of RS256', () => good({}, { alg: 'PS256' }, rsa)],
  ['ES256 over the name of an RSA key', () => good({}, { kid: rsa.kid })],
  [
    'ES256 with a signature of zeros (CVE-2022-21449)',
    () => unsigned({ alg: 'ES256', kid: key.kid }, Buffer.alloc(64).toString('base64url')),
  ],
];

const keys: Form[] = [
  ["another's key under our kid", () => good({}, { kid: key.kid }, stranger)],
  ["another's key without a kid", () => good({}, { kid: undefined }, stranger)],
  ['an unknown kid', () => good({}, { kid: 'unknown' })],
  ['jwk', () => good({}, { jwk: stranger.jwk, kid: undefined }, stranger)],
  ['jwk beside a true signature', () => good({}, { jwk: key.jwk })],
  ['jku', () => good({}, { jku: `${base()}/jwks.json`, kid: key.kid }, stranger)],
  ['jku beside a true signature', () => good({}, { jku: `${base()}/jwks.json` })],
  ['jku that is a file', () => good({}, { jku: 'file:///etc/passwd' }, stranger)],
  ['x5u', () => good({}, { x5u: `${base()}/cert.pem` }, stranger)],
  ['x5c', () => good({}, { x5c: ['MIIB'] }, stranger)],
  ['a kid that is an address', () => good({}, { kid: `${base()}/jwks.json` }, stranger)],
  ...['../../dev/null', "' OR '1'='1", '__proto__', '\u0000', ''].map(
    (kid): Form => [`kid ${JSON.stringify(kid)}`, () => good({}, { kid }, stranger)],
  ),
  ['a kid that is a number', () => good({}, { kid: 0 })],
  ['a kid that is null', () => good({}, { kid: null })],
  ['a kid that is a list', () => good({}, { kid: [key.kid] })],
];

const types: Form[] = [
  ['crit', () => good({}, { crit: ['exp'] })],
  ['crit with b64', () => good({}, { crit: ['b64'], b64: false })],
  ['crit of nothing', () => good({}, { crit: [] })],
  ['the type of a DPoP proof', () => good({}, { typ: 'dpop+jwt' })],
  ['the type of an access token', () => good({}, { typ: 'at+jwt' })],
  ['a type that is a number', () => good({}, { typ: 1 })],
];

const swap = (change: Json) => {
  const [head, , signature] = good().split('.');
  return `${head}.${encode({ ...decodeSegments(good()).payload, ...change })}.${signature}`;
};
const signatures: Form[] = [
  ['no signature', () => good().replace(/\.[^.]*$/, '.')],
  ['another jti under a true signature', () => swap({ jti: randomUUID() })],
  ['a later end under a true signature', () => swap({ exp: seconds(600) })],
  [
    'a bit flipped',
    () => {
      const { signature } = decodeSegments(good());
      const bytes = Buffer.from(signature, 'base64url');
      bytes[3] = (bytes[3] ?? 0) ^ 1;
      return good().replace(/[^.]*$/, bytes.toString('base64url'));
    },
  ],
];

const audiences: Form[] = (
  [
    ['another server', 'https://other.example'],
    ['another server beside us (audience injection)', [ISSUER, 'https://other.example/token']],
    ['another server before us', ['https://other.example', TOKEN]],
    ['an endpoint of ours that is not called', INTROSPECT],
    ['our API', 'gooclaim-api'],
    ['the issuer with a slash', `${ISSUER}/`],
    ['nobody', undefined],
    ['an empty list', []],
    ['a list with a number', [ISSUER, 1]],
    ['an object', { iss: ISSUER }],
  ] as [string, unknown][]
).map(([name, aud]) => [`for ${name}`, () => good({ aud })]);

const times: Form[] = (
  [
    ['no exp', { exp: undefined }],
    ['exp as text', () => ({ exp: String(seconds(60)) })],
    ['exp as null', { exp: null }],
    ['exp beyond every date', { exp: 1e300 }],
    ['exp in milliseconds', { exp: Date.now() + 60_000 }],
    ['expired', () => ({ exp: seconds(-32) })],
    ['good for longer than an hour', () => ({ exp: seconds(3660) })],
    ['good for a year', () => ({ exp: seconds(31_536_000) })],
    ['from the future', () => ({ iat: seconds(60), exp: seconds(120) })],
    ['not to be used before', () => ({ nbf: seconds(60), exp: seconds(120) })],
    ['iat as text', { iat: 'now' }],
  ] as [string, Json | (() => Json)][]
).map(([name, change]) => [name, () => good(typeof change === 'function' ? change() : change)]);

const names: Form[] = [
  ['no jti', () => good({ jti: undefined })],
  ['an empty jti', () => good({ jti: '' })],
  ['a jti that is a number', () => good({ jti: 5 })],
  ['a jti of 256 characters', () => good({ jti: 'j'.repeat(256) })],
  ['another issuer than subject', () => good({ iss: 'client_other' })],
  ['this service as issuer', () => good({ iss: ISSUER })],
  ['no issuer', () => good({ iss: undefined })],
  ['an unknown client', () => makeAssertion(key, { sub: UNKNOWN_ID, aud: ISSUER })],
  ['an id of no form', () => makeAssertion(key, { sub: 'x', aud: ISSUER })],
];

describe.each(doors)('client assertions, $name', ({ origin }) => {
  beforeAll(async () => {
    clientId = await createKeyClient(await demoPortal(), { jwks: { keys: [key.jwk, rsa.jwk] } });
  });

  test.each(ALGS)('%s gets a token, once', async (alg) => {
    const own = newAssertionKey(alg);
    const portal = await demoPortal();
    const id = await createKeyClient(portal, { jwks: { keys: [own.jwk] } });
    const assertion = makeAssertion(own, { sub: id, aud: ISSUER });
    const granted = await ask(origin, assertion);
    expect(granted.status, granted.text).toBe(200);
    expect(decodeSegments(granted.json.access_token).payload).toMatchObject({
      sub: id,
      client_id: id,
      cred: expect.stringMatching(/^jwk_[\w-]{43}$/),
    });
    expectRefusal(await ask(origin, assertion), 401, 'invalid_client');
  });

  test.each([
    ['the token endpoint', { aud: TOKEN }],
    ['the issuer in a list', { aud: [ISSUER] }],
    ['both in a list', { aud: [ISSUER, TOKEN] }],
    ['an hour to live', () => ({ exp: seconds(3600) })],
    ['a clock that is ahead by 25 s', () => ({ iat: seconds(25), nbf: seconds(25) })],
    ['a clock that is behind by 25 s', () => ({ exp: seconds(-25) })],
    ['neither iat nor nbf', { iat: undefined }],
    ['a jti of 255 characters', () => ({ jti: randomUUID().padEnd(255, 'j') })],
  ] as [string, Json | (() => Json)][])('one with %s is right', async (_, change) => {
    const answer = await ask(origin, good(typeof change === 'function' ? change() : change));
    expect(answer.status, answer.text).toBe(200);
  });

  test.each([
    ['no kid', { kid: undefined }],
    ['typ JWT', { typ: 'JWT' }],
    ['its explicit type', { typ: 'client-authentication+jwt' }],
    ['the thumbprint of a certificate', { x5t: 'abc' }],
  ] as [string, Json][])('a header with %s is right', async (_, header) => {
    const answer = await ask(origin, good({}, header));
    expect(answer.status, answer.text).toBe(200);
  });

  test('invalid_client, the same bytes as for any other reason, and no connection to anyone', async () => {
    const before = connections;
    const secretClient = await newClient();
    const reference = await token(
      origin,
      json({ grant_type: 'client_credentials', client_id: UNKNOWN_ID, client_secret: 'x' }),
    );
    expectRefusal(reference, 401, 'invalid_client');
    const portal = await demoPortal();
    const disabled = await createKeyClient(portal, { jwks: { keys: [key.jwk] } });
    expect((await portal.post(`/clients/${disabled}/disable`)).status).toBe(200);
    const elsewhere = await createKeyClient(portal, { jwks: { keys: [key.jwk] } });
    await portal.changeClient(elsewhere, { allowed_networks: ['203.0.113.0/24'] });
    const families: Form[] = [
      ...algorithms,
      ...keys,
      ...types,
      ...signatures,
      ...audiences,
      ...times,
      ...names,
      ['a client without keys', () => makeAssertion(key, { sub: secretClient.client_id, aud: ISSUER })],
      ['a client that is disabled', () => makeAssertion(key, { sub: disabled, aud: ISSUER })],
      ['a client of another network', () => makeAssertion(key, { sub: elsewhere, aud: ISSUER })],
    ];
    for (const [attack, assertion] of families) {
      const answer = await ask(origin, assertion());
      expect(bytesOf(answer), attack).toEqual(bytesOf(reference));
    }
    // Our own visit, last in line: the host counts, and nobody came before us.
    await call(base());
    expect(connections - before).toBe(1);
    expect((await ask(origin, good())).status).toBe(200);
  });

  test('a token of ours is no assertion of the client it names', async () => {
    const granted = await ask(origin, good());
    expectRefusal(await ask(origin, granted.json.access_token), 401, 'invalid_client');
  });

  test('an assertion is used up for every instance and every endpoint', async () => {
    const assertion = good();
    expect((await ask(origin, assertion)).status).toBe(200);
    for (const door of doors) {
      expectRefusal(await ask(door.origin, assertion), 401, 'invalid_client');
      const body = { token: 'x', ...presenting(assertion) };
      expectRefusal(await introspect(door.origin, json(body)), 401, 'invalid_client');
      expectRefusal(await revoke(door.origin, body), 401, 'invalid_client');
    }
    // The same jti under a new signature is the same assertion; another client's is not.
    const { jti } = decodeSegments(assertion).payload;
    expectRefusal(await ask(origin, good({ jti })), 401, 'invalid_client');
    const other = await createKeyClient(await demoPortal(), { jwks: { keys: [key.jwk] } });
    expect((await ask(origin, makeAssertion(key, { sub: other, aud: ISSUER, jti }))).status).toBe(200);
  });

  test('of one assertion shown twenty times at once to both instances, one is taken', async () => {
    const assertion = good();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, place) => ask(doors[place % 2]?.origin ?? origin, assertion)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(19);
  });

  test('a stranger cannot use up what is the owner’s', async () => {
    const jti = randomUUID();
    expectRefusal(await ask(origin, good({ jti }, {}, stranger)), 401, 'invalid_client');
    expectRefusal(await ask(origin, good({ jti }, { kid: key.kid }, stranger)), 401, 'invalid_client');
    expect((await ask(origin, good({ jti }))).status).toBe(200);
  });

  test('introspection and revocation take one made for them, and none made for each other', async () => {
    const made: string = (await ask(origin, good())).json.access_token;
    const inspecting = (aud: unknown) =>
      introspect(origin, json({ token: made, ...presenting(good({ aud })) }));
    const revoking = (aud: unknown) => revoke(origin, { token: made, ...presenting(good({ aud })) });
    for (const aud of [ISSUER, TOKEN, INTROSPECT]) {
      const answer = await inspecting(aud);
      expect(answer.json, String(aud)).toMatchObject({ active: true, client_id: clientId });
    }
    expectRefusal(await inspecting(REVOKE), 401, 'invalid_client');
    expectRefusal(await revoking(INTROSPECT), 401, 'invalid_client');
    expect((await revoking(REVOKE)).status).toBe(200);
    expect((await inspecting(ISSUER)).json).toEqual({ active: false });
  });

  test.each([
    ['a secret beside it', { client_secret: 'x' }, {}],
    ['a pair beside it', () => ({ client_id: clientId, client_secret: 'x' }), {}],
    ['a Basic header beside it', {}, basic('a', 'b')],
    ['a bearer beside it', {}, bearer('x')],
    ['another client_id beside it', { client_id: UNKNOWN_ID }, {}],
    ['a type of another kind', { client_assertion_type: 'urn:x' }, {}],
    ['no type', { client_assertion_type: '' }, {}],
    ['no assertion', { client_assertion: '' }, {}],
    ['garbage', { client_assertion: 'garbage' }, {}],
    ['five segments', { client_assertion: 'a.b.c.d.e' }, {}],
    ['a list', { client_assertion: ['a.b.c'] }, {}],
    ['no subject', () => presenting(good({ sub: undefined })), {}],
    ['a NUL in the subject', () => presenting(good({ sub: 'a\u0000' })), {}],
  ] as [string, Json | (() => Json), Record<string, string>][])(
    'invalid_request for %s, and the assertion is still unused',
    async (_, more, headers) => {
      const assertion = good();
      const body = typeof more === 'function' ? more() : more;
      expectRefusal(await ask(origin, assertion, body, headers), 400, 'invalid_request');
      expect((await ask(origin, assertion, { client_id: clientId })).status).toBe(200);
    },
  );

  test('invalid_request for an assertion in the URL', async () => {
    const answer = await call(`${origin}/v1/auth/token?client_assertion=${good()}`, { method: 'POST' });
    expectRefusal(answer, 400, 'invalid_request');
  });

  test('its admin is told why, and which key it was', async () => {
    const portal = await demoPortal();
    const own = newAssertionKey();
    const id = await createKeyClient(portal, { jwks: { keys: [own.jwk] } });
    const mine = (claims: Json = {}, header: Json = {}, by = own) =>
      makeAssertion(by, { sub: id, aud: ISSUER, ...claims }, header);
    const used = mine();
    expect((await ask(origin, used)).status).toBe(200);
    const wrong: [string, string][] = [
      ['assertion_replayed', used],
      ['assertion_expired', mine({ exp: seconds(-60) })],
      ['assertion_not_yet_valid', mine({ iat: seconds(60) })],
      ['assertion_too_long', mine({ exp: seconds(7200) })],
      ['assertion_audience_wrong', mine({ aud: 'https://other.example' })],
      ['assertion_key_unknown', mine({}, { kid: 'x' })],
      ['assertion_signature_wrong', mine({}, { kid: own.kid }, stranger)],
      ['assertion_invalid', mine({ jti: undefined })],
    ];
    for (const [, assertion] of wrong) expectRefusal(await ask(origin, assertion), 401, 'invalid_client');
    const { events } = (await portal.get(`/clients/${id}/activity`)).json;
    const details = (events as { action: string; detail: Json }[])
      .toReversed()
      .flatMap(({ action, detail }) => (action.startsWith('token.') ? [detail] : []));
    const [issued, ...refused] = details;
    expect(issued).toMatchObject({ key_id: `jwk_${thumbprint(own.jwk)}`, method: 'private_key_jwt' });
    expect(refused).toEqual(wrong.map(([reason]) => ({ reason, method: 'private_key_jwt' })));
    for (const [, assertion] of wrong) expect(JSON.stringify(events)).not.toContain(assertion.split('.')[1]);
  });

  test('a tenant that allows no secrets refuses a right one as it refuses any, and takes keys', async () => {
    const admin = `keys-only-${randomUUID()}@example.test`;
    const onboarded = await onboard(inject('dataDir'), 'Keys only', admin);
    const portal = await firstSignIn(SERVER, onboarded);
    const credentials = { client_id: onboarded.client_id, client_secret: onboarded.client_secret };
    await getToken(origin, credentials);
    expect((await portal.patch('/tenant', { secrets_allowed: false })).status).toBe(200);
    const body = (client_secret: string) =>
      json({ grant_type: 'client_credentials', ...credentials, client_secret });
    const right = await token(origin, body(credentials.client_secret));
    expectRefusal(right, 401, 'invalid_client');
    expect(bytesOf(right)).toEqual(bytesOf(await token(origin, body('wrong'))));
    const own = newAssertionKey();
    const id = await createKeyClient(portal, { jwks: { keys: [own.jwk] } });
    expect((await ask(origin, makeAssertion(own, { sub: id, aud: ISSUER }))).status).toBe(200);
    expect((await portal.patch('/tenant', { secrets_allowed: true })).status).toBe(200);
    await getToken(origin, credentials);
  });

  test('a key set on this very machine is not fetched, and its client refused like any', async () => {
    const inside = await startHttpsHost((_, response) => response.end(JSON.stringify({ keys: [key.jwk] })));
    try {
      for (const name of ['localhost', '127.0.0.1', '[::1]', '0x7f.1']) {
        const id = await createKeyClient(await demoPortal(), { jwks_uri: `https://${name}:${inside.port}/` });
        for (let attempt = 0; attempt < 3; attempt++)
          expectRefusal(
            await ask(origin, makeAssertion(key, { sub: id, aud: ISSUER })),
            401,
            'invalid_client',
          );
      }
      expect(inside.connections()).toBe(0);
    } finally {
      await inside.close();
    }
  });
});
