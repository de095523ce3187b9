import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { forgeProof, jwkOf, keys, NOW, REQUEST } from './dpop.fixture';
import { checkProof } from './dpop-proof';

const seconds = NOW / 1000;
const [URL_OF_ENDPOINT = ''] = REQUEST.urls;

const judge = async (dpop: string, request = REQUEST, now = NOW) => {
  const proof = await checkProof(dpop, request, now);
  return typeof proof === 'string' ? proof : 'good';
};

describe('the example of RFC 9449 §4.1', () => {
  const proof =
    'eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg';
  const request = { method: 'POST', urls: ['https://server.example.com/token'] };

  it('holds at its time, and its thumbprint is the one printed in §6.1', async () => {
    expect(await checkProof(proof, request, 1562262616_000)).toEqual({
      jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I',
      jti: '-BwC3ESc6acc2lTc',
      nonce: undefined,
      ath: undefined,
      rememberUntil: new Date(1562262616_000 + 600_000),
    });
  });

  it('does not hold today', async () => {
    expect(await judge(proof, request)).toMatch(/^iat /);
  });
});

describe('a proof that is accepted', () => {
  it.each(['ES256', 'ES384', 'RS256', 'PS256', 'EdDSA', 'Ed25519'] as const)('by %s', async (alg) =>
    expect(await judge(forgeProof({}, {}, { alg }))).toBe('good'),
  );

  it.each([
    ['five minutes old', { iat: seconds - 300 }],
    ['five minutes ahead', { iat: seconds + 300 }],
    ['with parts of a second in iat', { iat: seconds + 0.5 }],
    ['with the longest jti', { jti: 'j'.repeat(255) }],
    ['with claims of its own', { exp: seconds + 60, nbf: seconds, aud: 'anybody', iss: 'somebody' }],
  ])('%s', async (_, claims) => expect(await judge(forgeProof(claims))).toBe('good'));

  it('with header parameters that mean nothing to us', async () => {
    const header = { kid: 'mine', jku: 'https://attacker.invalid', x5c: ['AAAA'] };
    expect(await judge(forgeProof({}, header))).toBe('good');
  });

  it.each([
    `${URL_OF_ENDPOINT}?a=b`,
    `${URL_OF_ENDPOINT}#part`,
    'HTTPS://AUTH.gooclaim.TEST/v1/auth/token',
    'https://auth.gooclaim.test:443/v1/auth/token',
    'https://auth.gooclaim.test/v1/./other/../auth/token',
    'https://auth.gooclaim.test/v1/auth/%74oken',
    'https://auth.gooclaim.test/v1/auth/%74%6Fken?%',
  ])('htu %s', async (htu) => expect(await judge(forgeProof({ htu }))).toBe('good'));

  it('for any of the addresses of the endpoint', async () => {
    const urls = [...REQUEST.urls, 'http://localhost:3001/v1/auth/token'];
    for (const htu of urls) expect(await judge(forgeProof({ htu }), { ...REQUEST, urls })).toBe('good');
  });

  it('compares percent-encodings whatever their case, and decodes none that means something', async () => {
    const request = { method: 'POST', urls: ['https://auth.gooclaim.test/caf%C3%A9/a%2Fb'] };
    const htu = (path: string) => forgeProof({ htu: `https://auth.gooclaim.test${path}` });
    expect(await judge(htu('/caf%c3%a9/a%2fb'), request)).toBe('good');
    expect(await judge(htu('/café/a%2Fb'), request)).toBe('good');
    expect(await judge(htu('/caf%C3%A9/a/b'), request)).toMatch(/^htu /);
  });
});

describe('a proof that is refused', () => {
  const good = forgeProof();
  const [head = '', body = '', signature = ''] = good.split('.');
  const other = forgeProof().split('.');

  it.each([
    ['empty', ''],
    ['no JWT', 'abc'],
    ['two segments', `${head}.${body}`],
    ['no signature', `${head}.${body}.`],
    ['five segments', `${good}.a.b`],
    ['padded', `${good}=`],
    ['blanks around', ` ${good}`],
    ['payload that is no object', `${head}.${Buffer.from('[1]').toString('base64url')}.${signature}`],
    ['signature of another proof', `${head}.${body}.${other[2]}`],
    ['payload of another proof', `${head}.${other[1]}.${signature}`],
    ['header of another proof', `${forgeProof({}, {}, { alg: 'RS256' }).split('.')[0]}.${body}.${signature}`],
    ['a byte more', `${head}.${body}.${signature}AA`],
    // CVE-2022-21449.
    ['signature of zeros', `${head}.${body}.${Buffer.alloc(64).toString('base64url')}`],
  ])('form: %s', async (_, dpop) => expect(await judge(dpop)).not.toBe('good'));

  it.each([
    ['two header fields', `${good}, ${forgeProof()}`],
    ['the same field twice', `${good}, ${good}`],
    ['an empty field before it', `, ${good}`],
    ['an empty field behind it', `${good}, `],
  ])('§4.3 1: %s', async (_, dpop) => expect(await judge(dpop)).toMatch(/^Send one DPoP header/));

  it.each(['JWT', 'at+jwt', 'DPOP+JWT', 'application/dpop+jwt', '', undefined, null, ['dpop+jwt']])(
    '§4.3 4: typ %j',
    async (typ) => expect(await judge(forgeProof({}, { typ }))).toMatch(/^typ /),
  );

  it.each([
    'none',
    'None',
    'HS256',
    'RS512',
    'ES512',
    'es256',
    'RSA-OAEP',
    '',
    undefined,
    null,
    256,
    ['ES256'],
    'toString',
  ])('§4.3 5: alg %j', async (alg) => expect(await judge(forgeProof({}, { alg }))).toMatch(/^alg /));

  it('§4.3 5: a curve that is not on the list, truly signed', async () => {
    expect(await judge(forgeProof({}, {}, { alg: 'ES512' }))).toMatch(/^alg /);
  });

  it('§4.3 6: another key in it than it was signed with', async () => {
    const jwk = jwkOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
    expect(await judge(forgeProof({}, { jwk }))).toMatch(/does not verify/);
  });

  const ec = jwkOf(keys.ES256);
  it.each([
    ['absent', undefined],
    ['null', null],
    ['text', JSON.stringify(ec)],
    ['an array', [ec]],
    ['empty', {}],
    ['without y', { ...ec, y: undefined }],
    ['y that is a number', { ...ec, y: 5 }],
    ['a point beside the curve', { ...ec, x: ec.y, y: ec.x }],
    ['a curve of another alg', jwkOf(keys.ES384)],
    ['an RSA key', jwkOf(keys.RS256)],
    ['an Ed25519 key', jwkOf(keys.EdDSA)],
    ['an alg of its own that differs', { ...ec, alg: 'ES384' }],
    ['not for verifying', { ...ec, key_ops: ['sign'] }],
    ['unknown kty', { ...ec, kty: 'XX' }],
    ['symmetric, by its kty', { kty: 'oct' }],
  ])('§4.3 6: a jwk that is no key for it: %s', async (_, jwk) =>
    expect(await judge(forgeProof({}, { jwk }))).toMatch(/^jwk .* must be a public key/),
  );

  it('a jwk that names another alg than the proof', async () => {
    const jwk = { ...jwkOf(keys.RS256), alg: 'PS256' };
    expect(await judge(forgeProof({}, { jwk }, { alg: 'RS256' }))).toMatch(/^jwk /);
    expect(await judge(forgeProof({}, { jwk }, { alg: 'PS256' }))).toBe('good');
  });

  it('a weak RSA key, one that only costs us, and one with which everybody can sign', async () => {
    for (const modulusLength of [1024, 2040]) {
      const key = generateKeyPairSync('rsa', { modulusLength }).privateKey;
      expect(await judge(forgeProof({}, {}, { alg: 'RS256', key }))).toMatch(/^jwk /);
    }
    const rsa = jwkOf(keys.RS256);
    const n = Buffer.alloc(8200 / 8, 0xff).toString('base64url');
    expect(await judge(forgeProof({}, { jwk: { ...rsa, n } }, { alg: 'RS256' }))).toMatch(/^jwk /);
    expect(await judge(forgeProof({}, { jwk: { ...rsa, e: 'AQ' } }, { alg: 'RS256' }))).toMatch(/^jwk /);
  });

  it.each(['ES256', 'RS256', 'EdDSA'] as const)('§4.3 7: a private %s key in it', async (alg) => {
    const jwk = keys[alg].export({ format: 'jwk' });
    expect(await judge(forgeProof({}, { jwk }, { alg }))).toMatch(/private key/);
  });

  it('§4.3 7: a part of a private key in it, or a shared one', async () => {
    const { p } = keys.RS256.export({ format: 'jwk' });
    const jwk = { ...jwkOf(keys.RS256), p };
    expect(await judge(forgeProof({}, { jwk }, { alg: 'RS256' }))).toMatch(/private key/);
    expect(await judge(forgeProof({}, { jwk: { kty: 'oct', k: 'AAAA' } }))).toMatch(/private key/);
  });

  it.each(['GET', 'post', 'POST ', '', undefined, null, ['POST']])('§4.3 8: htm %j', async (htm) =>
    expect(await judge(forgeProof({ htm }))).toMatch(/^htm /),
  );

  it.each([
    'https://auth.gooclaim.test/v1/auth/introspect',
    'https://auth.gooclaim.test/v1/auth/token/',
    'https://auth.gooclaim.test/v1/auth/TOKEN',
    'https://auth.gooclaim.test/v1/auth%2Ftoken',
    'https://auth.gooclaim.test:8443/v1/auth/token',
    'https://auth.gooclaim.test.attacker.invalid/v1/auth/token',
    'https://auth.gooclaim.test@attacker.invalid/v1/auth/token',
    'https://user@auth.gooclaim.test/v1/auth/token',
    'http://auth.gooclaim.test/v1/auth/token',
    'https://attacker.invalid/v1/auth/token',
    '/v1/auth/token',
    'token',
    '',
    undefined,
    null,
    5,
    [URL_OF_ENDPOINT],
  ])('§4.3 9: htu %j', async (htu) => expect(await judge(forgeProof({ htu }))).toMatch(/^htu /));

  it.each([seconds - 301, seconds + 301, 0, -1, NOW, 1e300, String(seconds), undefined, null, [seconds]])(
    '§4.3 11: iat %j',
    async (iat) => expect(await judge(forgeProof({ iat }))).toMatch(/^iat /),
  );

  it.each(['', 'j'.repeat(256), undefined, null, 5, ['a']])('jti %j', async (jti) =>
    expect(await judge(forgeProof({ jti }))).toMatch(/^jti /),
  );

  it.each([[['exp']], [[]], ['exp'], [null]])('crit %j: we understand no extension', async (crit) =>
    expect(await judge(forgeProof({ exp: seconds + 60 }, { crit }))).toMatch(/crit/),
  );

  it.each([
    ['exp that is over', { exp: seconds }],
    ['nbf that is not yet', { nbf: seconds + 60 }],
    ['exp that is no time', { exp: 'never' }],
  ])('%s (RFC 7519 §4.1)', async (_, claims) =>
    expect(await judge(forgeProof(claims))).toMatch(/does not verify/),
  );
});
