import fc from 'fast-check';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { jwksSchema } from '../contract/client-fields';
import { ASSERTION_ALGORITHMS, algorithmsOf, importClientKey, unusableKey } from './client-jwks';

const made = async (alg: string, options: object = {}) =>
  (await exportJWK((await generateKeyPair(alg, { extractable: true, ...options })).publicKey)) as JWK &
    Record<string, string>;
const rsa = await made('RS256');
const p256 = await made('ES256');
const p384 = await made('ES384');
const ed25519 = await made('EdDSA');

/** An RSA key of a size that no library makes any more. */
const rsaOf = (bits: number) => {
  const bytes = Buffer.alloc(Math.ceil(bits / 8), 0xff);
  if (bits % 8) bytes[0] = (1 << (bits % 8)) - 1;
  return { kty: 'RSA', e: 'AQAB', n: bytes.toString('base64url') };
};

const said = (...keys: Record<string, unknown>[]) => unusableKey({ keys });

describe('unusableKey', () => {
  it('finds nothing wrong with keys that verify', async () => {
    expect(await said(rsa, p256, p384, ed25519)).toBeUndefined();
    expect(await said({ ...rsa, kid: 'a', use: 'sig', alg: 'RS256', key_ops: ['verify'] })).toBeUndefined();
    expect(await said({ ...rsa, alg: 'PS256', x5c: ['ignored'], more: '😀' })).toBeUndefined();
    expect(await said({ ...ed25519, alg: 'EdDSA' }, { ...ed25519, alg: 'Ed25519' })).toBeUndefined();
    expect(
      await said(await made('RS256', { modulusLength: 3072 }), rsaOf(2048), rsaOf(8192)),
    ).toBeUndefined();
  });

  it.each([
    ['an RSA key of 1024 bits', rsaOf(1024), /has 1024 bits/],
    ['an RSA key of 2047 bits', rsaOf(2047), /has 2047 bits/],
    [
      'one padded to look larger',
      { ...rsaOf(1024), n: `${'A'.repeat(400)}${rsaOf(1024).n}` },
      /at least 2048/,
    ],
    ['one too large to verify with quickly', rsaOf(16_384), /at most 8192/],
    ['an exponent of 1', { ...rsa, e: 'AQ' }, /exponent/],
    ['an exponent of 3', { ...rsa, e: 'Aw' }, /exponent/],
    ['no exponent', { ...rsa, e: undefined }, /no e /],
    ['a modulus that is a number', { ...rsa, n: 5 }, /no n /],
    ['a modulus in plain base64', { ...rsa, n: `${rsa.n}==` }, /no n /],
    ['the curve P-521', { ...p256, crv: 'P-521' }, /must be/],
    ['the curve secp256k1', { ...p256, crv: 'secp256k1' }, /must be/],
    ['the curve X25519', { ...ed25519, crv: 'X25519' }, /must be/],
    ['no curve', { ...p256, crv: undefined }, /must be/],
    ['a symmetric key', { kty: 'oct', k: 'c2VjcmV0' }, /must be/],
    ['a point beside the curve', { ...p256, y: p256.x }, /is not a key/],
    ['a point of another curve', { ...p256, crv: 'P-384' }, /is not a key/],
    ['half a point', { ...p256, y: undefined }, /no y /],
    ['an Ed25519 key cut short', { ...ed25519, x: ed25519.x?.slice(0, 20) }, /is not a key/],
    ['RSA for ES256', { ...rsa, alg: 'ES256' }, /alg that does not fit it: RS256 or PS256/],
    ['RSA for EdDSA', { ...rsa, alg: 'EdDSA' }, /alg that does not fit/],
    ['RSA for RS512', { ...rsa, alg: 'RS512' }, /alg that does not fit/],
    ['RSA for HS256', { ...rsa, alg: 'HS256' }, /alg that does not fit/],
    ['RSA for encryption', { ...rsa, alg: 'RSA-OAEP' }, /alg that does not fit/],
    ['P-256 for ES384', { ...p256, alg: 'ES384' }, /alg that does not fit it: ES256/],
    ['key_ops without verify', { ...rsa, key_ops: ['encrypt'] }, /key_ops/],
    ['key_ops that are none', { ...rsa, key_ops: 'verify' }, /key_ops/],
    ['a NUL in its name', { ...p256, kid: 'a\u0000' }, /cannot be stored/],
    ['half a character', { ...p256, more: { deep: ['\ud83d'] } }, /cannot be stored/],
    ['a deeply nested member', { ...p256, more: JSON.parse('['.repeat(8000) + ']'.repeat(8000)) }, /deeply/],
    ['half a character as a name', { ...p256, '\udc00': 1 }, /cannot be stored/],
  ])('says what is wrong with %s', async (_, jwk, words) => {
    expect(await said(jwk)).toMatch(words);
  });

  it('says which key it is', async () => {
    expect(await said(rsa, p256, rsaOf(1024))).toBe('Key 3 has 1024 bits: an RSA key needs at least 2048');
  });

  it('and import agree, for every algorithm of a key (property)', async () => {
    const member = fc.oneof(
      fc.constantFrom(rsa.n, rsa.e, p256.x, p256.y, p384.x, p384.y, ed25519.x, '', 5, null),
      fc.base64String(),
    );
    const anyKey = fc.record(
      {
        kty: fc.constantFrom('RSA', 'EC', 'OKP'),
        crv: fc.constantFrom('P-256', 'P-384', 'Ed25519', 'P-521'),
        alg: fc.constantFrom(...ASSERTION_ALGORITHMS, 'HS256'),
        n: member,
        e: fc.constantFrom('AQAB', 'AQ', undefined),
        x: member,
        y: member,
      },
      { requiredKeys: ['kty'] },
    );
    await fc.assert(
      fc.asyncProperty(anyKey, async (jwk) => {
        const algorithms = algorithmsOf(jwk);
        const imported = await Promise.all(algorithms.map((alg) => importClientKey(jwk, alg)));
        const usable = imported.length > 0 && imported.every((key) => key !== undefined);
        expect((await said(jwk)) === undefined).toBe(usable);
      }),
      { numRuns: 300 },
    );
  });

  it('never throws for a set whose form is right (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), async (keys) => {
        const { data } = jwksSchema.safeParse({ keys: keys.map((key) => ({ kty: 'RSA', ...key })) });
        if (data) expect(await unusableKey(data)).toBeTypeOf('string');
      }),
    );
  });
});
