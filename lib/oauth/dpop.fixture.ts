import { constants, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';

/** DPoP proofs as a client and as an attacker would make them: real signatures, any header, any payload. */
export const NOW = Date.UTC(2030, 0, 1);
export const REQUEST = { method: 'POST', urls: ['https://auth.gooclaim.test/v1/auth/token'] };

type Alg = 'ES256' | 'ES384' | 'RS256' | 'PS256' | 'EdDSA' | 'Ed25519' | 'ES512';

const edwards = generateKeyPairSync('ed25519').privateKey;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** The client's private keys. */
export const keys: Record<Alg, KeyObject> = {
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  ES384: generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
  ES512: generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey,
  RS256: rsa,
  PS256: rsa,
  EdDSA: edwards,
  Ed25519: edwards,
};

/** The public half. */
export function jwkOf(key: KeyObject): Record<string, unknown> {
  const { kty, crv, x, y, n, e } = key.export({ format: 'jwk' });
  return JSON.parse(JSON.stringify({ kty, crv, x, y, n, e }));
}

function signature(alg: string, input: string, key: KeyObject): Buffer {
  const bytes = Buffer.from(input);
  if (alg === 'PS256')
    return sign('sha256', bytes, {
      key,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    });
  if (alg.startsWith('Ed')) return sign(null, bytes, key);
  return sign(`sha${alg.slice(2)}`, bytes, { key, dsaEncoding: 'ieee-p1363' });
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Members given as `undefined` are left out. */
export function forgeProof(
  payload: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
  { alg = 'ES256', key = keys[alg] }: { alg?: Alg; key?: KeyObject } = {},
): string {
  const input = [
    { typ: 'dpop+jwt', alg, jwk: jwkOf(key), ...header },
    { jti: randomUUID(), htm: REQUEST.method, htu: REQUEST.urls[0], iat: NOW / 1000, ...payload },
  ]
    .map(encode)
    .join('.');
  return `${input}.${signature(alg, input, key).toString('base64url')}`;
}
