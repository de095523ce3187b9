import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  CHECKS,
  type CheckContext,
  type CheckName,
  checkToken,
  type Reason,
  type SubjectState,
} from './checks';
import {
  encode,
  forge,
  goodHeader,
  goodPayload,
  hs256,
  ISSUER,
  KID,
  keys,
  NOW,
  person,
  ps256,
  rs256,
  rs512,
  serviceContext,
  TENANT,
  verifiesOwn,
} from './forge.fixture';
import { webSignatureCheck } from './signature';

const seconds = NOW / 1000;

interface Case {
  name: string;
  check: CheckName;
  reason: Reason;
  token: () => Promise<string> | string;
  context?: Partial<CheckContext> & { subject?: Partial<SubjectState> };
}

/** Header members and signer of a forgery whose payload is perfect. */
const withHeader = (header: object, sign = rs256(keys.own.privateKey)) => forge({}, header, sign);
const parts = async () => (await forge()).split('.') as [string, string, string];

/** Small enough for a token, deep enough to overflow the stack of `JSON.stringify`. */
const DEEP = '['.repeat(6000) + ']'.repeat(6000);

const REFUSED: Case[] = [
  { name: 'nothing', check: 'shape', reason: 'not_three_segments', token: () => '' },
  { name: 'one part', check: 'shape', reason: 'not_three_segments', token: () => 'garbage' },
  {
    name: 'four parts',
    check: 'shape',
    reason: 'not_three_segments',
    token: async () => `${await forge()}.x`,
  },
  { name: 'an empty header', check: 'shape', reason: 'not_three_segments', token: () => '.e30.e30' },
  {
    name: 'a JWE',
    check: 'shape',
    reason: 'encrypted',
    token: () => `${encode({ alg: 'dir', enc: 'A256GCM' })}.a.b.c.d`,
  },
  { name: 'padding', check: 'shape', reason: 'not_base64url', token: async () => `${await forge()}=` },
  {
    name: 'a space',
    check: 'shape',
    reason: 'not_base64url',
    token: async () => (await forge()).replace('.', ' .'),
  },
  {
    name: 'a newline at the end',
    check: 'shape',
    reason: 'not_base64url',
    token: async () => `${await forge()}\n`,
  },
  {
    name: 'a header that is no JSON',
    check: 'shape',
    reason: 'not_json',
    token: () => `${encode('{"alg"')}.e30.AA`,
  },
  {
    name: 'a payload in broken UTF-8',
    check: 'shape',
    reason: 'not_json',
    token: () => `${encode(goodHeader)}._w.AA`,
  },
  {
    name: 'an array for a payload',
    check: 'shape',
    reason: 'not_an_object',
    token: () => `${encode(goodHeader)}.${encode([1])}.AA`,
  },
  {
    name: 'null for a header',
    check: 'shape',
    reason: 'not_an_object',
    token: () => `${encode('null')}.e30.AA`,
  },

  ...['none', 'None', 'NONE', 'nOnE'].map(
    (alg): Case => ({
      name: `alg ${alg} and no signature`,
      check: 'algorithm',
      reason: 'alg_none',
      token: () => `${encode({ ...goodHeader, alg })}.${encode(goodPayload)}.`,
    }),
  ),
  {
    name: 'alg none with the signature kept',
    check: 'algorithm',
    reason: 'alg_none',
    token: () => withHeader({ alg: 'none' }),
  },
  {
    name: 'HS256 keyed with the public key',
    check: 'algorithm',
    reason: 'alg_not_rs256',
    token: () => withHeader({ alg: 'HS256' }, hs256(keys.publicPem)),
  },
  {
    name: 'RS512',
    check: 'algorithm',
    reason: 'alg_not_rs256',
    token: () => withHeader({ alg: 'RS512' }, rs512(keys.own.privateKey)),
  },
  {
    name: 'PS256',
    check: 'algorithm',
    reason: 'alg_not_rs256',
    token: () => withHeader({ alg: 'PS256' }, ps256(keys.own.privateKey)),
  },
  {
    name: 'rs256 in lower case',
    check: 'algorithm',
    reason: 'alg_not_rs256',
    token: () => withHeader({ alg: 'rs256' }),
  },
  {
    name: 'no alg',
    check: 'algorithm',
    reason: 'alg_not_rs256',
    token: () => withHeader({ alg: undefined }),
  },
  {
    name: 'an alg that is an array',
    check: 'algorithm',
    reason: 'alg_not_rs256',
    token: () => withHeader({ alg: ['RS256'] }),
  },

  {
    name: 'an ID token’s typ',
    check: 'type',
    reason: 'typ_not_jwt',
    token: () => withHeader({ typ: 'id+jwt' }),
  },
  {
    name: 'a logout token',
    check: 'type',
    reason: 'typ_not_jwt',
    token: () => withHeader({ typ: 'logout+jwt' }),
  },
  { name: 'no typ', check: 'type', reason: 'typ_not_jwt', token: () => withHeader({ typ: undefined }) },
  {
    name: 'a typ that is a number',
    check: 'type',
    reason: 'typ_not_jwt',
    token: () => withHeader({ typ: 1 }),
  },
  {
    name: 'an unknown crit',
    check: 'type',
    reason: 'crit_unknown',
    token: () => withHeader({ crit: ['exp'], exp: 1 }),
  },
  {
    name: 'b64 under crit, which jose itself would follow',
    check: 'type',
    reason: 'crit_unknown',
    token: () => withHeader({ crit: ['b64'], b64: false }),
  },
  { name: 'an empty crit', check: 'type', reason: 'crit_unknown', token: () => withHeader({ crit: [] }) },
  {
    name: 'a crit nested six thousand deep',
    check: 'type',
    reason: 'crit_unknown',
    token: () => `${encode(`{"alg":"RS256","typ":"JWT","crit":${DEEP}}`)}.e30.AA`,
  },

  ...(['jwk', 'jku', 'x5u', 'x5c'] as const).map(
    (name): Case => ({
      name: `a forger’s key under ${name}`,
      check: 'key',
      reason: 'key_in_header',
      token: () => withHeader({ [name]: 'https://evil.test/key' }, rs256(keys.foreign.privateKey)),
    }),
  ),
  { name: 'no kid', check: 'key', reason: 'kid_missing', token: () => withHeader({ kid: undefined }) },
  { name: 'an empty kid', check: 'key', reason: 'kid_missing', token: () => withHeader({ kid: '' }) },
  ...[
    'key_two',
    '../../../../dev/null',
    "' OR 1=1 --",
    '__proto__',
    'constructor',
    ' key_one',
    'KEY_ONE',
    7,
    null,
    {},
  ].map(
    (kid): Case => ({
      name: `kid ${JSON.stringify(kid)}`,
      check: 'key',
      reason: 'kid_unknown',
      token: () => withHeader({ kid }),
    }),
  ),
  {
    name: 'a retired key',
    check: 'key',
    reason: 'key_retired',
    token: () => forge(),
    context: { findKey: () => ({ state: 'retired', verifies: verifiesOwn }) },
  },
  {
    name: 'a revoked key',
    check: 'key',
    reason: 'key_revoked',
    token: () => forge(),
    context: { findKey: () => ({ state: 'retired', revoked: true, verifies: verifiesOwn }) },
  },

  {
    name: 'the signature stripped with its dot',
    check: 'signature',
    reason: 'signature_missing',
    token: async () => (await parts()).slice(0, 2).join('.'),
  },
  {
    name: 'the signature stripped',
    check: 'signature',
    reason: 'signature_missing',
    token: async () => `${(await parts()).slice(0, 2).join('.')}.`,
  },
  {
    name: 'one bit of the signature flipped',
    check: 'signature',
    reason: 'signature_wrong',
    token: async () => flipSignature(await parts()),
  },
  {
    name: 'another token’s payload',
    check: 'signature',
    reason: 'signature_wrong',
    token: async () => {
      const [header, , signature] = await parts();
      return `${header}.${encode({ ...goodPayload, scope: 'claims:write' })}.${signature}`;
    },
  },
  {
    name: 'another token’s header',
    check: 'signature',
    reason: 'signature_wrong',
    token: async () => {
      const [, payload, signature] = await parts();
      return `${encode({ ...goodHeader, typ: 'at+jwt' })}.${payload}.${signature}`;
    },
  },
  {
    name: 'our kid over a forger’s signature',
    check: 'signature',
    reason: 'signature_wrong',
    token: () => forge({}, {}, rs256(keys.foreign.privateKey)),
  },
  {
    name: 'RS512 called RS256',
    check: 'signature',
    reason: 'signature_wrong',
    token: () => forge({}, {}, rs512(keys.own.privateKey)),
  },
  {
    name: 'PS256 called RS256',
    check: 'signature',
    reason: 'signature_wrong',
    token: () => forge({}, {}, ps256(keys.own.privateKey)),
  },
  {
    name: 'HS256 called RS256',
    check: 'signature',
    reason: 'signature_wrong',
    token: () => forge({}, {}, hs256(keys.publicPem)),
  },
  {
    name: 'a signature cut short',
    check: 'signature',
    reason: 'signature_wrong',
    token: async () => (await forge()).slice(0, -6),
  },

  { name: 'no iss', check: 'issuer', reason: 'iss_missing', token: () => forge({ iss: undefined }) },
  {
    name: 'a slash after the issuer',
    check: 'issuer',
    reason: 'iss_wrong',
    token: () => forge({ iss: `${ISSUER}/` }),
  },
  {
    name: 'the issuer in an array',
    check: 'issuer',
    reason: 'iss_wrong',
    token: () => forge({ iss: [ISSUER] }),
  },
  { name: 'no aud', check: 'audience', reason: 'aud_missing', token: () => forge({ aud: undefined }) },
  {
    name: 'another aud',
    check: 'audience',
    reason: 'aud_wrong',
    token: () => forge({ aud: 'opencrvs.auth' }),
  },
  {
    name: 'our aud among others',
    check: 'audience',
    reason: 'aud_wrong',
    token: () => forge({ aud: ['gooclaim-api', 'evil'] }),
  },
  {
    name: 'an API of another tenant',
    check: 'audience',
    reason: 'aud_wrong',
    token: () => forge({ aud: 'https://claims.other.example' }),
    context: { isResource: async () => false },
  },
  {
    name: 'an aud nested six thousand deep',
    check: 'audience',
    reason: 'aud_wrong',
    token: () => forgeRaw(`{"iss":"${ISSUER}","aud":${DEEP}}`),
  },
  { name: 'no iat', check: 'issued_at', reason: 'iat_missing', token: () => forge({ iat: undefined }) },
  {
    name: 'iat as text',
    check: 'issued_at',
    reason: 'iat_missing',
    token: () => forge({ iat: `${seconds}` }),
  },
  {
    name: 'iat more than 90 s in the future',
    check: 'issued_at',
    reason: 'iat_in_future',
    token: () => forge({ iat: seconds + 91 }),
  },
  {
    name: 'iat in milliseconds',
    check: 'issued_at',
    reason: 'iat_in_future',
    token: () => forge({ iat: NOW }),
  },
  {
    name: 'nbf more than 90 s in the future',
    check: 'issued_at',
    reason: 'nbf_in_future',
    token: () => forge({ nbf: seconds + 91 }),
  },
  { name: 'nbf as text', check: 'issued_at', reason: 'nbf_in_future', token: () => forge({ nbf: '0' }) },
  { name: 'no exp', check: 'expiry', reason: 'exp_missing', token: () => forge({ exp: undefined }) },
  {
    name: 'exp as text',
    check: 'expiry',
    reason: 'exp_missing',
    token: () => forge({ exp: `${seconds + 60}` }),
  },
  { name: 'exp null', check: 'expiry', reason: 'exp_missing', token: () => forge({ exp: null }) },
  {
    name: 'exp beyond any number',
    check: 'expiry',
    reason: 'exp_missing',
    token: () => forgeRaw(JSON.stringify({ ...goodPayload, exp: 0 }).replace('"exp":0', '"exp":1e999')),
  },
  { name: 'exp this very second', check: 'expiry', reason: 'expired', token: () => forge({ exp: seconds }) },
  { name: 'exp long ago', check: 'expiry', reason: 'expired', token: () => forge({ exp: -1e300 }) },

  {
    name: 'no tenant_id',
    check: 'tenant',
    reason: 'tenant_missing',
    token: () => forge({ tenant_id: undefined }),
  },
  {
    name: 'a tenant_id in an array',
    check: 'tenant',
    reason: 'tenant_missing',
    token: () => forge({ tenant_id: ['ten_acme'] }),
  },
  {
    name: 'another tenant',
    check: 'tenant',
    reason: 'tenant_foreign',
    token: () => forge({ tenant_id: 'ten_other' }),
  },
  {
    name: 'a token that is neither a machine’s nor a person’s',
    check: 'kind',
    reason: 'kind_unknown',
    token: () => forge({ token_use: 'refresh' }),
  },
  {
    name: 'a machine’s token that calls itself a person’s',
    check: 'kind',
    reason: 'claims_incomplete',
    token: () => forge({ token_use: 'human', sub: 'usr_1' }),
  },
  {
    name: 'a person’s token that calls itself a machine’s',
    check: 'kind',
    reason: 'claims_incomplete',
    token: () => forge({ ...person, token_use: 'machine' }),
  },
  {
    name: 'no token_use',
    check: 'kind',
    reason: 'kind_unknown',
    token: () => forge({ token_use: undefined }),
  },
  {
    name: 'sub and client_id apart',
    check: 'kind',
    reason: 'claims_incomplete',
    token: () => forge({ sub: 'usr_1' }),
  },
  ...(['sub', 'client_id', 'jti', 'cred', 'scope'] as const).map(
    (claim): Case => ({
      name: `no ${claim}`,
      check: 'kind',
      reason: 'claims_incomplete',
      token: () => forge({ [claim]: undefined }),
    }),
  ),
  {
    name: 'a deleted client',
    check: 'subject',
    reason: 'client_unknown',
    token: () => forge(),
    context: { subject: { subject: 'unknown' } },
  },
  {
    name: 'a disabled client',
    check: 'subject',
    reason: 'client_disabled',
    token: () => forge(),
    context: { subject: { subject: 'disabled' } },
  },
  {
    name: 'a suspended tenant',
    check: 'subject',
    reason: 'tenant_suspended',
    token: () => forge(),
    context: { subject: { tenant: 'suspended' } },
  },
  ...(
    [
      ['user_unknown', { subject: 'unknown' }],
      ['user_disabled', { subject: 'disabled' }],
      ['tenant_suspended', { tenant: 'suspended' }],
    ] as const
  ).map(
    ([reason, subject]): Case => ({
      name: `a person: ${reason}`,
      check: 'subject',
      reason,
      token: () => forge(person),
      context: { subject },
    }),
  ),
  ...(['expired', 'retired', 'unknown'] as const).map(
    (credential): Case => ({
      name: `a person whose session is ${credential}`,
      check: 'credential',
      reason: 'session_ended',
      token: () => forge(person),
      context: { subject: { credential } },
    }),
  ),
  {
    name: 'a secret never issued',
    check: 'credential',
    reason: 'secret_unknown',
    token: () => forge(),
    context: { subject: { credential: 'unknown' } },
  },
  {
    name: 'a revoked token',
    check: 'revocation',
    reason: 'token_revoked',
    token: () => forge(),
    context: { subject: { revoked: true } },
  },
  {
    name: 'a token issued before all were ended',
    check: 'revocation',
    reason: 'tokens_ended',
    token: () => forge(),
    context: { subject: { notBefore: NOW + 1000 } },
  },
  {
    name: 'a scope not granted',
    check: 'scope',
    reason: 'scope_missing',
    token: () => forge(),
    context: { requiredScope: 'claims:write' },
  },
  {
    name: 'a scope that is only a prefix',
    check: 'scope',
    reason: 'scope_missing',
    token: () => forge(),
    context: { requiredScope: 'workflow' },
  },
];

function flipSignature([header, payload, signature]: [string, string, string]): string {
  const bytes = Buffer.from(signature, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(100) ^ 1, 100);
  return `${header}.${payload}.${bytes.toString('base64url')}`;
}

/** For payloads `JSON.stringify` would not write. */
async function forgeRaw(payload: string): Promise<string> {
  const input = `${encode(goodHeader)}.${encode(payload)}`;
  return `${input}.${await rs256(keys.own.privateKey)(input)}`;
}

describe('refused, at the right question and for the right reason', () => {
  test.each(REFUSED)('$reason: $name', async ({ token, check, reason, context }) => {
    const evaluation = await checkToken(await token(), serviceContext(context), 'first_failure');
    expect(evaluation.valid).toBe(false);
    expect(evaluation.results.at(-1)).toMatchObject({ check, outcome: 'fail', reason });
    expect(evaluation.results.slice(0, -1).every(({ outcome }) => outcome !== 'fail')).toBe(true);
  });

  test.each(REFUSED)('the debugger agrees on $reason: $name', async ({ token, check, reason, context }) => {
    const evaluation = await checkToken(await token(), serviceContext(context), 'end');
    expect(evaluation.valid).toBe(false);
    expect(evaluation.results.find(({ outcome }) => outcome === 'fail')).toMatchObject({ check, reason });
    expect(evaluation.results.map((result) => result.check)).toEqual([...CHECKS]);
    // What a reader compares: never one without the other.
    for (const { outcome, expected, found } of evaluation.results)
      if (outcome === 'fail') expect([expected, found].every((text) => text && text.length > 0)).toBe(true);
  });

  test('every reason is reached by a token above', async () => {
    const { REASON_WORDS } = await import('./reasons');
    const reached = new Set(REFUSED.map(({ reason }) => reason));
    expect(Object.keys(REASON_WORDS).filter((reason) => !reached.has(reason as Reason))).toEqual([]);
  });
});

describe('accepted', () => {
  test('a token of this service', async () => {
    const evaluation = await checkToken(await forge(), serviceContext(), 'first_failure');
    expect(evaluation.valid).toBe(true);
    expect(evaluation.results.map(({ outcome }) => outcome)).toEqual([
      ...CHECKS.slice(0, -1).map(() => 'pass'),
      'not_checked',
    ]);
  });

  test.each(['JWT', 'jwt', 'at+jwt', 'AT+JWT', 'application/at+jwt'])('typ %s', async (typ) => {
    expect(await checkToken(await withHeader({ typ }), serviceContext(), 'end')).toMatchObject({
      valid: true,
    });
  });

  test('a person’s, with a live session', async () => {
    const context = serviceContext();
    expect(await checkToken(await forge(person), context, 'end')).toMatchObject({ valid: true });
    expect(context.asked).toEqual([`${TENANT}/usr_1/ses_1`]);
  });

  test('for an API of the tenant’s own', async () => {
    const asked: string[] = [];
    const isResource = async (tenantId: string, audience: string) => {
      asked.push(`${tenantId} ${audience}`);
      return true;
    };
    const token = await forge({ aud: 'https://claims.example' });
    expect((await checkToken(token, serviceContext({ isResource }), 'first_failure')).valid).toBe(true);
    expect(asked).toEqual([`${TENANT} https://claims.example`]);
    // Of a forgery the records are not asked, and where there are none nobody can say.
    for (const [text, context] of [
      [`${token.slice(0, -4)}AAAA`, serviceContext({ isResource })],
      [token, serviceContext()],
    ] as const) {
      const { results } = await checkToken(text, context, 'end');
      expect(results.find(({ check }) => check === 'audience')?.outcome).toBe('not_checked');
    }
    expect(asked).toHaveLength(1);
  });

  test.each(['next', 'active', 'retiring'] as const)('signed with a key that is %s', async (state) => {
    const context = serviceContext({ findKey: () => ({ state, verifies: verifiesOwn }) });
    const { valid, results } = await checkToken(await forge(), context, 'end');
    expect(valid).toBe(true);
    expect(results.find(({ check }) => check === 'key')?.found).toBe(`${KID} (${state})`);
  });

  test.each(['expired', 'retired'] as const)(
    'for a secret since %s: its tokens live out their hour',
    async (credential) => {
      expect(
        await checkToken(await forge(), serviceContext({ subject: { credential } }), 'end'),
      ).toMatchObject({
        valid: true,
      });
    },
  );

  test('until the last millisecond before exp, from 90 s before iat on', async () => {
    const token = await forge({ iat: seconds, exp: seconds + 3600 });
    const at = async (now: number) =>
      (await checkToken(token, serviceContext({ now }), 'first_failure')).valid;
    expect([
      await at(NOW - 90_001),
      await at(NOW - 90_000),
      await at(NOW + 3_599_999),
      await at(NOW + 3_600_000),
    ]).toEqual([false, true, true, false]);
  });

  test('in the browser, which has the published keys and no records', async () => {
    const findKey = (kid: string) => (kid === KID ? { verifies: verifiesOwn } : undefined);
    const { valid, results } = await checkToken(await forge(), { issuer: ISSUER, now: NOW, findKey }, 'end');
    expect(valid).toBe(true);
    expect(results.filter(({ outcome }) => outcome === 'not_checked').map(({ check }) => check)).toEqual([
      'tenant',
      'subject',
      'credential',
      'revocation',
      'scope',
    ]);
    expect(results.find(({ check }) => check === 'key')?.found).toBe(KID);
  });

  test('with the scope the call needs', async () => {
    const { results } = await checkToken(
      await forge(),
      serviceContext({ requiredScope: 'audit:read' }),
      'end',
    );
    expect(results.at(-1)).toEqual({ check: 'scope', outcome: 'pass', found: 'audit:read' });
  });
});

describe('a forgery learns nothing of the records', () => {
  const forgeries: [string, () => Promise<string>, Partial<CheckContext>?][] = [
    ['a wrong signature', () => forge({}, {}, rs256(keys.foreign.privateKey))],
    ['no signature', async () => (await parts()).slice(0, 2).join('.')],
    ['HS256 with the public key', () => withHeader({ alg: 'HS256' }, hs256(keys.publicPem))],
    ['an unknown key', () => withHeader({ kid: 'key_two' })],
    ['a foreign tenant', () => forge({ tenant_id: 'ten_other' })],
  ];
  test.each(forgeries)('%s', async (_name, token) => {
    const context = serviceContext();
    const { results } = await checkToken(await token(), context, 'end');
    expect(context.asked).toEqual([]);
    for (const check of ['subject', 'credential', 'revocation'])
      expect(results.find((result) => result.check === check)).toEqual({ check, outcome: 'not_checked' });
  });

  test('and a true token is looked up once', async () => {
    const context = serviceContext();
    await checkToken(await forge(), context, 'end');
    expect(context.asked).toEqual(['ten_acme/client_acme/sec_1']);
  });
});

describe('an unreadable record is never a verdict', () => {
  const broken = () => Promise.reject(new Error('connection refused'));
  test.each([
    ['findKey', { findKey: broken }],
    ['findSubject', { findSubject: broken }],
  ])('%s', async (_name, context) => {
    await expect(checkToken(await forge(), serviceContext(context), 'end')).rejects.toThrow(
      'connection refused',
    );
  });

  test('nor is a key of the wrong kind', async () => {
    const wrong = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
      'verify',
    ]);
    const context = serviceContext({
      findKey: () => ({ state: 'active', verifies: webSignatureCheck(wrong as CryptoKey) }),
    });
    await expect(checkToken(await forge(), context, 'end')).rejects.toThrow(TypeError);
  });
});

test('no check fetches anything, whatever address the header brings', async () => {
  const fetched = vi.spyOn(globalThis, 'fetch');
  for (const name of ['jku', 'x5u'])
    await checkToken(await withHeader({ [name]: 'https://evil.test/jwks.json' }), serviceContext(), 'end');
  expect(fetched).not.toHaveBeenCalled();
  fetched.mockRestore();
});

test('what was found is cut to what fits a line', async () => {
  const { results } = await checkToken(await forge({ iss: 'x'.repeat(5000) }), serviceContext(), 'end');
  expect(results.find(({ check }) => check === 'issuer')?.found).toHaveLength(200);
});

describe('for any change of a true token', () => {
  test('every other spelling of the last character is refused', async () => {
    const token = await forge();
    const others = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_='].filter(
      (last) => last !== token.at(-1),
    );
    const verdicts = await Promise.all(
      others.map((last) => checkToken(token.slice(0, -1) + last, serviceContext(), 'end')),
    );
    expect(verdicts.filter(({ valid }) => valid)).toEqual([]);
  });

  test('one character replaced, removed or added is refused', async () => {
    const token = await forge();
    const change = fc.record({
      at: fc.nat({ max: token.length }),
      remove: fc.integer({ min: 0, max: 3 }),
      insert: fc.oneof(
        fc.string({ maxLength: 3 }),
        fc.string({ unit: fc.constantFrom(...'AQgw.-_='), maxLength: 3 }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, remove, insert }) => {
        const mutated = token.slice(0, at) + insert + token.slice(at + remove);
        fc.pre(mutated !== token);
        expect((await checkToken(mutated, serviceContext(), 'end')).valid).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  test('any payload under a true header and signature is refused', async () => {
    const [header, payload, signature] = await parts();
    await fc.assert(
      fc.asyncProperty(fc.object(), async (forged) => {
        fc.pre(encode(forged) !== payload);
        const token = `${header}.${encode({ ...goodPayload, ...forged, evil: 1 })}.${signature}`;
        expect((await checkToken(token, serviceContext(), 'end')).valid).toBe(false);
      }),
      { numRuns: 100 },
    );
  });
});
