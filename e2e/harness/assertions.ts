import {
  constants,
  createHash,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  randomUUID,
  sign,
} from 'node:crypto';
import { expect } from 'vitest';
import { encode } from './jwt';
import type { Portal } from './portal';

type Json = Record<string, unknown>;

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const MAKERS = {
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  PS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ES384: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
  Ed25519: () => generateKeyPairSync('ed25519'),
};
export type Alg = keyof typeof MAKERS;
export const ALGS = Object.keys(MAKERS) as Alg[];

/** A client's key for assertions (RFC 7523). */
export interface AssertionKey {
  alg: Alg;
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** The public half, with its kid. */
  jwk: JsonWebKey & { kid: string };
}

export function newAssertionKey(alg: Alg = 'ES256'): AssertionKey {
  const { privateKey, publicKey } = MAKERS[alg]();
  const kid = randomUUID();
  return { alg, kid, privateKey, publicKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid } };
}

/** RFC 7638 for an EC key. */
export function thumbprint({ crv, kty, x, y }: JsonWebKey): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

function signatureOf(input: string, { alg, privateKey }: AssertionKey): Buffer {
  const bytes = Buffer.from(input);
  switch (alg) {
    case 'RS256':
      return sign('sha256', bytes, privateKey);
    case 'PS256':
      return sign('sha256', bytes, {
        key: privateKey,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      });
    case 'ES256':
      return sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    case 'ES384':
      return sign('sha384', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    default:
      return sign(null, bytes, privateKey);
  }
}

/** An assertion made now, truly signed; claims and header members as given, `undefined` for none. */
export function makeAssertion(
  key: AssertionKey,
  { sub, ...claims }: Json & { sub: unknown; aud: unknown },
  header: Json = {},
): string {
  const now = Math.floor(Date.now() / 1000);
  const input = [
    { alg: key.alg, kid: key.kid, ...header },
    { iss: sub, sub, iat: now, exp: now + 60, jti: randomUUID(), ...claims },
  ]
    .map(encode)
    .join('.');
  return `${input}.${signatureOf(input, key).toString('base64url')}`;
}

/** How a request presents it. */
export const presenting = (assertion: unknown): Json => ({
  client_assertion_type: ASSERTION_TYPE,
  client_assertion: assertion,
});

/** A new client that has keys and no secret. @returns its id */
export async function createKeyClient(
  portal: Portal,
  keys: { jwks: { keys: unknown[] } } | { jwks_uri: string },
  scopes = ['workflow:read', 'audit:read'],
): Promise<string> {
  const answer = await portal.post('/clients', {
    name: 'A client with a key',
    scopes,
    authentication: 'key',
    ...keys,
  });
  expect(answer.status, answer.text).toBe(201);
  expect(answer.json).toMatchObject({ secret_id: null, client_secret: null });
  return answer.json.client.client_id;
}
