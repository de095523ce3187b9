import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import type { Answer } from '../harness/call';
import {
  hashOf,
  makeProof,
  newProofKey,
  type ProofKey,
  postWithProof,
  requestBoundToken,
} from '../harness/dpop';
import { decodeSegments } from '../harness/jwt';
import { useLab } from '../harness/lab';
import { demoPortal, doors, newClient, SERVER } from '../harness/shared';
import { readWelcome } from '../harness/welcome';
import {
  bearer,
  type Credentials,
  expectInactive,
  expectRefusal,
  getToken,
  inspect,
  introspect,
  JSON_TYPE,
  requestToken,
} from '../harness/wire';

const TOKEN = '/v1/auth/token';
const INTROSPECT = '/v1/auth/introspect';
const REVOKE = '/v1/auth/revoke';

const ALGS = 'RS256 PS256 ES256 ES384 EdDSA Ed25519';
const seconds = () => Math.floor(Date.now() / 1000);
const otherDoor = (origin: string) => doors.find((door) => door.origin !== origin)?.origin ?? '';

/** A fresh nonce, asked for as a client does: with a proof that has none. */
async function nonceFrom(origin: string, client: Credentials, key = newProofKey()): Promise<string> {
  const answer = await requestBoundToken(origin, client, makeProof(key, { htu: `${origin}${TOKEN}` }));
  expectRefusal(answer, 400, 'use_dpop_nonce');
  return answer.headers['dpop-nonce'] ?? '';
}

/** A token bound to this key. */
async function boundToken(
  origin: string,
  client: Credentials,
  key: ProofKey,
  nonce: string,
): Promise<string> {
  const proof = makeProof(key, { htu: `${origin}${TOKEN}`, nonce });
  const answer = await requestBoundToken(origin, client, proof);
  expect(answer.status, answer.text).toBe(200);
  return answer.json.access_token;
}

/** A call with a bound token as the credential. */
const asOwner = (url: string, token: string, dpop: string | string[], inspected = token): Promise<Answer> =>
  postWithProof(url, dpop, { token: inspected }, { Authorization: `DPoP ${token}` });

function expectChallenge(answer: Answer, error: string): void {
  expectRefusal(answer, 401, error);
  expect(answer.headers['www-authenticate']).toBe(`DPoP realm="gooclaim", error="${error}", algs="${ALGS}"`);
}

describe.each(doors)('DPoP, where tokens are issued, $name', ({ origin }) => {
  const htu = `${origin}${TOKEN}`;
  const key = newProofKey();
  let client: Credentials;
  let nonce: string;
  beforeAll(async () => {
    client = await newClient();
    nonce = await nonceFrom(origin, client);
  });

  test('a proof that nobody required binds the token to its key (RFC 9449 §5, §6)', async () => {
    const answer = await requestBoundToken(origin, client, makeProof(key, { htu, nonce }));
    expect(answer.status, answer.text).toBe(200);
    expect(answer.json).toMatchObject({ token_type: 'DPoP', expires_in: 3600 });
    const token = answer.json.access_token;
    expect(decodeSegments(token).payload.cnf).toEqual({ jkt: key.jkt });
    for (const door of doors) {
      const verdict = await inspect(door.origin, await getToken(door.origin, client), token);
      expect(verdict.json).toMatchObject({ active: true, token_type: 'DPoP', cnf: { jkt: key.jkt } });
    }
  });

  test('without one the same client gets a bearer token, and no word of DPoP', async () => {
    const answer = await requestToken(origin, client);
    expect(answer.json.token_type).toBe('Bearer');
    expect(answer.headers['dpop-nonce']).toBeUndefined();
    const { payload } = decodeSegments(answer.json.access_token);
    expect(payload).not.toHaveProperty('cnf');
    const verdict = await inspect(origin, answer.json.access_token, answer.json.access_token);
    expect(verdict.json.token_type).toBe('Bearer');
    expect(verdict.json).not.toHaveProperty('cnf');
  });

  test('every answer to a proof brings a nonce, which the next proof may carry through any door', async () => {
    let last = '';
    for (const door of [origin, otherDoor(origin), origin]) {
      const proof = makeProof(key, { htu: `${door}${TOKEN}`, nonce: last || nonce });
      const answer = await requestBoundToken(door, client, proof);
      expect(answer.status, answer.text).toBe(200);
      expect(answer.headers['dpop-nonce']).toMatch(/^[\x21\x23-\x5B\x5D-\x7E]+$/);
      last = answer.headers['dpop-nonce'] ?? '';
    }
    const refused = await requestBoundToken(origin, client, 'garbage');
    expect(refused.headers['dpop-nonce']).toMatch(/./);
  });

  test('a proof is good once: not again, not through another door, not at the same time', async () => {
    const proof = makeProof(key, { htu: `${SERVER}${TOKEN}`, nonce });
    expect((await requestBoundToken(origin, client, proof)).status).toBe(200);
    for (const door of [origin, otherDoor(origin)])
      expectRefusal(await requestBoundToken(door, client, proof), 400, 'invalid_dpop_proof');
    // Signed anew, its jti is as used as before.
    const jti = 'chosen once';
    const same = () => makeProof(key, { htu: `${SERVER}${TOKEN}`, nonce, jti });
    expect((await requestBoundToken(origin, client, same())).status).toBe(200);
    expectRefusal(await requestBoundToken(otherDoor(origin), client, same()), 400, 'invalid_dpop_proof');

    const raced = makeProof(key, { htu: `${SERVER}${TOKEN}`, nonce });
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        requestBoundToken(i % 2 ? origin : otherDoor(origin), client, raced),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test.each([
    ['none', undefined],
    ['an invented one', 'abc'],
    ['one with another time', 'zzzzzzzz.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['one that is no text', 5],
  ])('a nonce is asked for: %s', async (_, wrong) => {
    const proof = makeProof(key, { htu, nonce: wrong });
    const answer = await requestBoundToken(origin, client, proof);
    expectRefusal(answer, 400, 'use_dpop_nonce');
    // What was refused for its nonce alone was not used up.
    const retried = makeProof(key, {
      ...decodeSegments(proof).payload,
      htu,
      nonce: answer.headers['dpop-nonce'],
    });
    expect((await requestBoundToken(origin, client, retried)).status).toBe(200);
  });

  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const attacks: [string, (nonce: string) => string | string[]][] = [
    ['an empty header', () => ''],
    ['garbage', () => 'a.b.c'],
    ['two proofs', (n) => [makeProof(key, { htu, nonce: n }), makeProof(key, { htu, nonce: n })]],
    ['the same proof twice', (n) => Array(2).fill(makeProof(key, { htu, nonce: n }))],
    ['a foreign htu', (n) => makeProof(key, { htu: `https://attacker.example${TOKEN}`, nonce: n })],
    ['the htu of another endpoint', (n) => makeProof(key, { htu: `${origin}${INTROSPECT}`, nonce: n })],
    ['no htu', (n) => makeProof(key, { htu: undefined, nonce: n })],
    ['a wrong htm', (n) => makeProof(key, { htu, nonce: n, htm: 'GET' })],
    ['a stale iat', (n) => makeProof(key, { htu, nonce: n, iat: seconds() - 310 })],
    ['an iat in the future', (n) => makeProof(key, { htu, nonce: n, iat: seconds() + 330 })],
    ['no jti', (n) => makeProof(key, { htu, nonce: n, jti: undefined })],
    ['a jti without end', (n) => makeProof(key, { htu, nonce: n, jti: 'j'.repeat(256) })],
    ['a JWT of another kind', (n) => makeProof(key, { htu, nonce: n }, { typ: 'JWT' })],
    ['alg none', (n) => makeProof(key, { htu, nonce: n }, { alg: 'none' })],
    ['alg HS256', (n) => makeProof(key, { htu, nonce: n }, { alg: 'HS256' })],
    ['a critical extension', (n) => makeProof(key, { htu, nonce: n }, { crit: ['b64'], b64: false })],
    ['no jwk', (n) => makeProof(key, { htu, nonce: n }, { jwk: undefined })],
    [
      'a private jwk',
      (n) => makeProof(key, { htu, nonce: n }, { jwk: key.privateKey.export({ format: 'jwk' }) }),
    ],
    ['a shared key', (n) => makeProof(key, { htu, nonce: n }, { jwk: { kty: 'oct', k: 'AAAA' } })],
    [
      'a weak RSA key',
      (n) =>
        makeProof(key, { htu, nonce: n }, { alg: 'RS256', jwk: weak.publicKey.export({ format: 'jwk' }) }),
    ],
    ["somebody else's jwk", (n) => makeProof(key, { htu, nonce: n }, { jwk: newProofKey().jwk })],
    ['no signature', (n) => makeProof(key, { htu, nonce: n }).replace(/[^.]+$/, '')],
  ];

  test.each(attacks)('400 invalid_dpop_proof for %s', async (_, attack) => {
    const own = await newClient();
    expectRefusal(await requestBoundToken(origin, own, attack(nonce)), 400, 'invalid_dpop_proof');
  });

  test('without credentials no proof is looked at: it neither helps nor is it used up', async () => {
    const proof = makeProof(key, { htu, nonce });
    for (const bad of [
      { ...client, client_secret: 'wrong' },
      { ...client, client_id: 'client_x' },
    ]) {
      const answer = await requestBoundToken(origin, bad, proof);
      expectRefusal(answer, 401, 'invalid_client');
      expect(answer.headers['dpop-nonce']).toBeUndefined();
    }
    expect((await requestBoundToken(origin, client, proof)).status).toBe(200);
  });

  test('a client that is registered to send proofs gets nothing without one (RFC 9449 §5.2)', async () => {
    const portal = await demoPortal();
    const strict = await newClient();
    const before = await getToken(origin, strict);
    const changed = await portal.changeClient(strict.client_id, { dpop_bound_access_tokens: true });
    expect(changed.json.client.dpop_bound_access_tokens).toBe(true);
    for (const door of doors) expectRefusal(await requestToken(door.origin, strict), 400, 'invalid_request');
    const token = await boundToken(origin, strict, key, await nonceFrom(origin, strict));
    expect(decodeSegments(token).payload.cnf).toEqual({ jkt: key.jkt });
    // What it holds already lives out its hour.
    expect((await inspect(origin, before, before)).json.active).toBe(true);
    await portal.changeClient(strict.client_id, { dpop_bound_access_tokens: false });
    await getToken(origin, strict);
  });

  test('no browser script of another site is let in', async () => {
    const answer = await requestBoundToken(origin, client, makeProof(key, { htu, nonce }));
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe.each(doors)('DPoP, where a bound token is the credential, $name', ({ origin }) => {
  const htu = `${origin}${INTROSPECT}`;
  const key = newProofKey();
  let client: Credentials;
  let nonce: string;
  let token: string;
  let ath: string;
  beforeAll(async () => {
    client = await newClient();
    nonce = await nonceFrom(origin, client);
    token = await boundToken(origin, client, key, nonce);
    ath = hashOf(token);
  });

  test('it asks about itself and about others, with a proof for each call', async () => {
    const other = await getToken(origin, await newClient());
    for (const inspected of [token, other]) {
      const answer = await asOwner(htu, token, makeProof(key, { htu, nonce, ath }), inspected);
      expect(answer.status, answer.text).toBe(200);
      expect(answer.json.active).toBe(true);
      expect(answer.headers['dpop-nonce']).toMatch(/./);
    }
    expectInactive(await asOwner(htu, token, makeProof(key, { htu, nonce, ath }), 'garbage'));
  });

  test('it ends itself', async () => {
    const own = await boundToken(origin, client, key, nonce);
    const url = `${origin}${REVOKE}`;
    const proof = () => makeProof(key, { htu: url, nonce, ath: hashOf(own) });
    expectRefusal(await postWithProof(url, proof(), { token: own }, bearer(own)), 401, 'invalid_token');
    expect((await asOwner(url, own, proof())).status).toBe(200);
    expectChallenge(await asOwner(url, own, proof()), 'invalid_token');
  });

  test('as a bearer it is refused, with a proof or without (RFC 9449 §7.2)', async () => {
    const body = { token };
    for (const answer of [
      await inspect(origin, token, token),
      await postWithProof(htu, makeProof(key, { htu, nonce, ath }), body, bearer(token)),
    ]) {
      expectRefusal(answer, 401, 'invalid_token');
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="gooclaim", error="invalid_token"');
    }
  });

  test('a token that is not bound is no DPoP credential', async () => {
    const unbound = await getToken(origin, client);
    const proof = makeProof(key, { htu, nonce, ath: hashOf(unbound) });
    expectChallenge(await asOwner(htu, unbound, proof), 'invalid_token');
  });

  test('without a nonce: 401, and the nonce to use (RFC 9449 §9)', async () => {
    const asked = await asOwner(htu, token, makeProof(key, { htu, ath }));
    expectChallenge(asked, 'use_dpop_nonce');
    const given = asked.headers['dpop-nonce'];
    expect((await asOwner(htu, token, makeProof(key, { htu, ath, nonce: given }))).status).toBe(200);
  });

  test('a proof is good once, through whichever door', async () => {
    const proof = makeProof(key, { htu: `${SERVER}${INTROSPECT}`, nonce, ath });
    expect((await asOwner(htu, token, proof)).status).toBe(200);
    for (const door of doors)
      expectChallenge(await asOwner(`${door.origin}${INTROSPECT}`, token, proof), 'invalid_dpop_proof');
  });

  test.each<[string, string, () => string | string[]]>([
    ['the proof of another key', 'invalid_token', () => makeProof(newProofKey(), { htu, nonce, ath })],
    ['no ath', 'invalid_dpop_proof', () => makeProof(key, { htu, nonce })],
    [
      'the ath of another token',
      'invalid_dpop_proof',
      () => makeProof(key, { htu, nonce, ath: hashOf('another') }),
    ],
    [
      'a proof for the token endpoint',
      'invalid_dpop_proof',
      () => makeProof(key, { htu: `${origin}${TOKEN}`, nonce, ath }),
    ],
    ['a wrong htm', 'invalid_dpop_proof', () => makeProof(key, { htu, nonce, ath, htm: 'GET' })],
    ['a stale iat', 'invalid_dpop_proof', () => makeProof(key, { htu, nonce, ath, iat: seconds() - 310 })],
    [
      'a private jwk',
      'invalid_dpop_proof',
      () => makeProof(key, { htu, nonce, ath }, { jwk: key.privateKey.export({ format: 'jwk' }) }),
    ],
    [
      'two proofs',
      'invalid_dpop_proof',
      () => [makeProof(key, { htu, nonce, ath }), makeProof(key, { htu, nonce, ath })],
    ],
    ['garbage', 'invalid_dpop_proof', () => 'garbage'],
  ])('401 for %s', async (_, error, attack) => expectChallenge(await asOwner(htu, token, attack()), error));

  test('401 for no proof at all', async () => {
    const headers = { Authorization: `DPoP ${token}`, ...JSON_TYPE };
    const answer = await introspect(origin, { headers, body: JSON.stringify({ token }) });
    expectChallenge(answer, 'invalid_dpop_proof');
  });

  test('without any credential both schemes are offered', async () => {
    const answer = await introspect(origin, { headers: JSON_TYPE, body: JSON.stringify({ token }) });
    expectRefusal(answer, 401, 'invalid_token');
    expect(answer.headers['www-authenticate']).toBe(
      `Bearer realm="gooclaim", DPoP realm="gooclaim", algs="${ALGS}"`,
    );
  });

  test('a thief without the key spends nothing of the owner, and the admin sees the try', async () => {
    const victim = await newClient();
    const stolen = await boundToken(origin, victim, key, await nonceFrom(origin, victim));
    const thief = newProofKey();
    const tries = [await inspect(origin, stolen, stolen)];
    for (let n = 0; n < 3; n++)
      tries.push(await asOwner(htu, stolen, makeProof(thief, { htu, nonce, ath: hashOf(stolen) })));
    for (const answer of tries) expectRefusal(answer, 401, 'invalid_token');
    const owner = await asOwner(htu, stolen, makeProof(key, { htu, nonce, ath: hashOf(stolen) }));
    expect(owner.headers['ratelimit-remaining']).toBe('599');

    const { events } = (await (await demoPortal()).get(`/clients/${victim.client_id}/activity`)).json;
    const seen = events.filter(({ action }: { action: string }) => action === 'introspect.refused');
    expect(seen.map(({ detail }: { detail: { reason: string } }) => detail.reason)).toEqual([
      'bound_to_another_key',
      'bound_to_another_key',
      'bound_to_another_key',
      'proof_of_key_missing',
    ]);
  });
});

describe('nonces of other times and services', () => {
  const lab = useLab();
  const key = newProofKey();

  test('one is good for five minutes on every instance, and not after them', async () => {
    const moved = (by: number) => lab.start(inject('dataDir'), { env: { CLOCK_OFFSET_SECONDS: String(by) } });
    const [sooner, later] = await Promise.all([moved(240), moved(301)]);
    const client = await newClient();
    const nonce = await nonceFrom(SERVER, client);
    const ask = (origin: string, by: number, used: string) =>
      requestBoundToken(
        origin,
        client,
        makeProof(key, { htu: `${origin}${TOKEN}`, iat: seconds() + by, nonce: used }),
      );
    expect((await ask(sooner.origin, 240, nonce)).status).toBe(200);
    const asked = await ask(later.origin, 301, nonce);
    expectRefusal(asked, 400, 'use_dpop_nonce');
    expect((await ask(later.origin, 301, asked.headers['dpop-nonce'] ?? '')).status).toBe(200);
    // Nor is one from the future: whoever had the clock once could keep it for later.
    const ahead = asked.headers['dpop-nonce'] ?? '';
    expectRefusal(await ask(SERVER, 0, ahead), 400, 'use_dpop_nonce');
  });

  test('one of another service is none', async () => {
    // With secrets of its own, unlike a copy of the template.
    const foreign = await lab.start(lab.dataDir({ fresh: true }));
    const stranger = readWelcome(foreign.stdout());
    if (!stranger) throw new Error('no credentials were printed');
    const nonce = await nonceFrom(foreign.origin, stranger);
    expect((await boundToken(foreign.origin, stranger, key, nonce)).length).toBeGreaterThan(0);
    const proof = makeProof(key, { htu: `${SERVER}${TOKEN}`, nonce });
    expectRefusal(await requestBoundToken(SERVER, await newClient(), proof), 400, 'use_dpop_nonce');
  });
});
