import fc from 'fast-check';
import { CompactSign, exportJWK, generateKeyPair, type JWK } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { createKeyRing } from '../keys/key-ring';
import { checkAssertion, readAssertion } from './client-assertion';
import { authenticateClient } from './client-authentication';
import { ASSERTION_ALGORITHMS } from './client-jwks';
import { clientRecord } from './client-record.fixture';
import { OAuthError } from './errors';
import { Parameters } from './parameters';
import type { ClientRecord, ReplayGuard, SingleUse } from './ports';

const ISSUER = 'https://auth.example';
const TOKEN = `${ISSUER}/v1/auth/token`;
const INTROSPECT = `${ISSUER}/v1/auth/introspect`;
const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const NOW = 1_900_000_000;

const pairs = Object.fromEntries(
  await Promise.all(
    ASSERTION_ALGORITHMS.map(
      async (alg) => [alg, await generateKeyPair(alg, { extractable: true })] as const,
    ),
  ),
);
const stranger = await generateKeyPair('ES256');
const jwk = async (alg: string, members: JWK = {}): Promise<JWK> => ({
  ...(await exportJWK((pairs[alg] as (typeof pairs)[string]).publicKey)),
  kid: alg,
  ...members,
});
const keys = await Promise.all(ASSERTION_ALGORITHMS.map((alg) => jwk(alg)));
const client = clientRecord({ jwks: { keys: keys as never } });

const CLAIMS = { iss: 'client_1', sub: 'client_1', aud: ISSUER, exp: NOW + 60, iat: NOW, jti: 'a' };

async function signed(payload: unknown, header: object = {}, key?: CryptoKey): Promise<string> {
  const full = { alg: 'ES256', kid: 'ES256', ...header };
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  return new CompactSign(bytes)
    .setProtectedHeader(full as { alg: string })
    .sign(key ?? (pairs[full.alg] as (typeof pairs)[string]).privateKey);
}

const segment = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** Any header whatever, which no library would sign. */
const unsigned = (header: unknown, payload: unknown = CLAIMS, signature = 'AAAA') =>
  `${segment(header)}.${segment(payload)}.${signature}`;

const used = new Set<string>();
let fetches = 0;
beforeEach(() => {
  used.clear();
  fetches = 0;
});

const services = {
  issuer: ISSUER,
  clock: () => NOW * 1000,
  clientKeys: {
    find: async ({ jwks }: Pick<ClientRecord, 'jwks'>, header: { alg?: string; kid?: string }) => {
      fetches++;
      return jwks ? createKeyRing(jwks).find(header) : [];
    },
  },
  replays: {
    firstUse: async ({ owner, jti, expiresAt }: SingleUse) => {
      expect(expiresAt.getTime()).toBeGreaterThan(NOW * 1000);
      const name = JSON.stringify([owner, jti]);
      return !used.has(name) && used.add(name) !== undefined;
    },
    forget: async () => {},
  },
};

const present = (assertion: unknown, more: object = {}) =>
  readAssertion(
    Parameters.fromJson(
      JSON.stringify({ client_assertion_type: TYPE, client_assertion: assertion, ...more }),
    ),
  );

/** The thumbprint's prefix for a right one, else the reason. */
async function check(assertion: string, change: Partial<ClientRecord> | null = {}, urls = [TOKEN]) {
  const asked = change === null ? undefined : { ...client, ...change };
  const found = await authenticate(assertion, asked, urls);
  return found.ok ? found.credential.id.slice(0, 4) : found.failure;
}

const authenticate = (
  assertion: string,
  asked: ClientRecord | undefined,
  urls = [TOKEN],
  replays: ReplayGuard = services.replays,
) =>
  authenticateClient(
    present(assertion),
    { urls, origin: { requestId: 'req_1', address: '192.0.2.1', userAgent: '' } },
    {
      ...services,
      replays,
      pepper: new Uint8Array(32),
      clients: {
        recallClient: () => undefined,
        findClient: async () => asked,
        findSecretOwner: async () => undefined,
        findSubject: () => Promise.reject(new Error('not asked')),
        isResource: async () => false,
      },
    },
  );

describe('checkAssertion', () => {
  it.each(ASSERTION_ALGORITHMS)('takes %s, and says which key it was', async (alg) => {
    const found = await checkAssertion(
      present(await signed(CLAIMS, { alg, kid: alg })),
      client,
      [TOKEN],
      services,
    );
    expect(found).toMatchObject({ kind: 'key', id: expect.stringMatching(/^jwk_[\w-]{43}$/), notBefore: 0 });
  });

  it.each([
    ['the issuer', ISSUER],
    ['the token endpoint', TOKEN],
    ['the endpoint that is called', INTROSPECT],
    ['the endpoint on this machine', 'http://localhost:3000/v1/auth/introspect'],
    ['an array of one', [ISSUER]],
    ['an array of ours', [ISSUER, TOKEN, INTROSPECT]],
  ])('takes one for %s', async (_, aud) => {
    const urls = [INTROSPECT, 'http://localhost:3000/v1/auth/introspect'];
    expect(await check(await signed({ ...CLAIMS, aud }), {}, urls)).toBe('jwk_');
  });

  it.each([
    ['another server', 'https://other.example'],
    ['another beside ours (audience injection)', [ISSUER, 'https://other.example']],
    ['another before ours', ['https://other.example', ISSUER]],
    ['an endpoint of ours that is not called', INTROSPECT],
    ['the issuer with a slash', `${ISSUER}/`],
    ['the issuer in upper case', ISSUER.toUpperCase()],
    ['no text', ''],
    ['our API', 'gooclaim-api'],
  ])('refuses one for %s', async (_, aud) => {
    expect(await check(await signed({ ...CLAIMS, aud }))).toBe('assertion_audience_wrong');
  });

  it('holds one that names its type to the rules of that type: the issuer alone', async () => {
    const typ = 'client-authentication+jwt';
    expect(await check(await signed(CLAIMS, { typ }))).toBe('jwk_');
    expect(await check(await signed({ ...CLAIMS, jti: 'b', aud: [ISSUER] }, { typ }))).toBe('jwk_');
    for (const aud of [TOKEN, [ISSUER, TOKEN]])
      expect(await check(await signed({ ...CLAIMS, aud }, { typ }))).toBe('assertion_audience_wrong');
  });

  it.each([
    [{ exp: NOW - 29 }, 'jwk_'],
    [{ exp: NOW - 30 }, 'assertion_expired'],
    [{ exp: -1 }, 'assertion_expired'],
    [{ exp: NOW + 3630 }, 'jwk_'],
    [{ exp: NOW + 3631 }, 'assertion_too_long'],
    [{ exp: (NOW + 60) * 1000 }, 'assertion_too_long'],
    [{ exp: 1e300 }, 'assertion_too_long'],
    [{ iat: undefined }, 'jwk_'],
    [{ iat: NOW + 30 }, 'jwk_'],
    [{ iat: NOW + 31 }, 'assertion_not_yet_valid'],
    [{ nbf: NOW + 30 }, 'jwk_'],
    [{ nbf: NOW + 31 }, 'assertion_not_yet_valid'],
    [{ exp: NOW + 60.5, iat: NOW - 0.5 }, 'jwk_'],
    [{ exp: undefined }, 'assertion_invalid'],
    [{ exp: String(NOW + 60) }, 'assertion_invalid'],
    [{ exp: null }, 'assertion_invalid'],
    [{ exp: true }, 'assertion_invalid'],
    [{ iat: 'now' }, 'assertion_invalid'],
    [{ nbf: null }, 'assertion_invalid'],
    [{ jti: undefined }, 'assertion_invalid'],
    [{ jti: '' }, 'assertion_invalid'],
    [{ jti: 5 }, 'assertion_invalid'],
    [{ jti: 'j'.repeat(255) }, 'jwk_'],
    [{ jti: 'j'.repeat(256) }, 'assertion_invalid'],
    [{ iss: 'client_2' }, 'assertion_invalid'],
    [{ iss: undefined }, 'assertion_invalid'],
    [{ iss: ['client_1'] }, 'assertion_invalid'],
    [{ aud: undefined }, 'assertion_invalid'],
    [{ aud: [] }, 'assertion_invalid'],
    [{ aud: [ISSUER, 5] }, 'assertion_invalid'],
    [{ aud: { iss: ISSUER } }, 'assertion_invalid'],
  ])('judges %j as %s', async (change, verdict) => {
    expect(await check(await signed({ ...CLAIMS, ...change }))).toBe(verdict);
  });

  it.each([
    ['typ JWT', { typ: 'JWT' }, 'jwk_'],
    ['typ jwt', { typ: 'jwt' }, 'jwk_'],
    ['typ as a whole media type', { typ: 'application/jwt' }, 'jwk_'],
    ['a thumbprint of a certificate', { x5t: 'abc', 'x5t#S256': 'abc' }, 'jwk_'],
    ['no kid', { kid: undefined }, 'jwk_'],
    ['a DPoP proof', { typ: 'dpop+jwt' }, 'assertion_invalid'],
    ['an access token', { typ: 'at+jwt' }, 'assertion_invalid'],
    ['an unknown kid', { kid: 'other' }, 'assertion_key_unknown'],
    ['the kid of another key', { kid: 'RS256' }, 'assertion_key_unknown'],
    ['jku', { jku: 'https://attacker.example/jwks.json' }, 'assertion_invalid'],
    ['x5u', { x5u: 'https://attacker.example/cert.pem' }, 'assertion_invalid'],
    ['x5c', { x5c: ['MIIB'] }, 'assertion_invalid'],
    ['jwk', { jwk: { kty: 'EC' } }, 'assertion_invalid'],
  ])('judges a header with %s as it should', async (_, header, verdict) => {
    expect(await check(await signed(CLAIMS, header))).toBe(verdict);
    expect(fetches).toBe(verdict === 'assertion_invalid' ? 0 : 1);
  });

  it.each([
    ['none', { alg: 'none' }],
    ['None', { alg: 'None' }],
    ['an HMAC', { alg: 'HS256' }],
    ['RS512', { alg: 'RS512' }],
    ['rs256', { alg: 'rs256' }],
    ['an alg that is an array', { alg: ['ES256'] }],
    ['no alg', {}],
    ['a kid that is a number', { alg: 'ES256', kid: 1 }],
    ['a kid that is null', { alg: 'ES256', kid: null }],
    ['crit', { alg: 'ES256', crit: ['exp'] }],
    ['crit with b64', { alg: 'ES256', crit: ['b64'], b64: false }],
    ['crit that is null', { alg: 'ES256', crit: null }],
    ['a typ that is a number', { alg: 'ES256', typ: 1 }],
  ])('refuses a header with %s before any key is looked for', async (_, header) => {
    expect(await check(unsigned(header))).toBe('assertion_invalid');
    expect(await check(unsigned(header, CLAIMS, ''))).toBe('assertion_invalid');
    expect(fetches).toBe(0);
  });

  it('refuses a signature by anybody else, one for another text, and none', async () => {
    expect(await check(await signed(CLAIMS, {}, stranger.privateKey))).toBe('assertion_signature_wrong');
    const [head, , signature] = (await signed(CLAIMS)).split('.');
    const swapped = `${head}.${segment({ ...CLAIMS, jti: 'b' })}.${signature}`;
    expect(await check(swapped)).toBe('assertion_signature_wrong');
    expect(await check(`${head}.${segment(CLAIMS)}.`)).toBe('assertion_signature_wrong');
    expect(await check(`${head}.${segment(CLAIMS)}`)).toBe('assertion_signature_wrong');
    expect(await check(`${head}.${segment(CLAIMS)}.${Buffer.alloc(64).toString('base64url')}`)).toBe(
      'assertion_signature_wrong',
    );
  });

  it('tries every key that may be meant', async () => {
    const other = await exportJWK(stranger.publicKey);
    const jwks = { keys: [other, { ...(await jwk('ES256')), kid: undefined }] as never };
    expect(await check(await signed(CLAIMS), { jwks })).toBe('jwk_');
    expect(await check(await signed(CLAIMS, { kid: undefined }, stranger.privateKey), { jwks })).toBe(
      'assertion_replayed',
    );
  });

  it('takes each once, and remembers only what was truly signed', async () => {
    expect(await check(await signed(CLAIMS, {}, stranger.privateKey))).toBe('assertion_signature_wrong');
    expect(used.size).toBe(0);
    const assertion = await signed(CLAIMS);
    expect(await check(assertion)).toBe('jwk_');
    expect(await check(assertion)).toBe('assertion_replayed');
    // The same jti in other words is the same assertion.
    expect(await check(await signed({ ...CLAIMS, exp: NOW + 61 }))).toBe('assertion_replayed');
    expect(await check(await signed({ ...CLAIMS, jti: 'b' }))).toBe('jwk_');
    // Another client's jti is another's.
    const theirs = await signed({ ...CLAIMS, iss: 'client_2', sub: 'client_2' });
    expect(await check(theirs, { id: 'client_2' })).toBe('jwk_');
  });

  it.each([
    ['network_not_allowed', { allowedNetworks: ['10.0.0.0/8'] }],
    ['client_disabled', { status: 'disabled' }],
    ['tenant_suspended', { tenantStatus: 'suspended' }],
  ] as const)('is not used up by a request that is refused: %s', async (failure, change) => {
    const assertion = await signed(CLAIMS);
    expect(await check(assertion, change as Partial<ClientRecord>)).toBe(failure);
    expect(used.size).toBe(0);
    expect(await check(assertion)).toBe('jwk_');
  });

  it('remembers it for as long as it would be taken', async () => {
    let until = 0;
    const firstUse = async ({ expiresAt }: SingleUse) => {
      until = expiresAt.getTime();
      return true;
    };
    await authenticate(await signed(CLAIMS), client, [TOKEN], { ...services.replays, firstUse });
    expect(until).toBe((CLAIMS.exp + 30) * 1000);
  });

  it('knows an unknown client from one without keys, for those who may know', async () => {
    const assertion = await signed(CLAIMS);
    expect(await check(assertion, null)).toBe('unknown_client');
    expect(await check(assertion, { jwks: null })).toBe('no_keys');
    expect(await check(assertion, { jwks: null, jwksUri: 'https://down.example/' })).toBe(
      'assertion_key_unknown',
    );
    expect(used.size).toBe(0);
  });

  it('fails as a fault of ours when the memory of used ones fails, never as a verdict', async () => {
    const firstUse = () => Promise.reject(new Error('down'));
    await expect(
      authenticate(await signed(CLAIMS), client, [TOKEN], { ...services.replays, firstUse }),
    ).rejects.toThrow('down');
  });

  it('refuses whatever is not signed, and never fails (property)', async () => {
    const name = (all: string[]) => fc.oneof(fc.constantFrom(...all), fc.string());
    const header = fc.dictionary(
      name(['alg', 'kid', 'typ', 'crit', 'jwk', 'jku', 'x5c', 'b64', '__proto__']),
      fc.jsonValue(),
    );
    const payload = fc.dictionary(
      name(['iss', 'aud', 'exp', 'iat', 'nbf', 'jti', '__proto__']),
      fc.jsonValue(),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(header, payload, fc.constantFrom(...ASSERTION_ALGORITHMS, 'none'), fc.boolean()),
        async ([head, body, alg, whole]) => {
          const claims = whole ? { ...body, ...CLAIMS } : { ...body, sub: 'client_1' };
          const verdict = await check(unsigned({ ...head, alg }, claims));
          expect(verdict).toMatch(/^assertion_/);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('readAssertion', () => {
  const refusal = (run: () => unknown) => {
    try {
      run();
    } catch (cause) {
      if (OAuthError.is(cause)) return `${cause.status} ${cause.code}`;
      throw cause;
    }
    return 'read';
  };
  const good = unsigned({ alg: 'ES256' });

  it('says who the assertion is for', () => {
    expect(present(good)).toMatchObject({ method: 'private_key_jwt', clientId: 'client_1', assertion: good });
    expect(present(good, { client_id: 'client_1' })).toMatchObject({ clientId: 'client_1' });
  });

  it.each([
    ['no type', { client_assertion_type: undefined }],
    ['another type', { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' }],
    ['no assertion', { client_assertion: undefined }],
    ['another client_id', { client_id: 'client_2' }],
    ['a client_id that is none', { client_id: 5 }],
    ['an assertion that is an array', { client_assertion: [good] }],
    ['one segment', { client_assertion: 'x' }],
    ['an encrypted one', { client_assertion: 'a.b.c.d.e' }],
    ['padding', { client_assertion: `${good}==` }],
    ['a blank', { client_assertion: `${good} ` }],
    ['a list where claims are due', { client_assertion: unsigned({ alg: 'ES256' }, []) }],
    ['no sub', { client_assertion: unsigned({ alg: 'ES256' }, { ...CLAIMS, sub: undefined }) }],
    ['an empty sub', { client_assertion: unsigned({ alg: 'ES256' }, { ...CLAIMS, sub: '' }) }],
    ['a sub that is a number', { client_assertion: unsigned({ alg: 'ES256' }, { ...CLAIMS, sub: 5 }) }],
    ['a NUL in sub', { client_assertion: unsigned({ alg: 'ES256' }, { ...CLAIMS, sub: 'a\u0000' }) }],
  ])('refuses %s as a bad request', (_, more) => {
    expect(refusal(() => present(good, more))).toBe('400 invalid_request');
  });

  it('refuses whatever else comes, and repeats nothing of it (property)', () => {
    const part = fc.oneof(fc.string(), fc.jsonValue().map(segment), fc.base64String());
    const anything = fc.oneof(
      fc.string(),
      fc.jsonValue(),
      fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('.')),
    );
    fc.assert(
      fc.property(anything, (assertion) => {
        try {
          expect(present(assertion).clientId).toBeTypeOf('string');
        } catch (cause) {
          if (!OAuthError.is(cause)) throw cause;
          if (typeof assertion === 'string' && assertion.length > 12)
            expect(cause.message).not.toContain(assertion);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
