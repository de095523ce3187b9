import * as fc from 'fast-check';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { InvalidTokenError, UnavailableError } from './errors.js';
import { createKeySet } from './key-set.js';
import { movedClock } from './moved-clock.fixture.js';
import { verifyToken } from './verify.js';

const ISSUER = 'https://auth.test';
const SECOND = 1_000;
const CLAIMS = {
  iss: ISSUER,
  sub: 'client_1',
  aud: 'gooclaim-api',
  tenant_id: 'ten_1',
  scope: 'a:read b:read',
  jti: 'tok_1',
  client_id: 'client_1',
  token_use: 'machine',
};

let pairs: Awaited<ReturnType<typeof generateKeyPair>>[];
beforeAll(async () => {
  pairs = await Promise.all([1, 2].map(() => generateKeyPair('RS256', { extractable: true })));
});

/** A service with a key set, and tokens of its first key. */
function scene() {
  const clock = movedClock();
  const seen = { fetches: 0, down: false, hangs: false, published: [0], body: undefined as unknown };
  const fetch = async () => {
    seen.fetches++;
    if (seen.hangs) await new Promise(() => {});
    if (seen.down) throw new TypeError('fetch failed');
    const keys = await Promise.all(
      seen.published.map(async (n) => ({ ...(await exportJWK(pairs[n]?.publicKey as never)), kid: `k${n}` })),
    );
    return Response.json(seen.body ?? { keys });
  };
  const keys = createKeySet({ issuer: ISSUER, fetch, now: clock.now });
  const options = { issuer: ISSUER, audience: 'gooclaim-api', keys, now: clock.now };
  const sign = (claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}, key = 0) => {
    const iat = Math.floor(clock.now() / 1000);
    return new SignJWT({ ...CLAIMS, iat, exp: iat + 86_400, ...claims })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: `k${key}`, ...header })
      .sign(pairs[key]?.privateKey as never);
  };
  const reasonOf = async (token: string, more = {}) =>
    verifyToken(token, { ...options, ...more }).then(
      () => 'good',
      (cause) => {
        expect(cause).toMatchObject({ error: expect.stringMatching(/^(invalid_token|insufficient_scope)$/) });
        return cause instanceof InvalidTokenError ? cause.reason : cause.error;
      },
    );
  return { clock, seen, sign, options, reasonOf };
}

describe('a token', () => {
  test('that is good is read', async () => {
    const { sign, options } = scene();
    expect(await verifyToken(await sign(), { ...options, scope: 'a:read' })).toMatchObject(CLAIMS);
    expect(await verifyToken(await sign({}, { typ: 'at+jwt' }), options)).toMatchObject(CLAIMS);
  });

  test('that is not is told why', async () => {
    const { clock, sign, reasonOf } = scene();
    const now = Math.floor(clock.now() / 1000);
    const cases: [string, Record<string, unknown>, Record<string, unknown>?, object?][] = [
      ['issuer', { iss: 'https://evil.test' }],
      ['audience', { aud: 'another-api' }],
      ['expired', { exp: now - 6 }],
      ['good', { exp: now - 4 }],
      ['not_yet_valid', { nbf: now + 60 }],
      ['claims', { exp: undefined }],
      ['claims', { tenant_id: undefined }],
      ['claims', { token_use: undefined }],
      ['claims', { cnf: {} }],
      ['token_use', { token_use: 'human' }],
      ['good', { token_use: 'human' }, {}, { token_use: ['human', 'machine'] }],
      ['bound', { cnf: { jkt: 'x' } }],
      ['malformed', {}, { typ: 'logout+jwt' }],
      ['insufficient_scope', {}, {}, { scope: 'a:read c:read' }],
      ['insufficient_scope', { scope: '' }, {}, { scope: ['a:read'] }],
      ['insufficient_scope', {}, {}, { scope: 'a:rea' }],
    ];
    for (const [reason, claims, header, more] of cases)
      expect([reason, await reasonOf(await sign(claims, header), more)]).toEqual([reason, reason]);
  });

  test('that is signed otherwise, or by others, is refused', async () => {
    const { sign, reasonOf } = scene();
    const head = (header: object) => Buffer.from(JSON.stringify(header)).toString('base64url');
    const [, body, signature] = (await sign()).split('.');
    expect(await reasonOf(`${head({ alg: 'none' })}.${body}.`)).toBe('algorithm');
    expect(await reasonOf(`${head({ alg: 'HS256', kid: 'k0' })}.${body}.${signature}`)).toBe('algorithm');
    // Our own key, in another algorithm.
    const jwk = await exportJWK(pairs[0]?.privateKey as never);
    const other = new SignJWT({ ...CLAIMS, iat: 1, exp: 9e9 }).setProtectedHeader({
      alg: 'PS256',
      kid: 'k0',
    });
    expect(await reasonOf(await other.sign(await importJWK(jwk, 'PS256')))).toBe('algorithm');
    // Signed by a key that names itself as ours.
    expect(await reasonOf(await sign({}, { kid: 'k0' }, 1))).toBe('signature');
    expect(await reasonOf(await sign({}, {}, 1))).toBe('unknown_key');
    for (const odd of ['', 'a.b', 'x'.repeat(20_000)]) expect(await reasonOf(odd)).toBe('malformed');
  });

  test('with anything changed in it is refused', async () => {
    const { sign, reasonOf } = scene();
    const token = await sign();
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom('A', 'z', '0', '-', '.'), async (at, by) => {
        const changed = token.slice(0, at) + by + token.slice(at + 1);
        // The last character of a signature has bits that stand for nothing.
        if (changed !== token && at < token.length - 1) expect(await reasonOf(changed)).not.toBe('good');
      }),
    );
  });
});

describe('the key set', () => {
  test('is fetched once, whatever is sent, and again for an unknown key after half a minute', async () => {
    const { clock, seen, sign, reasonOf } = scene();
    const good = await sign();
    const strange = await sign({}, {}, 1);
    expect(new Set(await Promise.all(Array.from({ length: 100 }, () => reasonOf(good))))).toEqual(
      new Set(['good']),
    );
    for (let n = 0; n < 20; n++) {
      expect(await reasonOf(strange)).toBe('unknown_key');
      clock.move(SECOND);
    }
    expect(seen.fetches).toBe(1);
    seen.published = [1, 0];
    clock.move(11 * SECOND);
    expect(await Promise.all([reasonOf(strange), reasonOf(strange), reasonOf(good)])).toEqual([
      'good',
      'good',
      'good',
    ]);
    expect(seen.fetches).toBe(2);
  });

  test('forgets a key that is not published any more within five minutes', async () => {
    const { clock, seen, sign, reasonOf } = scene();
    const good = await sign();
    expect(await reasonOf(good)).toBe('good');
    seen.published = [1];
    clock.move(300 * SECOND);
    expect(await reasonOf(good)).toBe('unknown_key');
  });

  test('outlives an outage of an hour, without waiting for it at every call, and no longer', async () => {
    const { clock, seen, sign, reasonOf, options } = scene();
    const good = await sign();
    expect(await reasonOf(good)).toBe('good');
    seen.down = true;
    clock.move(3_000 * SECOND);
    for (let n = 0; n < 20; n++) expect(await reasonOf(good)).toBe('good');
    expect(seen.fetches).toBe(2);
    clock.move(601 * SECOND);
    await expect(verifyToken(good, options)).rejects.toBeInstanceOf(UnavailableError);
    seen.down = false;
    clock.move(SECOND);
    expect(await reasonOf(good)).toBe('good');
  });

  test('whose address hangs makes nobody wait, once that is known', async () => {
    const { clock, seen, sign, reasonOf } = scene();
    const good = await sign();
    expect(await reasonOf(good)).toBe('good');
    seen.down = true;
    clock.move(301 * SECOND);
    expect(await reasonOf(good)).toBe('good');
    seen.hangs = true;
    clock.move(2 * SECOND);
    expect(await reasonOf(good)).toBe('good');
    expect(seen.fetches).toBe(3);
  });

  test('that cannot be had, or is none, is no verdict on the token', async () => {
    const { clock, seen, sign, options } = scene();
    const good = await sign();
    seen.down = true;
    for (let n = 0; n < 3; n++)
      await expect(verifyToken(good, options)).rejects.toBeInstanceOf(UnavailableError);
    expect(seen.fetches).toBe(1);
    seen.down = false;
    for (const body of [{}, { keys: 'none' }, { keys: [1] }]) {
      seen.body = body;
      clock.move(2 * SECOND);
      await expect(verifyToken(good, options)).rejects.toBeInstanceOf(UnavailableError);
    }
  });
});

test('options that would not check anything are refused', async () => {
  const { sign, options } = scene();
  const token = await sign();
  const without = (more: object) => verifyToken(token, { ...options, ...more });
  await expect(without({ audience: undefined })).rejects.toThrow(TypeError);
  await expect(without({ issuer: 'http://auth.example.com' })).rejects.toThrow('not https');
});
